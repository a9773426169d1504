import { expect, test } from "vitest";
import type { LogLine } from "../../../core/log-line.ts";
import { publishLogLine } from "../../../jetstream/task-logs.ts";
import type { LogLine__Output } from "../../../proto/gen/longshore/v1/LogLine.ts";
import { jsonToValue } from "../../../proto/json-value.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const ERROR = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
const LATER = new Date(Date.now() + 3_600_000).toISOString();

/** A task of `acme` that runs. */
async function startTask(running: TestGateway): Promise<string> {
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  return taskId;
}

/** Logs lines as a worker would, and waits until they are stored. */
async function log(
  running: TestGateway,
  taskId: string,
  attempt: number,
  ...lines: readonly Partial<LogLine>[]
) {
  const { jsm } = running.connection;
  const { last_seq: before } = (await jsm.streams.info("LOGS")).state;
  for (const line of lines) {
    const whole: LogLine = { time: "2027-01-31T08:15:30.250Z", level: "info", message: "", ...line };
    publishLogLine(running.connection, { project: "acme", id: taskId }, attempt, whole);
  }
  await eventuallyTrue("the lines are stored", async () => {
    return (await jsm.streams.info("LOGS")).state.last_seq >= before + lines.length;
  });
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ message: String(i + 1) }));
const messages = (lines: readonly LogLine__Output[]) => lines.map(({ message }) => message);

test("shows what was logged, with all that is known of a line", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  const fields = { rows: 3, nested: [{ a: null }] };
  await log(
    running,
    taskId,
    1,
    { level: "debug", message: "reading", fields },
    { level: "warn", message: "\u001b[31mred\u0000", stream: "stderr" },
    { level: "warn", message: "7 lines dropped", dropped: 7 },
  );
  const lines = await running.api.tailLogs({ taskId }).rest();
  const time = { seconds: "1801383330", nanos: 250_000_000 };
  const plain = { attempt: 1, time, fields: null, stream: "", dropped: "0" };
  expect(lines).toMatchObject([
    { ...plain, level: "DEBUG", message: "reading", fields: jsonToValue(fields).structValue },
    { ...plain, level: "WARN", message: "\u001b[31mred\u0000", stream: "stderr" },
    { ...plain, level: "WARN", message: "7 lines dropped", dropped: "7" },
  ]);
});

test("fields that no Struct can hold are left out, and a field says why", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  let deep: unknown = 1;
  for (let i = 0; i < 40; i++) deep = [deep];
  await log(running, taskId, 1, { message: "deep", fields: { deep } });
  const [line] = await running.api.tailLogs({ taskId }).rest();
  expect(line?.message).toBe("deep");
  expect(line?.fields?.fields?.["fields_lost"]?.stringValue).toContain("more than 32 levels");
});

test("shows the last lines first asked for, of all attempts or of one, and goes on after any of them", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, ...numbered(600));
  await log(running, taskId, 2, { message: "again" }, { message: "and again" });

  const tail = (request: object) => running.api.tailLogs({ taskId, ...request }).rest();
  expect(messages(await tail({}))).toHaveLength(602);
  expect(messages(await tail({ tail: 3 }))).toEqual(["600", "again", "and again"]);
  expect(messages(await tail({ tail: 2, attempt: 1 }))).toEqual(["599", "600"]);
  expect(messages(await tail({ attempt: 2 }))).toEqual(["again", "and again"]);
  expect(await tail({ tail: 0 })).toEqual([]);
  expect(await tail({ attempt: 3 })).toEqual([]);

  const [third] = await tail({ tail: 3 });
  expect(messages(await tail({ afterNumber: third?.number, tail: 1 }))).toEqual(["again", "and again"]);
});

test("follows new lines within a second, through retries, and ends after the last line of the last attempt", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, { message: "before" });
  const tail = running.api.tailLogs({ taskId, follow: true });
  expect((await tail.next())?.message).toBe("before");

  const sentAt = Date.now();
  await log(running, taskId, 1, { message: "first attempt" });
  expect(await tail.next()).toMatchObject({ message: "first attempt", attempt: 1 });
  expect(Date.now() - sentAt).toBeLessThan(1_000);

  await record(running, taskId, {
    type: "retry_scheduled",
    error: ERROR,
    reason: ERROR.reason,
    dueAt: LATER,
  });
  await record(running, taskId, { type: "started" });
  await log(running, taskId, 2, { message: "second attempt" });
  expect(await tail.next()).toMatchObject({ message: "second attempt", attempt: 2 });

  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  await log(running, taskId, 2, { message: "printed last" });
  expect(messages(await tail.rest())).toEqual(["printed last"]);
});

