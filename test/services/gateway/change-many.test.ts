import { describe, expect, test } from "vitest";
import { STREAMS } from "../../../core/subject.ts";
import { publishLogLine } from "../../../jetstream/task-logs.ts";
import { failure, submission } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };

async function messagesIn({ connection }: TestGateway, stream: string): Promise<number> {
  return (await connection.jsm.streams.info(stream)).state.messages;
}

async function submitMany(running: TestGateway, count: number, labels: Record<string, string> = {}) {
  const requests = Array.from({ length: count }, (_, i) => submission("echo", i, { labels }));
  const outcomes = await running.api.submitMany(requests);
  return outcomes.map(({ task }) => String(task?.taskId));
}

async function fail(running: TestGateway, taskId: string): Promise<void> {
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "failed", reason: error.reason, error });
}

test("an empty filter, a limit or a rate that cannot be, and a filter that is none are refused", async () => {
  const { api } = await startGateway();
  const calls = [api.cancelMany, api.retryMany, api.purgeMany];
  for (const call of calls) {
    expect((await failure(call({}))).message).toMatch(/^filter: is empty: to choose all, say so, such as "/);
    expect((await failure(call({ filter: "state = " }))).reason).toBe("FILTER_INVALID");
    expect((await failure(call({ filter: "type = x", limit: 10_001 }))).message).toMatch(/^limit: is 10001/);
  }
  for (const rate of [-1, 0.01, Number.NaN]) {
    const { message } = await failure(api.retryMany({ filter: "type = x", rate }));
    expect(message).toMatch(/^rate: is .*, must be from 0.1 to 10000/);
  }
});

describe("CancelTasks", () => {
  test("cancels what the filter lets through, nothing in a dry run, and leaves the rest", async () => {
    const running = await startGateway();
    const { api } = running;
    const ads = await submitMany(running, 30, { team: "ads" });
    await submitMany(running, 5, { team: "search" });
    await record(running, String(ads[0]), { type: "started", worker: "worker-1" });
    await record(running, String(ads[1]), { type: "started" });
    await record(running, String(ads[1]), { type: "succeeded" }, { result: 1 });

    const request = { filter: "labels.team = ads", reason: "not needed" };
    const dry = await api.cancelMany({ ...request, dryRun: true });
    expect(dry).toMatchObject({ matched: 29, changed: 0, failed: 0, nextPageToken: "" });
    expect(dry.sampleTaskIds).toHaveLength(20);
    expect((await api.list({ filter: "state = QUEUED" })).tasks).toHaveLength(33);

    expect(await api.cancelMany(request)).toMatchObject({ matched: 29, changed: 29, failed: 0 });
    expect(await api.get({ taskId: String(ads[0]) })).toMatchObject({ state: "CANCELLING" });
    expect(await api.get({ taskId: String(ads[2]) })).toMatchObject({
      state: "CANCELLED",
      stateReason: "not needed",
    });
    expect((await api.list({ filter: "state = QUEUED" })).tasks).toHaveLength(5);
    // Those of the other label, and the two that a worker has taken.
    expect(await messagesIn(running, STREAMS.tasks)).toBe(7);
    expect(await api.cancelMany(request)).toMatchObject({ matched: 0, nextPageToken: "" });
  });

  test("stops at its limit, and goes on from there", async () => {
    const running = await startGateway();
    await submitMany(running, 25);
    const request = { filter: "type = echo", limit: 10 };
    const counts: number[] = [];
    let pageToken = "";
    do {
      const result = await running.api.cancelMany({ ...request, pageToken });
      counts.push(result.changed);
      pageToken = result.nextPageToken;
    } while (pageToken !== "");
    expect(counts).toEqual([10, 10, 5]);
    expect(await messagesIn(running, STREAMS.tasks)).toBe(0);
    await submitMany(running, 10);
    expect(await running.api.cancelMany(request)).toMatchObject({ changed: 10, nextPageToken: "" });
  });
});

describe("RetryTasks", () => {
  test("does again what failed, and what was cancelled only when the filter speaks of it", async () => {
    const running = await startGateway();
    const { api } = running;
    const [failed = "", cancelled = "", waiting = ""] = await submitMany(running, 3);
    await fail(running, failed);
    await api.cancel({ taskId: cancelled });
    const filter = "type = echo";
    expect(await api.retryMany({ filter, dryRun: true })).toMatchObject({
      matched: 1,
      sampleTaskIds: [failed],
    });
    expect(await api.retryMany({ filter, reason: "mended" })).toMatchObject({ matched: 1, changed: 1 });
    const task = await api.get({ taskId: failed });
    expect(task).toMatchObject({ state: "QUEUED", attempt: 1 });
    expect(task.timeline.at(-1)).toMatchObject({ type: "REQUEUED", message: "mended" });
    expect(await api.get({ taskId: cancelled })).toMatchObject({ state: "CANCELLED" });
    expect(await api.retryMany({ filter: "state = CANCELLED" })).toMatchObject({ changed: 1 });
    expect((await api.get({ taskId: waiting })).timeline).toHaveLength(1);
  });

  test("what fails again at once is not done again by the calls that go on", async () => {
    const running = await startGateway();
    const ids = await submitMany(running, 6);
    for (const id of ids) await fail(running, id);
    let pageToken = "";
    let changed = 0;
    do {
      const result = await running.api.retryMany({ filter: "state = FAILED", limit: 2, pageToken });
      changed += result.changed;
      for (const id of ids) {
        if ((await running.api.get({ taskId: id })).state === "QUEUED") await fail(running, id);
      }
      pageToken = result.nextPageToken;
    } while (pageToken !== "");
    expect(changed).toBe(6);
  });

  test("keeps to its rate", async () => {
    const running = await startGateway();
    for (const id of await submitMany(running, 6)) await fail(running, id);
    const startedAt = performance.now();
    expect(await running.api.retryMany({ filter: "state = FAILED", rate: 20 })).toMatchObject({ changed: 6 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(249);
  });

  test("keeps to its rate over calls that go on from each other", async () => {
    const running = await startGateway();
    for (const id of await submitMany(running, 3)) await fail(running, id);
    const request = { filter: "state = FAILED", rate: 10, limit: 1 };
    const startedAt = performance.now();
    let pageToken = "";
    do pageToken = (await running.api.retryMany({ ...request, pageToken })).nextPageToken;
    while (pageToken !== "");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
  });
});

test("PurgeTasks removes what has ended for good, with its log, and lets the id be used again", async () => {
  const running = await startGateway();
  const { api, connection } = running;
  const [failed = "", cancelled = "", waiting = ""] = await submitMany(running, 3);
  await fail(running, failed);
  const key = { project: "acme", id: failed };
  publishLogLine(connection, key, 1, { time: Date.now(), level: "info", message: "hello" } as never);
  await expect.poll(() => messagesIn(running, STREAMS.logs)).toBe(1);
  // Its message is left in line, as if the gateway had died before it removed it.
  await record(running, cancelled, { type: "cancelled" });
  const filter = "type = echo";
  expect(await api.purgeMany({ filter, dryRun: true })).toMatchObject({ matched: 2, changed: 0 });
  expect(await api.purgeMany({ filter })).toMatchObject({ matched: 2, changed: 2, failed: 0 });
  for (const taskId of [failed, cancelled]) {
    expect((await failure(api.get({ taskId }))).reason).toBe("TASK_NOT_FOUND");
  }
  expect(await messagesIn(running, STREAMS.logs)).toBe(0);
  expect(await messagesIn(running, STREAMS.events)).toBe(0);
  expect(await api.get({ taskId: waiting })).toMatchObject({ state: "QUEUED" });
  await expect.poll(() => messagesIn(running, STREAMS.audit)).toBe(1);
  const entry = await connection.jsm.streams.getMessage(STREAMS.audit, {
    last_by_subj: "audit.acme.PurgeTasks",
  });
  expect(entry?.json()).toMatchObject({
    resource: "tasks",
    detail: { filter, matched: "2", changed: "2", failed: "0" },
  });
});
