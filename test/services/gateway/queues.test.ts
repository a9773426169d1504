import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { changeQueueSettings, readQueueSettings } from "../../../jetstream/queue-settings.ts";
import { createClient } from "../../../sdk/client.ts";
import { createTaskId } from "../../../services/gateway/task-id.ts";
import { eventually } from "../../support/eventually.ts";
import { failure } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

async function start() {
  const gateway = await startGateway();
  // The keys of the gateway under test may do anything.
  const client = createClient({ url: `127.0.0.1:${gateway.gateway.grpcPort()}`, apiKey: gateway.key });
  onTestFinished(() => client.close());
  return { gateway, client };
}

/** The last audit entry of an action. */
function audited({ connection }: TestGateway, action: string) {
  return eventually(`the audit entry ${action}`, async () => {
    const message = await connection.jsm.streams
      .getMessage("AUDIT", { last_by_subj: `audit.acme.${action}` })
      .catch(() => undefined);
    return message?.json<{ by: string; detail: object }>();
  });
}

test("a queue shows what waits by priority and since when", async () => {
  const { client } = await start();
  await client.submitTask({ type: "echo", priority: "high" });
  await client.submitTask({ type: "echo" });
  await client.submitTask({ type: "echo", delayMs: 60_000 });

  const queues = await client.listQueues();
  expect(queues.map(({ queue }) => queue)).toEqual(["default", "heavy"]);
  expect(queues[0]).toMatchObject({ paused: false, depth: { high: 1, normal: 1, low: 0 }, running: 0 });
  expect(Math.abs(Number(queues[0]?.oldestWaitingTime) - Date.now())).toBeLessThan(10_000);
  expect(queues[1]?.oldestWaitingTime).toBeUndefined();
  expect(await client.getQueue("default")).toEqual(queues[0]);
});

test("pause and resume are stored with who, why and until when, and kept in the audit", async () => {
  const { gateway, client } = await start();
  const until = new Date(Date.now() + 3_600_000);
  const paused = await client.pauseQueue("default", { until, reason: "the disk is full" });
  expect(paused).toMatchObject({ paused: true, pauseUntil: until, pauseReason: "the disk is full" });
  expect(paused.pausedBy).toBeDefined();
  expect(await audited(gateway, "PauseQueue")).toMatchObject({
    by: paused.pausedBy,
    resource: "queues/default",
    detail: { until: until.toISOString(), reason: "the disk is full" },
  });

  await client.updateQueue("default", { maxRunning: 3 });
  expect(await client.resumeQueue("default")).toMatchObject({ paused: false, maxRunning: 3 });
  expect(await readQueueSettings(gateway.connection, "default")).toEqual({
    version: 1,
    paused: false,
    maxRunning: 3,
  });
  expect(await audited(gateway, "ResumeQueue")).toMatchObject({ resource: "queues/default" });
});

test("an update changes what it names, null takes it away, and updates at once are merged", async () => {
  const { gateway, client } = await start();
  await Promise.all([
    client.updateQueue("default", { maxRunning: 3 }),
    client.updateQueue("default", { rateLimit: { perSecond: 0.5 } }),
    client.updateQueue("default", { defaultPriority: "low" }),
    client.updateQueue("default", { maxDepth: 7 }),
    client.pauseQueue("default"),
  ]);
  const all = { maxRunning: 3, rateLimit: { perSecond: 0.5, burst: 1 }, defaultPriority: "low", maxDepth: 7 };
  expect(await readQueueSettings(gateway.connection, "default")).toMatchObject({ ...all, paused: true });

  const after = await client.updateQueue("default", {
    rateLimit: null,
    defaultPriority: null,
    maxDepth: null,
  });
  expect([after.rateLimit, after.defaultPriority, after.maxDepth, after.maxRunning]).toEqual([
    undefined,
    undefined,
    undefined,
    3,
  ]);
});

test.each([
  ["nothing", {}, ["queue"]],
  ["a cap below 0", { maxRunning: -1 }, ["max_running"]],
  ["a cap that is too high", { maxRunning: 10_001 }, ["max_running"]],
  ["a rate that is too low", { rateLimit: { perSecond: 0.001 } }, ["rate_limit.per_second"]],
  ["a rate that is no number", { rateLimit: { perSecond: Number.NaN } }, ["rate_limit.per_second"]],
  [
    "two at once",
    { rateLimit: { perSecond: 1, burst: 100_001 }, maxDepth: 2_000_000_000 },
    ["rate_limit.burst", "max_depth"],
  ],
])("an update with %s is refused, naming the field", async (_what, changes, fields) => {
  const { gateway, client } = await start();
  const error = await failure(client.updateQueue("default", changes));
  expect(error).toMatchObject({ reason: "FIELD_INVALID" });
  expect(error.violations.map(({ field }) => field)).toEqual(fields);
  expect(await readQueueSettings(gateway.connection, "default")).toBeUndefined();
});

