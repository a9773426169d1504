import { expect, test, vi } from "vitest";
import type { UniqueClaim } from "../../../core/unique-key.ts";
import { createPublisher } from "../../../jetstream/create-publisher.ts";
import { changeQueueSettings } from "../../../jetstream/queue-settings.ts";
import { nameUniqueKey, UniqueKeys } from "../../../jetstream/unique-keys.ts";
import type { TaskOptions } from "../../../proto/gen/longshore/v1/TaskOptions.ts";
import { apiErrorFromStatus } from "../../../sdk/read-api-error.ts";
import { createTaskId } from "../../../services/gateway/task-id.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { type Api, apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const KEY = "report 2026-11";

function unique(payload: unknown, options: TaskOptions = {}, type = "echo") {
  return submission(type, payload, { options: { uniqueKey: KEY, ...options } });
}

async function waiting({ connection }: Pick<TestGateway, "connection">): Promise<number> {
  return (await connection.jsm.streams.info("TASKS")).state.messages;
}

function keysOf({ connection }: Pick<TestGateway, "connection">): UniqueKeys {
  return new UniqueKeys(connection, createPublisher(connection, "standard"));
}

/** Claims the key as a gateway does that dies before it publishes. */
async function claimAndDie(gateway: Pick<TestGateway, "connection">, claim: Partial<UniqueClaim> = {}) {
  const taskId = createTaskId(Date.now());
  const nowMs = Date.now();
  const published = await keysOf(gateway).claim(
    nameUniqueKey("acme", "echo", KEY),
    {
      version: 1,
      taskId,
      key: KEY,
      claimedAt: new Date(nowMs).toISOString(),
      publishUntil: new Date(nowMs + 500).toISOString(),
      ...claim,
    },
    0,
    nowMs + 5_000,
  );
  expect(published.kind).toBe("stored");
  return taskId;
}

test("of a key's submissions one is stored while its task lives; the others are answered with it", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const first = await api.submit(unique(1));
  expect(first).toMatchObject({ state: "QUEUED", uniqueKey: KEY });
  expect(await api.submit(unique(2))).toEqual(first);
  expect(await waiting(gateway)).toBe(1);

  await record(gateway, first.taskId, { type: "started" });
  expect(await api.submit(unique(3))).toMatchObject({ taskId: first.taskId, state: "RUNNING" });
  await record(gateway, first.taskId, { type: "succeeded" });
  const second = await api.submit(unique(4));
  expect(second.taskId).not.toBe(first.taskId);
  expect(second.state).toBe("QUEUED");
});

test("with FAIL the second is refused, and told who holds the key", async () => {
  const { api } = await startGateway();
  const { taskId } = await api.submit(unique(1, { uniquePolicy: "FAIL" }));
  const error = await failure(api.submit(unique(1, { uniquePolicy: "FAIL" })));
  expect(error).toMatchObject({
    reason: "UNIQUE_KEY_HELD",
    metadata: { task_id: taskId, unique_key: KEY, state: "QUEUED" },
  });
});

test("with REPLACE a holder that has not started gives way, whether it is due or not", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const first = await api.submit(unique(1, { delay: { seconds: "3600" } }));
  const second = await api.submit(unique(2, { uniquePolicy: "REPLACE" }));
  const third = await api.submit(unique(3, { uniquePolicy: "REPLACE" }));
  expect(new Set([first.taskId, second.taskId, third.taskId]).size).toBe(3);
  for (const { taskId } of [first, second])
    expect(await api.get({ taskId })).toMatchObject({ state: "CANCELLED", stateReason: "REPLACED" });
  expect(await waiting(gateway)).toBe(1);
  expect(await api.submit(unique(4))).toMatchObject({ taskId: third.taskId, state: "QUEUED" });
});

test("with REPLACE a holder that has started stays", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const { taskId } = await api.submit(unique(1));
  await record(gateway, taskId, { type: "started" });
  const error = await failure(api.submit(unique(2, { uniquePolicy: "REPLACE" })));
  expect(error).toMatchObject({ reason: "UNIQUE_KEY_HELD", metadata: { task_id: taskId, state: "RUNNING" } });
  expect((await api.get({ taskId })).state).toBe("RUNNING");
});

