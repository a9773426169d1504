import { expect, test } from "vitest";
import { apiErrorFromStatus } from "../../../sdk/read-api-error.ts";
import { createTaskId } from "../../../services/gateway/task-id.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

const HOUR_MS = 3_600_000;
/** Of an id that was just made the publish tells whether it is taken; any other is looked up first. */
const AGES = [
  ["this moment", 0],
  ["an hour ago", HOUR_MS],
] as const;

test("a batch has one outcome per task, in order, and what is wrong with one names its place", async () => {
  const { api, connection } = await startGateway();
  const outcomes = await api.submitMany([
    submission("gather", { source: "a" }),
    submission("gather", { limit: 0 }),
    submission("echo", 1),
    { type: "ecko" },
    { type: "echo", taskId: "7" },
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["task", "error", "task", "error", "error"]);
  expect(outcomes.map(({ task }) => task?.type)).toEqual(["gather", undefined, "echo", undefined, undefined]);
  const errors = outcomes.flatMap(({ error }) => (error ? [apiErrorFromStatus(error)] : []));
  expect(errors.map(({ reason }) => reason)).toEqual([
    "PAYLOAD_INVALID",
    "TASK_TYPE_UNKNOWN",
    "FIELD_INVALID",
  ]);
  expect(errors.map(({ violations }) => violations.map(({ field }) => field).sort())).toEqual([
    ["tasks[1].payload.limit", "tasks[1].payload.source"],
    ["tasks[3].type"],
    ["tasks[4].task_id"],
  ]);
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(2);
});

test("a thousand tasks are stored by one call, each under an id of its own", async () => {
  const { api, connection } = await startGateway();
  const outcomes = await api.submitMany(
    Array.from({ length: 1_000 }, (_, index) => submission("echo", index)),
  );
  expect(new Set(outcomes.map(({ task }) => task?.taskId)).size).toBe(1_000);
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(1_000);
  const { taskId = "" } = outcomes[412]?.task ?? {};
  expect((await api.get({ taskId })).payload?.numberValue).toBe(412);
});

test.each(AGES)(
  "an id that comes twice in a batch is one task; with another payload the second is refused (an id of %s)",
  async (_age, ageMs) => {
    const { api, connection } = await startGateway();
    const taskId = createTaskId(Date.now() - ageMs);
    const outcomes = await api.submitMany([
      submission("echo", 1, { taskId }),
      submission("echo", 1, { taskId }),
      submission("echo", 2, { taskId }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["task", "task", "error"]);
    expect(outcomes[1]?.task).toEqual(outcomes[0]?.task);
    expect(outcomes[2]?.error?.message).toContain("exists with another type or payload");
    expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(1);
  },
);

test.each(AGES)(
  "a batch that was sent before is answered with the tasks that exist (an id of %s)",
  async (_age, ageMs) => {
    const { api, connection } = await startGateway();
    const batch = Array.from({ length: 200 }, (_, index) =>
      submission("echo", index, { taskId: createTaskId(Date.now() - ageMs) }),
    );
    const first = await api.submitMany(batch);
    expect(await api.submitMany(batch)).toEqual(first);
    expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(200);
  },
);

test("tasks of a batch that exist already are found wherever they are, among others that are new", async () => {
  const gateway = await startGateway();
  const { api, connection } = gateway;
  const batch = [
    submission("echo", "waits"),
    submission("echo", "is due later", { options: { delay: { seconds: "3600" } } }),
    submission("gather", { source: "waits elsewhere" }, { queue: "default", priority: "LOW" }),
    submission("echo", "runs"),
    submission("echo", "has ended"),
  ].map((request) => ({ ...request, taskId: createTaskId(Date.now() - HOUR_MS) }));
  const [, , , running, ended] = (await api.submitMany(batch)).map(({ task }) => task?.taskId ?? "");
  await record(gateway, running ?? "", { type: "started" });
  await record(gateway, ended ?? "", { type: "started" });
  await record(gateway, ended ?? "", { type: "succeeded" });
  await connection.jsm.streams.purge("TASKS", { filter: `tasks.*.*.acme.${ended}` });

  const fresh = submission("echo", "new", { taskId: createTaskId(Date.now() - HOUR_MS) });
  const other = { ...submission("echo", "something else"), taskId: running ?? "" };
  const outcomes = await api.submitMany([...batch, fresh, other]);
  expect(outcomes.map(({ task }) => task?.state)).toEqual([
    "QUEUED",
    "SCHEDULED",
    "QUEUED",
    "RUNNING",
    "SUCCEEDED",
    "QUEUED",
    undefined,
  ]);
  expect(outcomes.at(-1)?.error?.message).toContain("exists with another type or payload");
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(5);
});

test("one record that cannot be read is an error of its own task only", async () => {
  const { client, key, connection } = await startGateway();
  const api = apiOf(client, withKey(key), 1_500);
  const [broken, whole] = [createTaskId(Date.now() - HOUR_MS), createTaskId(Date.now() - HOUR_MS)];
  await connection.nc.request(`events.acme.${broken}`, "not a record");
  const outcomes = await api.submitMany([
    submission("echo", 1, { taskId: broken }),
    submission("echo", 2, { taskId: whole }),
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["error", "task"]);
});

test("an empty batch and one of more than a thousand are refused whole", async () => {
  const { api, connection } = await startGateway();
  expect((await failure(api.submitMany([]))).reason).toBe("FIELD_INVALID");
  const error = await failure(api.submitMany(Array.from({ length: 1_001 }, () => ({ type: "echo" }))));
  expect([error.reason, error.metadata]).toEqual(["BATCH_TOO_LARGE", { count: "1001", limit: "1000" }]);
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test.each(AGES)(
  "with durability strict a batch is written in groups, and its outcomes are still in order (an id of %s)",
  async (_age, ageMs) => {
    const { api, connection } = await startGateway({ durability: "strict" });
    const taskId = createTaskId(Date.now() - ageMs);
    const batch = Array.from({ length: 700 }, (_, index) =>
      submission("echo", index, index === 350 ? { taskId } : {}),
    );
    await api.submit(submission("echo", 350, { taskId }));
    const outcomes = await api.submitMany(batch);
    expect(outcomes.every(({ outcome }) => outcome === "task")).toBe(true);
    expect(outcomes[350]?.task?.taskId).toBe(taskId);
    expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(700);
    expect((await api.get({ taskId: outcomes[699]?.task?.taskId ?? "" })).payload?.numberValue).toBe(699);
  },
);
