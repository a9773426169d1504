import { status } from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import type { SubmitTaskRequest__Output } from "../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { TailTaskLogsRequest__Output } from "../../proto/gen/longshore/v1/TailTaskLogsRequest.ts";
import { jsonToValue } from "../../proto/json-value.ts";
import { createClient } from "../../sdk/client.ts";
import type { TaskEvent } from "../../sdk/task.ts";
import { type FakeMethods, fakeTask, startFakeGateway, statusOf } from "./fake-gateway.ts";

async function clientOf(methods: FakeMethods, apiKey?: string) {
  const gateway = await startFakeGateway(methods);
  const client = createClient({ url: `http://${gateway.address}`, apiKey });
  onTestFinished(() => client.close());
  return { gateway, client };
}

test("a submission goes out in full, and the task comes back as plain values", async () => {
  const seen: { request?: SubmitTaskRequest__Output; key?: unknown } = {};
  const { client } = await clientOf(
    {
      SubmitTask(call, done) {
        seen.request = call.request;
        seen.key = call.metadata.get("x-api-key");
        done(null, fakeTask({ state: "SUCCEEDED", result: jsonToValue([1, null]), outcome: "result" }));
      },
    },
    "secret",
  );
  const task = await client.submitTask({
    type: "echo",
    payload: { deep: [{ a: 1.5 }] },
    taskId: "id",
    queue: "q",
    priority: "high",
    labels: { team: "search" },
    scheduleTime: new Date("2027-01-31T08:00:00.125Z"),
    startTimeoutMs: 1_500,
    retry: { maxRetries: 0, backoffMs: [10], jitter: "none" },
    resultTtlMs: 60_000,
  });
  expect(seen.key).toEqual(["secret"]);
  expect(seen.request).toMatchObject({
    taskId: "id",
    type: "echo",
    body: "payload",
    payload: jsonToValue({ deep: [{ a: 1.5 }] }),
    queue: "q",
    priority: "HIGH",
    labels: { team: "search" },
    options: {
      scheduleTime: { seconds: "1801382400", nanos: 125_000_000 },
      startTimeout: { seconds: "1", nanos: 500_000_000 },
      softLimit: null,
      retry: { maxRetries: 0, backoff: [{ seconds: "0", nanos: 10_000_000 }], jitter: "NONE" },
      resultTtl: { seconds: "60", nanos: 0 },
    },
  });
  expect(task).toMatchObject({
    state: "SUCCEEDED",
    priority: "normal",
    result: [1, null],
    createTime: new Date(1_800_000_000_250),
  });
  expect(task).not.toHaveProperty("worker");
  expect(task).not.toHaveProperty("finishTime");
});

test("of a batch every task has its own outcome", async () => {
  const { client } = await clientOf({
    SubmitTasks(_call, done) {
      const error = { code: status.INVALID_ARGUMENT, message: "payload: too odd" };
      done(null, {
        outcomes: [
          { task: fakeTask({}), outcome: "task" },
          { error, outcome: "error" },
        ],
      });
    },
  });
  const outcomes = await client.submitTasks([{ type: "a" }, { type: "b" }]);
  expect(outcomes[0]).toMatchObject({ ok: true, task: { taskId: "t" } });
  expect(outcomes[1]).toMatchObject({ ok: false, error: { status: "INVALID_ARGUMENT" } });
});

test("a watch goes on after the last event when its stream breaks", async () => {
  const askedAfter: number[] = [];
  const { client } = await clientOf({
    WatchTask(call) {
      const after = call.request.afterEvent;
      askedAfter.push(after);
      call.write({ number: after + 1, type: after === 2 ? "SUCCEEDED" : "STARTED" });
      if (after === 2) call.end();
      else call.emit("error", statusOf(status.UNAVAILABLE, "shutting down"));
    },
  });
  const numbers: number[] = [];
  for await (const event of client.watchTask("t")) numbers.push(event.number);
  expect(numbers).toEqual([1, 2, 3]);
  expect(askedAfter).toEqual([0, 1, 2]);
});

test("a watch outlives a gateway that crashes and comes back", async () => {
  let isBack = false;
  const { gateway, client } = await clientOf({
    WatchTask(call) {
      call.write({ number: call.request.afterEvent + 1, type: "STARTED" });
      if (isBack) call.end();
    },
  });
  const numbers: number[] = [];
  for await (const event of client.watchTask("t")) {
    numbers.push(event.number);
    if (isBack) continue;
    isBack = true;
    gateway.crash();
    await gateway.restart();
  }
  expect(numbers).toEqual([1, 2]);
});