test("following one attempt ends with that attempt; one that is not to come, with the task", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  const [first, second, third] = [1, 2, 3].map((attempt) =>
    running.api.tailLogs({ taskId, attempt, follow: true }),
  );
  await log(running, taskId, 1, { message: "one" });
  await record(running, taskId, {
    type: "retry_scheduled",
    error: ERROR,
    reason: ERROR.reason,
    dueAt: LATER,
  });
  expect(messages((await first?.rest()) ?? [])).toEqual(["one"]);

  await record(running, taskId, { type: "started" });
  await log(running, taskId, 2, { message: "two" });
  await record(running, taskId, { type: "failed", error: ERROR, reason: ERROR.reason });
  expect(messages((await second?.rest()) ?? [])).toEqual(["two"]);
  expect(await third?.rest()).toEqual([]);
});

test("following a task that has ended shows its log and ends", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, ...numbered(3));
  await record(running, taskId, { type: "failed", error: ERROR, reason: ERROR.reason });
  expect(messages(await running.api.tailLogs({ taskId, follow: true, tail: 2 }).rest())).toEqual(["2", "3"]);
});

test("a reader that is slow holds up nothing, and gets what is left", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  const text = "x".repeat(8_000);
  await log(running, taskId, 1, ...numbered(1_000).map(({ message }) => ({ message: `${message} ${text}` })));
  // The client reads nothing until it is asked to: some hundred lines fill what lies between.
  const tail = running.api.tailLogs({ taskId });
  const quick = await running.api.tailLogs({ taskId }).rest();
  expect(quick).toHaveLength(1_000);
  expect((await tail.rest()).map(({ number }) => number)).toEqual(quick.map(({ number }) => number));
});

test("a task of another project, and one that does not exist, are not found", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, { message: "secret" });
  const other = apiOf(running.client, withKey(running.otherKey));
  for (const request of [{ taskId }, { taskId, follow: true }]) {
    expect((await failure(other.tailLogs(request).next())).reason).toBe("TASK_NOT_FOUND");
  }
  const unknown = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  expect((await failure(running.api.tailLogs({ taskId: unknown }).next())).reason).toBe("TASK_NOT_FOUND");
});

test.each([
  [{ attempt: -1 }, "attempt"],
  [{ tail: -1 }, "tail"],
  [{ tail: 100_001 }, "tail"],
  [{ afterNumber: "-1" }, "after_number"],
  [{ afterNumber: "9007199254740993" }, "after_number"],
])("what makes no sense is refused, naming the field: %j", async (request, field) => {
  const running = await startGateway();
  const taskId = await startTask(running);
  const error = await failure(running.api.tailLogs({ taskId, ...request }).next());
  expect(error.violations.map((violation) => violation.field)).toEqual([field]);
});

test("whoever goes away leaves no subscription behind", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, { message: "one" });
  const subscriptions = async () => {
    const response = await fetch(`${running.nats.monitorUrl}/subsz`);
    return ((await response.json()) as { num_subscriptions: number }).num_subscriptions;
  };
  const before = await subscriptions();
  const tails = Array.from({ length: 5 }, () => running.api.tailLogs({ taskId, follow: true }));
  for (const tail of tails) await tail.next();
  expect(await subscriptions()).toBeGreaterThan(before);
  for (const tail of tails) tail.cancel();
  await eventuallyTrue("all subscriptions are gone", async () => (await subscriptions()) <= before);
});

test("a follower outlives a restart of NATS", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, { message: "before" });
  const tail = running.api.tailLogs({ taskId, follow: true });
  expect((await tail.next())?.message).toBe("before");
  const { promise: isBack, resolve } = Promise.withResolvers<void>();
  running.connection.onReconnect(resolve);
  await running.nats.kill();
  await running.nats.restart();
  await isBack;
  await log(running, taskId, 1, { message: "after" });
  expect((await tail.next())?.message).toBe("after");
});

test("a gateway that stops tells its followers to come again", async () => {
  const running = await startGateway();
  const taskId = await startTask(running);
  await log(running, taskId, 1, { message: "one" });
  const tail = running.api.tailLogs({ taskId, follow: true });
  await tail.next();
  const next = failure(tail.next());
  await running.gateway.stop();
  expect((await next).reason).toBe("SHUTTING_DOWN");
});