test("a pause until a time that has passed, or in years, is refused", async () => {
  const { client } = await start();
  for (const until of [new Date(Date.now() - 60_000), new Date(Date.now() + 400 * 86_400_000)]) {
    const error = await failure(client.pauseQueue("default", { until }));
    expect(error.violations.map(({ field }) => field)).toEqual(["until"]);
  }
});

test("a queue that is not there is said so, with the nearest names", async () => {
  const { client } = await start();
  for (const call of [client.getQueue("hevy"), client.pauseQueue("hevy"), client.resumeQueue("hevy")])
    expect(await failure(call)).toMatchObject({
      code: grpc.status.NOT_FOUND,
      reason: "QUEUE_NOT_FOUND",
      message: 'no queue "hevy"; known are "heavy", "default"',
    });
});

test("the default priority of a queue counts after that of the task and before that of its type", async () => {
  const { client } = await start();
  await client.updateQueue("heavy", { defaultPriority: "low" });
  const payload = { source: "x" };
  const priorityOf = async (priority?: "high" | "normal") =>
    (await client.submitTask({ type: "gather", payload, ...(priority && { priority }) })).priority;
  await eventually("the gateway follows", async () => ((await priorityOf()) === "low" ? true : undefined));
  expect(await priorityOf("normal")).toBe("normal");
});

async function limited(maxDepth: number) {
  const { gateway, client } = await start();
  await client.updateQueue("default", { maxDepth });
  await eventually("the gateway follows", async () =>
    (await client.getQueue("default")).maxDepth === maxDepth ? true : undefined,
  );
  return { gateway, client };
}

test("a queue takes as many as may wait, and refuses the next with a time to come again", async () => {
  const { client } = await limited(3);
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await client.submitTask({ type: "echo" })).taskId);
  expect(await failure(client.submitTask({ type: "echo" }))).toMatchObject({
    code: grpc.status.RESOURCE_EXHAUSTED,
    reason: "QUEUE_FULL",
    retryAfterMs: 1_000,
    message: 'queue "default" is full: 3 wait, at most 3 may',
  });
  // One that is due later does not wait in line; another queue is another matter.
  await client.submitTask({ type: "echo", delayMs: 60_000 });
  await client.submitTask({ type: "gather", payload: { source: "x" } });

  await client.cancelTask(ids[0] ?? "");
  await eventually("there is room again", () =>
    client.submitTask({ type: "echo" }).then(
      () => true,
      () => undefined,
    ),
  );
});

test("a task that is there is found by its id in a full queue, too, however young the id is", async () => {
  const { client } = await limited(1);
  const submission = { type: "echo", taskId: createTaskId(Date.now()) };
  await client.submitTask(submission);
  expect((await client.submitTask(submission)).taskId).toBe(submission.taskId);
  const [outcome] = await client.submitTasks([submission]);
  expect(outcome).toMatchObject({ ok: true, task: { taskId: submission.taskId } });
});

test("in a batch each task is judged for itself, and not one too many is taken", async () => {
  const { client } = await limited(5);
  const outcomes = await client.submitTasks(
    Array.from({ length: 8 }, (_, i) => ({ type: i === 3 ? "gather" : "echo", payload: { source: "x" } })),
  );
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true, false, false]);
  expect((await client.getQueue("default")).depth.normal).toBe(5);
});

test("of many callers at once not one too many gets in", async () => {
  const { client } = await limited(20);
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, () => client.submitTask({ type: "echo" })),
  );
  expect(results.filter(({ status }) => status === "fulfilled").length).toBe(20);
  expect((await client.getQueue("default")).depth.normal).toBe(20);
});

test("in a full queue a task takes the place of another with its unique key, and none is cancelled for one that is refused", async () => {
  const { client } = await limited(1);
  const uniqueKey = "the one";
  const first = await client.submitTask({ type: "echo", uniqueKey });
  expect((await client.submitTask({ type: "echo", uniqueKey })).taskId).toBe(first.taskId);
  const second = await client.submitTask({ type: "echo", uniqueKey, uniquePolicy: "replace" });
  expect((await client.getTask(first.taskId)).state).toBe("CANCELLED");

  const later = await client.submitTask({ type: "echo", uniqueKey: "later", delayMs: 60_000 });
  const refused = client.submitTask({ type: "echo", uniqueKey: "later", uniquePolicy: "replace" });
  expect(await failure(refused)).toMatchObject({ reason: "QUEUE_FULL" });
  expect((await client.getTask(later.taskId)).state).toBe("SCHEDULED");
  expect((await client.getTask(second.taskId)).state).toBe("QUEUED");
});

