import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeRecord } from "../../core/codec.ts";
import { HEADERS, taskSubject } from "../../core/subject.ts";
import { publishAndWait } from "../../jetstream/publisher.ts";
import type { ApiError } from "../../sdk/api-error.ts";
import { PROJECT, readLedger, startStack } from "../support/start-stack.ts";
import { newRecord } from "../support/task-record.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const inline = "inline_puppet";
const HOUR = 3_600_000;

/** What the handler returns. */
const returning = (result: unknown, ledger?: string) => ({
  acts: [{ do: "return", result }],
  ...(ledger !== undefined && { ledger }),
});

test("a task that was put off starts at its new time and not before; one that was put forward starts now", async () => {
  const { client, startWorker } = await startStack();
  const later = await client.submitTask({ type: inline, payload: returning(1) });
  const sooner = await client.submitTask({ type: inline, payload: returning(2), delayMs: HOUR });
  const { scheduleTime } = await client.updateTask(later.taskId, { delayMs: 800 });
  await startWorker({ types: [inline] });
  await client.updateTask(sooner.taskId, { delayMs: 0 });

  expect(await client.waitTask(sooner.taskId)).toMatchObject({ state: "SUCCEEDED", result: 2 });
  const ended = await client.waitTask(later.taskId);
  expect(ended.state).toBe("SUCCEEDED");
  expect(ended.startTime?.getTime()).toBeGreaterThanOrEqual(Number(scheduleTime?.getTime()));
});

test("an old schedule that fires after a task was put off does not start it early", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const { taskId } = await stack.client.submitTask({
    type: inline,
    payload: returning(1, ledger),
    delayMs: HOUR,
  });
  const { scheduleTime } = await stack.client.updateTask(taskId, { delayMs: 1_500 });
  // What the old schedule would have put in line, had it fired just before the update removed it.
  const record = newRecord({
    id: taskId,
    type: inline,
    queue: "inline_puppets",
    payload: returning("old", ledger),
  });
  const message = {
    subject: taskSubject({ ...record, project: PROJECT }),
    body: encodeRecord({ ...record, project: PROJECT }),
    headers: [[HEADERS.recordSequence, "0"]] as const,
  };
  expect((await publishAndWait(stack.publisher, message)).kind).toBe("stored");
  await stack.startWorker({ types: [inline] });

  const task = await stack.client.waitTask(taskId);
  expect(task).toMatchObject({ state: "SUCCEEDED", result: 1 });
  expect(task.startTime?.getTime()).toBeGreaterThanOrEqual(Number(scheduleTime?.getTime()));
  expect(readLedger(ledger)).toHaveLength(1);
});

test("the handler gets the payload that was given last", async () => {
  const { client, startWorker } = await startStack();
  const { taskId } = await client.submitTask({ type: inline, payload: returning("old") });
  await client.updateTask(taskId, { payload: returning("new"), priority: "high" });
  await startWorker({ types: [inline] });
  expect(await client.waitTask(taskId)).toMatchObject({
    state: "SUCCEEDED",
    result: "new",
    priority: "high",
  });
});

test("changes that race with workers: each task runs once, and with what it was changed to", async () => {
  const { client, startWorker } = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await startWorker({ types: [inline], concurrency: 4 });
  await startWorker({ types: [inline], concurrency: 4 });
  const race = async (i: number) => {
    const { taskId } = await client.submitTask({ type: inline, payload: returning(`old ${i}`, ledger) });
    const isUpdated = await client.updateTask(taskId, { payload: returning(`new ${i}`, ledger) }).then(
      () => true,
      (error: ApiError) => {
        expect(["TASK_STARTED", "TASK_FINISHED"]).toContain(error.reason);
        return false;
      },
    );
    expect((await client.waitTask(taskId)).result).toBe(`${isUpdated ? "new" : "old"} ${i}`);
  };
  await Promise.all(Array.from({ length: 60 }, (_, i) => race(i)));
  const runs = readLedger(ledger).map(({ taskId }) => taskId);
  expect(runs).toHaveLength(60);
  expect(new Set(runs).size).toBe(60);
});

test("tasks that are told to run now at the moment they come due run once", async () => {
  const { client, startWorker } = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await startWorker({ types: [inline], concurrency: 4 });
  const due = Date.now() + 1_000;
  const submissions = Array.from({ length: 40 }, (_, i) => ({
    type: inline,
    payload: returning(i, ledger),
    scheduleTime: new Date(due),
  }));
  const outcomes = await client.submitTasks(submissions);
  const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.task.taskId] : []));
  await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
  await Promise.all(ids.map((id) => client.runTask(id).catch(() => undefined)));
  for (const id of ids) expect(await client.waitTask(id)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  expect(readLedger(ledger)).toHaveLength(40);
});

test("dead letters are done again by a filter: same ids, and their attempts and logs go on", async () => {
  const { client, startWorker } = await startStack();
  await startWorker({ types: [inline], concurrency: 4 });
  const payload = {
    acts: [
      { do: "log", message: "trying" },
      { do: "throw", message: "the database is down", times: 1 },
    ],
  };
  const submissions = Array.from({ length: 20 }, (_, i) => ({
    type: inline,
    payload,
    labels: { team: i < 15 ? "ads" : "search" },
    retry: { maxRetries: 0 },
  }));
  const outcomes = await client.submitTasks(submissions);
  const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.task.taskId] : []));
  for (const id of ids) expect((await client.waitTask(id)).state).toBe("FAILED");

  const filter = 'labels.team = ads AND error.message : "database"';
  expect(await client.retryTasks(filter, { dryRun: true })).toMatchObject({ matched: 15, changed: 0 });
  const done = await client.retryTasks(filter, { reason: "it is up again", rate: 100 });
  expect(done).toMatchObject({ matched: 15, changed: 15, failed: 0 });
  for (const id of ids.slice(0, 15)) {
    const task = await client.waitTask(id);
    expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2 });
    expect(task.timeline.map(({ type }) => type)).toEqual([
      "SUBMITTED",
      "STARTED",
      "FAILED",
      "REQUEUED",
      "STARTED",
      "SUCCEEDED",
    ]);
  }
  expect((await client.listTasks({ filter: "state = FAILED" })).tasks).toHaveLength(5);
  const attempts: number[] = [];
  const [first = ""] = ids;
  for await (const line of client.tailTaskLogs(first)) attempts.push(line.attempt);
  expect(attempts).toEqual([1, 2]);
});

test("a thousand tasks are cancelled by a label, after a look at how many there are", async () => {
  const { client, startWorker, connection } = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const submit = (count: number, team: string) =>
    client.submitTasks(
      Array.from({ length: count }, (_, i) => ({
        type: inline,
        payload: returning(i, team === "ads" ? ledger : undefined),
        labels: { team },
        ...(i % 2 === 0 && { delayMs: HOUR }),
      })),
    );
  await submit(1_000, "ads");
  await submit(10, "search");
  const filter = "labels.team = ads";
  expect(await client.cancelTasks(filter, { dryRun: true })).toMatchObject({ matched: 1_000, changed: 0 });
  expect(await client.cancelTasks(filter)).toMatchObject({ matched: 1_000, changed: 1_000, failed: 0 });
  await startWorker({ types: [inline] });
  await client.updateTask((await client.listTasks({ filter: "state = SCHEDULED" })).tasks[0]?.taskId ?? "", {
    delayMs: 0,
  });
  for (const { taskId } of (await client.listTasks({ filter: "state = QUEUED" })).tasks)
    await client.waitTask(taskId);
  expect(readLedger(ledger)).toEqual([]);
  // Those of the other label that are due later.
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(4);
});