test("a start that comes before the replacement wins, one that comes after it loses", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  for (let i = 0; i < 20; i++) {
    const options = { uniqueKey: `race ${i}` };
    const { taskId } = await api.submit(unique(1, options));
    const [started, replaced] = await Promise.allSettled([
      record(gateway, taskId, { type: "started" }),
      api.submit(unique(2, { ...options, uniquePolicy: "REPLACE" })),
    ]);
    const { state } = await api.get({ taskId });
    expect([started.status, replaced.status, state]).toEqual(
      started.status === "fulfilled"
        ? ["fulfilled", "rejected", "RUNNING"]
        : ["rejected", "fulfilled", "CANCELLED"],
    );
  }
});

test("those that lose a race to replace a holder take no room in the queue", async () => {
  const gateway = await startGateway();
  const { api, connection } = gateway;
  const maxDepth = 3;
  await changeQueueSettings(connection, "default", () => ({ version: 1, paused: false, maxDepth }));
  for (let i = 0; i < 2 * maxDepth; i++) {
    const options = { uniqueKey: `race ${i}`, uniquePolicy: "REPLACE" } as const;
    const { taskId } = await api.submit(unique(0, { ...options, delay: { seconds: 60 } }));
    // What the count of a moment ago holds against them passes by itself.
    await eventuallyTrue("one of them replaces it", async () => {
      const racers = [1, 2, 3, 4, 5].map((payload) => api.submit(unique(payload, options)));
      return (await Promise.allSettled(racers)).some(({ status }) => status === "fulfilled");
    });
    expect((await api.get({ taskId })).state).toBe("CANCELLED");
    await api.cancelMany({ filter: 'state = "QUEUED"' });
  }
});

test("another project, and another type, may have the same key", async () => {
  const gateway = await startGateway();
  const { api, client, otherKey } = gateway;
  const other = apiOf(client, withKey(otherKey));
  const tasks = [
    await api.submit(unique(1, { uniquePolicy: "FAIL" })),
    await other.submit(unique(1, { uniquePolicy: "FAIL" })),
    await api.submit(unique({ source: "a" }, { uniquePolicy: "FAIL" }, "gather")),
  ];
  expect(new Set(tasks.map(({ taskId }) => taskId)).size).toBe(3);
  expect(await waiting(gateway)).toBe(3);
});

test("the same submission sent again is the same task, whatever the policy, also when it has ended", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  for (const uniquePolicy of ["FAIL", "REPLACE", "USE_EXISTING"] as const) {
    const taskId = createTaskId(Date.now());
    const request = { ...unique(1, { uniqueKey: uniquePolicy, uniquePolicy }), taskId };
    const [first, again] = await Promise.all([api.submit(request), api.submit(request)]);
    expect([first.taskId, again.taskId]).toEqual([taskId, taskId]);
    expect(await api.submit(request)).toEqual(first);
    await record(gateway, taskId, { type: "started" });
    await record(gateway, taskId, { type: "succeeded" });
    const successor = await api.submit(unique(2, { uniqueKey: uniquePolicy }));
    expect(successor.taskId).not.toBe(taskId);
    expect(await api.submit(request)).toMatchObject({ taskId, state: "SUCCEEDED" });
  }
});

test("with a window the key stays held after the end, and is free when it has passed", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const { taskId } = await api.submit(unique(1, { uniqueWindow: { seconds: "2" } }));
  await record(gateway, taskId, { type: "started" });
  const { expiresAt = "", finishedAt = "" } = await record(gateway, taskId, { type: "succeeded" });
  expect(Date.parse(expiresAt) - Date.parse(finishedAt)).toBe(3_600_000);
  expect(await api.submit(unique(2))).toMatchObject({ taskId, state: "SUCCEEDED" });
  const fail = unique(2, { uniquePolicy: "FAIL" });
  expect(await failure(api.submit(fail))).toMatchObject({
    reason: "UNIQUE_KEY_HELD",
    metadata: { task_id: taskId, state: "SUCCEEDED" },
  });
  await vi.waitFor(async () => expect((await api.submit(fail)).taskId).not.toBe(taskId), { timeout: 5_000 });
});

test("a record is kept for as long as its window, so that the key can always be answered for", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const options = { uniqueWindow: { seconds: "86400" }, resultTtl: { seconds: "60" } };
  const { taskId } = await api.submit(unique(1, options));
  await record(gateway, taskId, { type: "started" });
  const { expiresAt = "", finishedAt = "" } = await record(gateway, taskId, { type: "succeeded" });
  expect(Date.parse(expiresAt) - Date.parse(finishedAt)).toBe(86_400_000);
});

