import { status } from "@grpc/grpc-js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { LongshoreError } from "../../core/error.ts";
import type { SubmitTaskRequest__Output } from "../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { jsonToValue } from "../../proto/json-value.ts";
import { defineTask } from "../../sdk/define-task.ts";
import { createTaskClient } from "../../sdk/task-client.ts";
import { TaskFailedError } from "../../sdk/task-failed-error.ts";
import { toServiceError, toStatusMessage } from "../../services/gateway/grpc/status.ts";
import { accepted, clientOf, refusal, UUID_V7 } from "./client-of.ts";
import { fakeTask, startFakeGateway, statusOf } from "./fake-gateway.ts";

describe("a submission", () => {
  test("has an id from the beginning, and the name and payload of its definition", async () => {
    const seen: SubmitTaskRequest__Output[] = [];
    const { client } = await clientOf({
      SubmitTask(call, done) {
        seen.push(call.request);
        done(null, accepted(call.request));
      },
    });
    const greet = defineTask({ type: "greet", handler: ({ name }: { name: string }) => name });
    const handle = await client.submit(greet, { name: "Ada" }, { priority: "high" });
    expect(handle.id).toMatch(UUID_V7);
    expect(seen).toMatchObject([
      { taskId: handle.id, type: "greet", payload: jsonToValue({ name: "Ada" }), priority: "HIGH" },
    ]);
    expect((await client.submit("greet", {}, { taskId: "mine" })).id).toBe("mine");
  });

  test("that the gateway could not answer is sent again under the same id", async () => {
    const ids: string[] = [];
    const { client } = await clientOf({
      SubmitTask(call, done) {
        ids.push(call.request.taskId);
        if (ids.length < 3) done(statusOf(status.UNAVAILABLE, "away"));
        else done(null, accepted(call.request));
      },
    });
    const { id } = await client.submit("t", null);
    expect(ids).toEqual([id, id, id]);
  });

  test("waits for room in a queue that is full, alone and in a batch", async () => {
    const tries = new Map<string, number>();
    const isFull = ({ type }: SubmitTaskRequest__Output) => {
      tries.set(type, (tries.get(type) ?? 0) + 1);
      return type.startsWith("full") && tries.get(type) === 1;
    };
    const full = new LongshoreError("QUEUE_FULL", { queue: "q", waiting: "1", limit: "1" });
    const { client } = await clientOf({
      SubmitTask(call, done) {
        if (isFull(call.request)) done(toServiceError(full, () => "id"));
        else done(null, accepted(call.request));
      },
      SubmitTasks(call, done) {
        const outcomes = call.request.tasks.map((task) =>
          isFull(task)
            ? ({ error: toStatusMessage(full, () => "id"), outcome: "error" } as const)
            : ({ task: accepted(task), outcome: "task" } as const),
        );
        done(null, { outcomes });
      },
    });
    await Promise.all(["full1", "full2", "free", "full3"].map((type) => client.submit(type, null)));
    expect(Object.fromEntries(tries)).toEqual({ full1: 2, full2: 2, free: 1, full3: 2 });
  });

  test("that is refused in a batch says what it would have said alone", async () => {
    const violations = [{ field: "tasks[1].queue", description: "is none" }];
    const metadata = { field: "tasks[1].queue", problem: "is none" };
    const refused = new LongshoreError("FIELD_INVALID", metadata, { violations });
    const { client } = await clientOf({
      SubmitTask: (call, done) => done(null, accepted(call.request)),
      SubmitTasks(call, done) {
        const outcomes = call.request.tasks.map((task, index) =>
          index === 1
            ? ({ error: toStatusMessage(refused, () => "id"), outcome: "error" } as const)
            : ({ task: accepted(task), outcome: "task" } as const),
        );
        done(null, { outcomes });
      },
    });
    const [, first, second] = await Promise.allSettled([0, 1, 2].map(() => client.submit("t", null)));
    expect(first?.status).toBe("fulfilled");
    expect(second).toMatchObject({
      status: "rejected",
      reason: {
        reason: "FIELD_INVALID",
        message: "queue: is none",
        metadata: { field: "queue" },
        violations: [{ field: "queue", description: "is none" }],
      },
    });
  });

  test("with a payload that is no JSON holds up no other", async () => {
    const { client } = await clientOf({
      SubmitTask: (call, done) => done(null, accepted(call.request)),
    });
    const [good, bad] = await Promise.allSettled([client.submit("t", null), client.submit("t", { at: 1n })]);
    expect(good?.status).toBe("fulfilled");
    expect(bad).toMatchObject({ status: "rejected", reason: { name: "JsonValueError" } });
  });

  test("ends with the reason of its signal", async () => {
    const { client } = await clientOf({ SubmitTask: () => undefined });
    const end = new AbortController();
    const reason = new Error("enough");
    const submitting = client.submit("t", null, { signal: end.signal });
    end.abort(reason);
    await expect(submitting).rejects.toBe(reason);
    await expect(client.submit("t", null, { signal: end.signal })).rejects.toBe(reason);
  });
});

