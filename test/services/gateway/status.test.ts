import * as grpc from "@grpc/grpc-js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS, invalidField, LongshoreError, type Reason } from "../../../core/error.ts";
import type { TaskServiceClient } from "../../../proto/gen/longshore/v1/TaskService.ts";
import { loadApi } from "../../../proto/load.ts";
import { ApiError } from "../../../sdk/api-error.ts";
import { apiErrorFrom, apiErrorFromStatus } from "../../../sdk/read-api-error.ts";
import { toServiceError, toStatusMessage } from "../../../services/gateway/grpc/status.ts";

let server: grpc.Server;
let client: TaskServiceClient;
let thrown: unknown;
const internal: [errorId: string, error: unknown][] = [];
const onInternal = (errorId: string, error: unknown) => void internal.push([errorId, error]);

beforeAll(async () => {
  const { TaskService } = loadApi();
  server = new grpc.Server();
  server.addService(TaskService.service, {
    GetTask: (_call: unknown, callback: grpc.sendUnaryData<never>) =>
      callback(toServiceError(thrown, onInternal)),
    WatchTask: (call: grpc.ServerWritableStream<unknown, unknown>) =>
      call.emit("error", toServiceError(thrown, onInternal)),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  client = new TaskService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});

afterAll(() => {
  client.close();
  server.forceShutdown();
});

/** What a client gets when a handler fails with `error`. */
function failedCall(error: unknown): Promise<grpc.ServiceError> {
  thrown = error;
  return new Promise((resolve, reject) => {
    client.getTask({}, (failure) => (failure ? resolve(failure) : reject(new Error("the call succeeded"))));
  });
}

/** Errors that have a problem of the store as their cause, which is no business of callers. */
const ABOUT_THE_STORE = new Set(["BROKER_UNAVAILABLE", "STORE_FULL", "AUDIT_INCOMPLETE"]);

describe("an error from the registry", () => {
  test.each(Object.keys(ERRORS).filter((reason) => reason !== "INTERNAL" && !ABOUT_THE_STORE.has(reason)))(
    "%s arrives whole",
    async (name) => {
      const reason = name as Reason;
      const sent = new LongshoreError(reason, { task_id: "a-b", problem: 'Füße 🚢 "%"' });
      const received = apiErrorFrom(await failedCall(sent));
      expect(received).toBeInstanceOf(ApiError);
      expect(received).toMatchObject({
        code: grpc.status[sent.status],
        status: sent.status,
        reason,
        message: sent.message,
        metadata: sent.metadata,
        violations: [],
        retryAfterMs: ERRORS[reason].retryable && sent.status !== "ABORTED" ? 1000 : undefined,
      });
    },
  );

  test.each([...ABOUT_THE_STORE])(
    "S43: %s arrives in our own words, whatever the store said",
    async (name) => {
      const problem = "503 no responders at nats://10.0.0.1";
      const received = apiErrorFrom(await failedCall(new LongshoreError(name as Reason, { problem })));
      expect(received.reason).toBe(name);
      expect(received.message).not.toContain("nats");
      expect(JSON.stringify(received.metadata)).not.toContain("nats");
    },
  );

  test("ends a stream as it ends a call", async () => {
    thrown = new LongshoreError("TASK_NOT_FOUND", { task_id: "x" });
    const failure = await new Promise<grpc.ServiceError>((resolve) => {
      client
        .watchTask({})
        .on("data", () => {})
        .on("error", resolve);
    });
    expect(apiErrorFrom(failure)).toMatchObject({ status: "NOT_FOUND", reason: "TASK_NOT_FOUND" });
  });

  test("names the bad fields, 20 of them, and says how many there are", async () => {
    expect(apiErrorFrom(await failedCall(invalidField("tasks[3].queue", "must fit"))).violations).toEqual([
      { field: "tasks[3].queue", description: "must fit" },
    ]);
    const violations = Array.from({ length: 25 }, (_, n) => ({ field: `payload.f${n}`, description: "bad" }));
    const received = apiErrorFrom(
      await failedCall(new LongshoreError("PAYLOAD_INVALID", {}, { violations })),
    );
    expect(received.violations).toEqual(violations.slice(0, 20));
    expect(received.metadata).toEqual({ violation_count: "25" });
  });

  test("as one of many outcomes is the same error", () => {
    const sent = new LongshoreError("TASK_EXISTS", { task_id: "x" });
    expect(apiErrorFromStatus(toStatusMessage(sent, onInternal))).toMatchObject({
      status: "ALREADY_EXISTS",
      reason: "TASK_EXISTS",
      message: sent.message,
      metadata: { task_id: "x" },
    });
  });
});

describe("an error from elsewhere", () => {
  test.each([
    ["an error", new TypeError("secret of a bug")],
    [
      "an error that looks like one of gRPC",
      Object.assign(new Error("secret"), { code: 5, details: "secret" }),
    ],
    ["text", "secret"],
    ["nothing", undefined],
    ["INTERNAL itself", new LongshoreError("INTERNAL", { error_id: "x", secret: "secret" })],
  ])("(%s) leaves as INTERNAL with an id, and the cause goes to the log only", async (_, error) => {
    internal.length = 0;
    const failure = await failedCall(error);
    const received = apiErrorFrom(failure);
    expect(received).toMatchObject({ status: "INTERNAL", reason: "INTERNAL", violations: [] });
    const [errorId] = internal[0] ?? [];
    expect(internal).toEqual([[errorId, error]]);
    expect(errorId).toMatch(/^[0-9a-f-]{36}$/);
    expect(received.metadata).toEqual({ error_id: errorId });
    expect(received.message).toBe(`an error of ours, logged under ${errorId}`);
    const everything = failure.message + failure.details + JSON.stringify(failure.metadata.toJSON());
    expect(everything + String(failure.metadata.get("grpc-status-details-bin")[0])).not.toMatch("secret");
  });
});

describe("size", () => {
  const long = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3000 }),
    fc.constantFrom("船".repeat(3000), "🚢".repeat(3000), "\uD83D".repeat(3000), "x".repeat(1_000_000)),
  );
  const errors = fc
    .record({
      problem: long,
      field: long,
      violations: fc.array(fc.record({ field: long, description: long }), { maxLength: 40 }),
    })
    .map(
      ({ problem, field, violations }) =>
        new LongshoreError("FIELD_INVALID", { field, problem }, { violations }),
    );

  test("of the trailers is less than 8 KiB whatever the error says", () => {
    fc.assert(
      fc.property(errors, (error) => {
        const { details, metadata } = toServiceError(error, onInternal);
        const [bytes] = metadata.get("grpc-status-details-bin");
        const trailers = encodeURI(details) + Buffer.from(bytes ?? "").toString("base64");
        expect(trailers.length).toBeLessThan(7.5 * 1024);
      }),
    );
  });

  test("of an error among 1000 in one answer is at most 2 KiB", () => {
    fc.assert(
      fc.property(errors, (error) => {
        const { SubmitTasks } = loadApi().TaskService.service;
        const outcome = { error: toStatusMessage(error, onInternal) };
        const bytes = SubmitTasks.responseSerialize({ outcomes: [outcome] });
        expect(bytes.length).toBeLessThan(2 * 1024 + 64);
      }),
    );
  });

  test("is no reason to cut what is short, and texts are cut at 512", async () => {
    const problem = "y".repeat(600);
    const received = apiErrorFrom(
      await failedCall(new LongshoreError("PAYLOAD_INVALID", { problem, a: "b" })),
    );
    expect(received.metadata).toEqual({ problem: `${"y".repeat(511)}…`, a: "b" });
  });

  test("of a text in any script still lets the call fail cleanly", async () => {
    const received = apiErrorFrom(await failedCall(invalidField("\uD83D".repeat(9000), "🚢".repeat(9000))));
    expect(received).toMatchObject({ status: "INVALID_ARGUMENT", reason: "FIELD_INVALID" });
  });
});

describe("an error that no server of ours sent", () => {
  test("has no reason, and keeps code, message and cause", async () => {
    const { TaskService } = loadApi();
    const nobody = new TaskService("127.0.0.1:1", grpc.credentials.createInsecure());
    const failure = await new Promise<grpc.ServiceError>((resolve) => {
      nobody.getTask({}, (error) => error && resolve(error));
    });
    nobody.close();
    const received = apiErrorFrom(failure);
    expect(received).toMatchObject({
      code: 14,
      status: "UNAVAILABLE",
      message: failure.details,
      metadata: {},
    });
    expect(received.reason).toBeUndefined();
    expect(received.cause).toBe(failure);
  });

  test("with a trailer that cannot be read, or a code that gRPC does not have, is still an ApiError", () => {
    const metadata = new grpc.Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from([0xff, 0xff, 0xff]));
    const failure = Object.assign(new Error("42 odd"), { code: 42 as grpc.status, details: "odd", metadata });
    expect(apiErrorFrom(failure)).toMatchObject({
      code: 42,
      status: "UNKNOWN",
      message: "odd",
      metadata: {},
    });
  });
});