test("lines of a log come as plain values, and go on after the last one when the stream breaks", async () => {
  const asked: TailTaskLogsRequest__Output[] = [];
  const time = { seconds: 1_800_000_000, nanos: 250_000_000 };
  const { client } = await clientOf({
    TailTaskLogs(call) {
      asked.push(call.request);
      const number = asked.length * 10;
      const { structValue } = jsonToValue({ rows: [1, null] });
      if (asked.length === 1) {
        call.write({ number, attempt: 1, time, level: "DEBUG", message: "one", fields: structValue ?? null });
        call.emit("error", statusOf(status.UNAVAILABLE, "shutting down"));
      } else {
        call.write({ number, attempt: 2, time, level: "WARN", message: "5 lines dropped", dropped: 5 });
        call.write({ number, attempt: 2, time, level: "ERROR", message: "out", stream: "stderr" });
        call.end();
      }
    },
  });
  const lines = [];
  for await (const line of client.tailTaskLogs("t", { follow: true, tail: 5 })) lines.push(line);
  const at = new Date(1_800_000_000_250);
  expect(lines).toEqual([
    { number: 10, attempt: 1, time: at, level: "debug", message: "one", fields: { rows: [1, null] } },
    { number: 20, attempt: 2, time: at, level: "warn", message: "5 lines dropped", dropped: 5 },
    { number: 20, attempt: 2, time: at, level: "error", message: "out", stream: "stderr" },
  ]);
  expect(asked).toMatchObject([
    { taskId: "t", attempt: 0, follow: true, tail: 5, afterNumber: "0" },
    { taskId: "t", follow: true, afterNumber: "10" },
  ]);
});

test("a log shows all that is kept unless asked otherwise", async () => {
  const { client } = await clientOf({
    TailTaskLogs(call) {
      const { attempt, follow, tail } = call.request;
      call.write({ number: 1, message: JSON.stringify([attempt, follow, tail ?? "default"]) });
      call.end();
    },
  });
  const asked = [];
  for (const options of [undefined, { attempt: 2, tail: 0 }]) {
    for await (const { message } of client.tailTaskLogs("t", options)) asked.push(JSON.parse(message));
  }
  expect(asked).toEqual([
    [0, false, "default"],
    [2, false, 0],
  ]);
});

test("an error that no second try can mend ends the watch", async () => {
  const { client } = await clientOf({
    WatchTask: (call) => void call.emit("error", statusOf(status.NOT_FOUND, "no task")),
  });
  const watching = client.watchTask("t")[Symbol.asyncIterator]().next();
  await expect(watching).rejects.toMatchObject({ name: "ApiError", status: "NOT_FOUND" });
});

test("a gateway that was never there is an error at once, for a watch as for a wait", async () => {
  const client = createClient({ url: "127.0.0.1:1" });
  onTestFinished(() => client.close());
  const watching = client.watchTask("t")[Symbol.asyncIterator]().next();
  await expect(watching).rejects.toMatchObject({ status: "UNAVAILABLE" });
  await expect(client.waitTask("t")).rejects.toMatchObject({ status: "UNAVAILABLE" });
});

test("whoever stops reading ends the stream at the gateway", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const { client } = await clientOf({
    WatchTask(call) {
      call.on("cancelled", resolve);
      call.write({ number: 1, type: "STARTED" });
    },
  });
  for await (const _event of client.watchTask("t")) break;
  await cancelled;
});

test("a signal ends a watch, a wait and a call with its reason", async () => {
  const { client } = await clientOf({
    WatchTask: (call) => void call.write({ number: 1, type: "STARTED" }),
    WaitTask: () => undefined,
    GetTask: () => undefined,
  });
  const reason = new Error("enough");
  const watchEnd = new AbortController();
  const seen: TaskEvent[] = [];
  const watching = (async () => {
    for await (const event of client.watchTask("t", { signal: watchEnd.signal })) {
      seen.push(event);
      watchEnd.abort(reason);
    }
  })();
  await expect(watching).rejects.toBe(reason);
  expect(seen).toHaveLength(1);
  for (const start of [client.waitTask, client.getTask]) {
    const end = new AbortController();
    const call = start("t", { signal: end.signal });
    end.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(start("t", { signal: end.signal })).rejects.toBe(reason);
  }
});

test("waiting asks again until the task has ended, also through an outage", async () => {
  const timeouts: (string | undefined)[] = [];
  const { client } = await clientOf({
    WaitTask(call, done) {
      timeouts.push(call.request.timeout?.seconds);
      if (timeouts.length === 2) done(statusOf(status.UNAVAILABLE, "restarting"));
      else done(null, fakeTask({ state: timeouts.length < 4 ? "RUNNING" : "FAILED" }));
    },
  });
  expect(await client.waitTask("t")).toMatchObject({ state: "FAILED" });
  expect(timeouts).toEqual(["1", "10", "10", "10"]);
});

test("waiting no longer than asked gives the task as it is", async () => {
  const { client } = await clientOf({
    WaitTask: (_call, done) => done(null, fakeTask({ state: "RUNNING" })),
  });
  expect(await client.waitTask("t", { timeoutMs: 20 })).toMatchObject({ state: "RUNNING" });
  expect(await client.waitTask("t", { timeoutMs: 0 })).toMatchObject({ state: "RUNNING" });
});

test.each(["ftp://x:1", "http://", "http://host:1/path", "host:port", "http://user@host:1", ""])(
  "%j is no address of a gateway",
  (url) => {
    expect(() => createClient({ url })).toThrow(/no address of a gateway/);
  },
);