describe("a result", () => {
  test("is what the handler returned", async () => {
    const { client } = await clientOf({
      WaitTask: (_call, done) =>
        done(null, fakeTask({ state: "SUCCEEDED", result: jsonToValue({ n: 1 }), outcome: "result" })),
    });
    expect(await client.task("t").result()).toEqual({ n: 1 });
  });

  test.each([
    ["FAILED", "is FAILED after 3 attempts: TypeError: no such thing"],
    ["CANCELLED", "is CANCELLED after 3 attempts"],
    ["EXPIRED", "is EXPIRED after 3 attempts"],
  ] as const)("of a task that is %s is an error that tells of it", async (state, message) => {
    const failure = { name: "TypeError", message: "no such thing", reason: "HANDLER_ERROR", attempt: 3 };
    const { client } = await clientOf({
      WaitTask: (_call, done) =>
        done(
          null,
          fakeTask({ state, attempt: 3, ...(state === "FAILED" && { error: failure, outcome: "error" }) }),
        ),
    });
    const error = await client
      .task("t")
      .result()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({
      taskId: "t",
      state,
      attempts: 3,
      message: expect.stringContaining(message),
    });
    if (state === "FAILED") expect(error).toMatchObject({ error: failure });
  });

  test("is not held up by any number of others that take long", async () => {
    let long = 0;
    let longEnded = 0;
    const { client } = await clientOf({
      WaitTask(call, done) {
        if (call.request.taskId === "quick") {
          done(null, fakeTask({ state: "SUCCEEDED" }));
          return;
        }
        const seconds = Number(call.request.timeout?.seconds);
        if (seconds > 1) long++;
        const answer = () => {
          if (seconds > 1) longEnded++;
          done(null, fakeTask({ state: "RUNNING" }));
        };
        setTimeout(answer, seconds * 1_000).unref();
      },
    });
    const waitForSlow = () =>
      void client
        .task("slow")
        .result()
        .catch(() => undefined);
    for (let i = 0; i < 255; i++) waitForSlow();
    await vi.waitFor(() => expect(long).toBe(255), { timeout: 20_000 });
    // The last place is taken by turns.
    waitForSlow();
    waitForSlow();
    expect(await client.task("quick").result()).toBeNull();
    expect(longEnded).toBe(0);
  });

  test("outlives a gateway that is shutting down", async () => {
    let calls = 0;
    const { client } = await clientOf({
      WaitTask(_call, done) {
        if (calls++ < 2) done(refusal("SHUTTING_DOWN"));
        else done(null, fakeTask({ state: "SUCCEEDED" }));
      },
    });
    expect(await client.task("t").result()).toBeNull();
  });
});

test("a handle cancels, shows, follows and reads the log of its task", async () => {
  const { client } = await clientOf({
    CancelTask: (call, done) =>
      done(null, fakeTask({ state: "CANCELLED", stateReason: call.request.reason })),
    GetTask: (call, done) => done(null, fakeTask({ taskId: call.request.taskId, state: "RUNNING" })),
    WatchTask(call) {
      call.write({ number: call.request.afterEvent + 1, type: "STARTED" });
      call.end();
    },
    TailTaskLogs(call) {
      call.write({ number: 1, message: `of ${call.request.taskId}` });
      call.end();
    },
  });
  const task = client.task("t1");
  expect(await task.cancel("no need")).toMatchObject({ state: "CANCELLED", stateReason: "no need" });
  expect(await task.get()).toMatchObject({ taskId: "t1", state: "RUNNING" });
  const events = await Array.fromAsync(task.events({ afterEvent: 4 }));
  expect(events).toMatchObject([{ number: 5 }]);
  expect(await Array.fromAsync(task.logs())).toMatchObject([{ message: "of t1" }]);
});

describe("options", () => {
  test("a key that is a function is asked before each call", async () => {
    const keys: unknown[] = [];
    const { client } = await clientOf(
      {
        GetTask(call, done) {
          keys.push(call.metadata.get("x-api-key")[0]);
          done(null, fakeTask({}));
        },
      },
      { apiKey: () => `key ${keys.length}` },
    );
    await client.task("t").get();
    await client.task("t").get();
    expect(keys).toEqual(["key 0", "key 1"]);
  });

  test("address and key come from the environment where none is given", async () => {
    const keys: unknown[] = [];
    const gateway = await startFakeGateway({
      GetTask(call, done) {
        keys.push(call.metadata.get("x-api-key")[0]);
        done(null, fakeTask({}));
      },
    });
    vi.stubEnv("LONGSHORE_GRPC_URL", gateway.address);
    vi.stubEnv("LONGSHORE_API_KEY", "from the environment");
    onTestFinished(() => void vi.unstubAllEnvs());
    const client = createTaskClient();
    onTestFinished(() => client.close());
    await client.task("t").get();
    expect(keys).toEqual(["from the environment"]);
  });

  test("an address that cannot be one is refused at once", () => {
    expect(() => createTaskClient({ url: "127.0.0.1:7420,ftp://x" })).toThrow(/"ftp:\/\/x" is no address/);
    expect(() => createTaskClient({ url: [] })).toThrow(/0 addresses/);
  });
});

test("a client that is closed ends its calls, and begins no more", async () => {
  let waits = 0;
  const { client } = await clientOf({
    SubmitTask: (call, done) => done(null, accepted(call.request)),
    WaitTask: () => void waits++,
    WatchTask: (call) => void call.write({ number: 1, type: "STARTED" }),
  });
  const handle = await client.submit("t", null);
  const waiting = handle.result();
  const events = handle.events()[Symbol.asyncIterator]();
  await events.next();
  await vi.waitFor(() => expect(waits).toBe(1));
  client.close();
  const closed = { name: "AbortError", message: "this client is closed" };
  await expect(waiting).rejects.toMatchObject(closed);
  await expect(events.next()).rejects.toMatchObject(closed);
  await expect(client.submit("t", null)).rejects.toMatchObject(closed);
  await expect(handle.get()).rejects.toMatchObject(closed);
});