test("a task that is sent again is answered although the queue is full", async () => {
  const { client } = await limited(1);
  const taskId = "0190a000-0000-7000-8000-000000000001";
  await client.submitTask({ type: "echo", taskId });
  expect((await client.submitTask({ type: "echo", taskId })).taskId).toBe(taskId);
  const another = "0190a000-0000-7000-8000-000000000002";
  expect(await failure(client.submitTask({ type: "echo", taskId: another }))).toMatchObject({
    reason: "QUEUE_FULL",
  });
});

test("a task is done again only when its queue has room", async () => {
  const { client } = await limited(2);
  const ids = [];
  for (let i = 0; i < 4; i++) {
    const { taskId } = await client.submitTask({ type: "echo", delayMs: 60_000 });
    await client.cancelTask(taskId);
    ids.push(taskId);
  }
  const result = await client.retryTasks("state = CANCELLED");
  expect(result).toMatchObject({ matched: 4, changed: 2, failed: 2, firstError: { reason: "QUEUE_FULL" } });
  const left = (await client.listTasks({ filter: "state = CANCELLED" })).tasks;
  expect(left).toHaveLength(2);
  const refused = client.retryTask(left[0]?.taskId ?? "");
  expect(await failure(refused)).toMatchObject({ reason: "QUEUE_FULL" });
});

test("an entry that cannot be read does not count, and a change replaces it", async () => {
  const { gateway, client } = await start();
  await changeQueueSettings(gateway.connection, "default", () => ({
    version: 1,
    paused: false,
    maxRunning: -4,
  }));
  expect(await client.updateQueue("default", { maxDepth: 2 })).toMatchObject({ maxDepth: 2 });
  expect((await client.getQueue("default")).maxRunning).toBeUndefined();
});

test("a purge cancels what waits in the queue, of one's own project, and nothing that runs", async () => {
  const { gateway, client } = await start();
  const others = createClient({ url: `127.0.0.1:${gateway.gateway.grpcPort()}`, apiKey: gateway.otherKey });
  onTestFinished(() => others.close());
  const waiting = await client.submitTask({ type: "echo" });
  const later = await client.submitTask({ type: "echo", delayMs: 60_000 });
  const runs = await client.submitTask({ type: "echo" });
  await record(gateway, runs.taskId, { type: "started" });
  const elsewhere = await client.submitTask({ type: "gather", payload: { source: "x" } });
  const ofOther = await others.submitTask({ type: "echo" });

  expect(await client.purgeQueue("default", { dryRun: true })).toMatchObject({
    matched: 1,
    changed: 0,
    sampleTaskIds: [waiting.taskId],
  });
  expect(await client.purgeQueue("default", { reason: "a wrong batch" })).toMatchObject({
    changed: 1,
    failed: 0,
  });
  const purged = await client.getTask(waiting.taskId);
  expect([purged.state, purged.stateReason, purged.timeline.at(-1)?.message]).toEqual([
    "CANCELLED",
    "QUEUE_PURGED",
    "a wrong batch",
  ]);
  expect((await client.getQueue("default")).depth.normal).toBe(2);
  for (const { taskId } of [later, runs, elsewhere])
    expect((await client.getTask(taskId)).state).not.toBe("CANCELLED");
  expect((await others.getTask(ofOther.taskId)).state).toBe("QUEUED");
  expect(await audited(gateway, "PurgeQueue")).toMatchObject({
    resource: "queues/default",
    detail: { matched: "1", changed: "1", reason: "a wrong batch" },
  });

  expect(await client.purgeQueue("default", { includeDelayed: true })).toMatchObject({ changed: 1 });
  expect((await client.getTask(later.taskId)).stateReason).toBe("QUEUE_PURGED");
  expect((await client.getTask(runs.taskId)).state).toBe("RUNNING");
});

test("ten thousand tasks are purged in seconds", async () => {
  const { client } = await start();
  for (let i = 0; i < 10; i++)
    await client.submitTasks(Array.from({ length: 1_000 }, () => ({ type: "echo" })));
  let changed = 0;
  for (let pageToken: string | undefined = ""; pageToken !== undefined; ) {
    const done = await client.purgeQueue("default", { limit: 10_000, pageToken });
    changed += done.changed;
    pageToken = done.nextPageToken;
  }
  expect(changed).toBe(10_000);
  expect((await client.getQueue("default")).depth.normal).toBe(0);
}, 60_000);