const POLICIES = ["USE_EXISTING", "FAIL", "REPLACE"] as const;

test.each(POLICIES)("of ten clients at two gateways one gets each key: %s", async (uniquePolicy) => {
  const gateway = await startGateway();
  const apis: readonly Api[] = [gateway.api, await gateway.another()];
  const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
  const results = await Promise.all(
    keys.map((uniqueKey) =>
      Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          (apis[index % 2] as Api).submit(unique(index, { uniqueKey, uniquePolicy })),
        ),
      ),
    ),
  );
  expect(await waiting(gateway)).toBe(keys.length);
  for (const result of results) {
    const ids = result.flatMap((each) => (each.status === "fulfilled" ? [each.value.taskId] : []));
    const states = await Promise.all(
      [...new Set(ids)].map(async (taskId) => (await gateway.api.get({ taskId })).state),
    );
    expect(states.filter((state) => state === "QUEUED")).toHaveLength(1);
    if (uniquePolicy === "USE_EXISTING") expect([ids.length, states.length]).toEqual([10, 1]);
    if (uniquePolicy === "FAIL") expect(ids).toHaveLength(1);
    if (uniquePolicy === "REPLACE")
      expect(states.filter((state) => state === "CANCELLED")).toHaveLength(states.length - 1);
    const reasons = result.flatMap((each) => (each.status === "rejected" ? [each.reason.reason] : []));
    expect(new Set(reasons)).toEqual(new Set(uniquePolicy === "FAIL" ? ["UNIQUE_KEY_HELD"] : []));
  }
});

test("a gateway that dies between the claim and the task holds the key no longer than it might have published", async () => {
  const gateway = await startGateway();
  const dead = await claimAndDie(gateway);
  const tasks = await Promise.all([1, 2, 3].map((payload) => gateway.api.submit(unique(payload))));
  expect(new Set(tasks.map(({ taskId }) => taskId)).size).toBe(1);
  expect(tasks[0]?.taskId).not.toBe(dead);
  expect(await waiting(gateway)).toBe(1);
});

test("who cannot wait for the task of a claim is told to come back", async () => {
  const gateway = await startGateway();
  await claimAndDie(gateway, { publishUntil: new Date(Date.now() + 60_000).toISOString() });
  const hurried = apiOf(gateway.client, withKey(gateway.key), 500);
  const error = await failure(hurried.submit(unique(1)));
  expect(error).toMatchObject({ reason: "UNIQUE_KEY_BUSY", status: "UNAVAILABLE" });
  expect(error.metadata).toEqual({ unique_key: KEY });
  expect(await waiting(gateway)).toBe(0);
});

test("the claimant that comes back with its id does not wait for itself", async () => {
  const gateway = await startGateway();
  const taskId = await claimAndDie(gateway, { publishUntil: new Date(Date.now() + 60_000).toISOString() });
  expect(await gateway.api.submit({ ...unique(1), taskId })).toMatchObject({ taskId, state: "QUEUED" });
});

/** A task with the key that has failed. */
async function failed(gateway: TestGateway, options: TaskOptions = {}): Promise<string> {
  const { taskId } = await gateway.api.submit(unique(1, options));
  await record(gateway, taskId, { type: "started" });
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  await record(gateway, taskId, { type: "failed", reason: "HANDLER_ERROR", error });
  return taskId;
}

test("a task that is done again takes its key again, or is refused when another holds it by now", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const first = await failed(gateway);
  expect(await api.retry({ taskId: first })).toMatchObject({
    taskId: first,
    state: "QUEUED",
    uniqueKey: KEY,
  });
  expect(await api.submit(unique(2))).toMatchObject({ taskId: first, state: "QUEUED" });
  await api.cancel({ taskId: first });

  const second = await api.submit(unique(3));
  expect(second.taskId).not.toBe(first);
  expect(await failure(api.retry({ taskId: first }))).toMatchObject({
    reason: "UNIQUE_KEY_HELD",
    metadata: { task_id: second.taskId, unique_key: KEY, state: "QUEUED" },
  });
  expect((await api.get({ taskId: first })).state).toBe("CANCELLED");
});

test("of a retry and a submission at the same time one gets the key", async () => {
  const gateway = await startGateway();
  const other = await gateway.another();
  for (let i = 0; i < 20; i++) {
    const options: TaskOptions = { uniqueKey: `race ${i}`, uniquePolicy: "FAIL" };
    const taskId = await failed(gateway, options);
    const [retried, submitted] = await Promise.allSettled([
      gateway.api.retry({ taskId }),
      other.submit(unique(2, options)),
    ]);
    expect([retried.status, submitted.status].sort()).toEqual(["fulfilled", "rejected"]);
  }
});

test("a window goes on over a retry", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const taskId = await failed(gateway, { uniqueWindow: { seconds: "3600" } });
  await api.retry({ taskId });
  await api.cancel({ taskId });
  expect(await api.submit(unique(2))).toMatchObject({ taskId, state: "CANCELLED" });
});

test("a key with a deadline is held by one task, and free when the task has expired", async () => {
  const gateway = await startGateway();
  const { api } = gateway;
  const options: TaskOptions = { startTimeout: { seconds: "3600" }, totalTimeout: { seconds: "7200" } };
  const tasks = await Promise.all([1, 2, 3, 4, 5].map((payload) => api.submit(unique(payload, options))));
  const [first = ""] = [...new Set(tasks.map(({ taskId }) => taskId))];
  expect(await waiting(gateway)).toBe(1);
  expect((await gateway.connection.jsm.streams.info("TIMERS")).state.messages).toBeGreaterThanOrEqual(2);
  await record(gateway, first, { type: "expired", reason: "START_TIMEOUT" });
  expect((await api.submit(unique(4, options))).taskId).not.toBe(first);
});

test("keys are held over a crash of NATS", async () => {
  const gateway = await startGateway();
  const { api, nats, connection } = gateway;
  const { taskId } = await api.submit(unique(1));
  const isBack = new Promise<void>((resolve) => connection.onReconnect(resolve));
  await nats.kill();
  await nats.restart();
  await isBack;
  expect((await api.submit(unique(2))).taskId).toBe(taskId);
});

test("a batch takes each for itself, and of two with the same key the first", async () => {
  const gateway = await startGateway();
  const outcomes = await gateway.api.submitMany([
    unique(1, { uniquePolicy: "FAIL" }),
    submission("echo", "plain"),
    unique(2, { uniquePolicy: "FAIL" }),
    unique(3),
    unique(4, { uniqueKey: "another", uniquePolicy: "FAIL" }),
  ]);
  const [first, , refused, third] = outcomes;
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["task", "task", "error", "task", "task"]);
  expect(refused?.error && apiErrorFromStatus(refused.error).reason).toBe("UNIQUE_KEY_HELD");
  expect(third?.task?.taskId).toBe(first?.task?.taskId);
  expect((await gateway.api.get({ taskId: first?.task?.taskId ?? "" })).payload?.numberValue).toBe(1);
  expect(await waiting(gateway)).toBe(3);
});

test("with durability strict keys are held all the same", async () => {
  const gateway = await startGateway({ durability: "strict" });
  const outcomes = await gateway.api.submitMany(
    Array.from({ length: 40 }, (_, index) => unique(index, { uniqueKey: `key ${index % 20}` })),
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(40).fill("task"));
  expect(await waiting(gateway)).toBe(20);
});

test.each<[string, TaskOptions, string]>([
  ["an empty key", { uniqueKey: "" }, "options.unique_key: is empty, must have 1 to 256 characters"],
  [
    "a long key",
    { uniqueKey: "x".repeat(257) },
    "options.unique_key: has 257, must have 1 to 256 characters",
  ],
  [
    "a window of two years",
    { uniqueKey: KEY, uniqueWindow: { seconds: String(2 * 365 * 86_400) } },
    "options.unique_window: is 730d, must be from 1ms to 365d",
  ],
  [
    "a negative window",
    { uniqueKey: KEY, uniqueWindow: { seconds: "-1" } },
    "options.unique_window: is negative, must be from 1ms to 365d",
  ],
  [
    "a policy without a key",
    { uniquePolicy: "FAIL" },
    "options.unique_policy: is set, but options.unique_key is not",
  ],
  [
    "a window without a key",
    { uniqueWindow: { seconds: "60" } },
    "options.unique_window: is set, but options.unique_key is not",
  ],
])("%s is refused", async (_what, options, message) => {
  const gateway = await startGateway();
  const error = await failure(gateway.api.submit(submission("echo", 1, { options })));
  expect(error.reason).toBe("FIELD_INVALID");
  expect(error.message).toContain(message);
  expect(await waiting(gateway)).toBe(0);
});
