import { expect, test } from "vitest";
import type { SubmitTaskRequest } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { apiErrorFrom } from "../../../sdk/read-api-error.ts";
import { failure, submission, withKey } from "./api.ts";
import { startGateway } from "./start-gateway.ts";

interface Case {
  readonly what: string;
  readonly request: SubmitTaskRequest;
  readonly reason: string;
  /** Field and description of every violation. */
  readonly violations: readonly (readonly [field: string, description: RegExp])[];
}

const blob = (data: string | Uint8Array, contentType: string): SubmitTaskRequest => ({
  type: "echo",
  payloadBytes: { data: Buffer.from(data), contentType },
});

const withOptions = (options: NonNullable<SubmitTaskRequest["options"]>): SubmitTaskRequest => ({
  type: "echo",
  options,
});

const YEAR_2500 = 16_725_225_600;

const CASES: readonly Case[] = [
  {
    what: "a type with a dot, a wildcard and a space",
    request: { type: "a.* b>" },
    reason: "FIELD_INVALID",
    violations: [["type", /"a\.\* b>" .*a lower-case letter/]],
  },
  {
    what: "no type",
    request: {},
    reason: "FIELD_INVALID",
    violations: [["type", /"" .*a lower-case letter/]],
  },
  {
    what: "a type that nobody has registered",
    request: { type: "gathr" },
    reason: "TASK_TYPE_UNKNOWN",
    violations: [["type", /"gathr"; known are "gather", "echo"/]],
  },
  {
    what: "a task id that is no UUID",
    request: { type: "echo", taskId: "order-7" },
    reason: "FIELD_INVALID",
    violations: [["task_id", /"order-7" .*a UUID such as/]],
  },
  {
    what: "a queue that is no name",
    request: { type: "echo", queue: "a.b" },
    reason: "FIELD_INVALID",
    violations: [["queue", /"a\.b" .*a lower-case letter/]],
  },
  {
    what: "a queue that no worker serves",
    request: { type: "echo", queue: "havy" },
    reason: "FIELD_INVALID",
    violations: [["queue", /"havy".*known are "heavy", "default"/]],
  },
  {
    what: "too many labels, a key that is no name, a value that is too long",
    request: {
      type: "echo",
      labels: {
        ...Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`k${index}`, ""])),
        "a b": "",
        long: "x".repeat(257),
      },
    },
    reason: "FIELD_INVALID",
    violations: [
      ["labels", /17 labels, at most 16/],
      ["labels", /"a b" .*a lower-case letter/],
      ["labels.long", /257 characters, at most 256/],
    ],
  },
  {
    what: "a payload that misses a field, has another too many, and one of the wrong kind",
    request: submission("gather", { limit: "ten", colour: "red" }),
    reason: "PAYLOAD_INVALID",
    violations: [
      ["payload.source", /is missing/],
      ["payload.colour", /is not allowed; known are "source", "limit", "mode"/],
      ["payload.limit", /is "ten", must be integer/],
    ],
  },
  {
    what: "a payload outside what the schema allows",
    request: submission("gather", { source: ".", limit: 0, mode: "slow" }),
    reason: "PAYLOAD_INVALID",
    violations: [
      ["payload.limit", /is 0, must be >= 1/],
      ["payload.mode", /is "slow", must be one of \["fast","full"\]/],
    ],
  },
  {
    what: "no payload where the schema wants one",
    request: { type: "gather" },
    reason: "PAYLOAD_INVALID",
    violations: [["payload", /is null, must be object/]],
  },
  {
    what: "a payload with a value that JSON has not",
    request: { type: "echo", payload: { listValue: { values: [{ numberValue: Number.NaN }] } } },
    reason: "FIELD_INVALID",
    violations: [["payload[0]", /NaN is not a JSON number/]],
  },
  {
    what: "bytes that are no JSON",
    request: blob('{"a": ', "application/json"),
    reason: "PAYLOAD_NOT_JSON",
    violations: [["payload_bytes.data", /not valid JSON although content_type says so: .+/]],
  },
  {
    what: "bytes that are no UTF-8",
    request: blob(new Uint8Array([0x22, 0xff, 0x22]), "application/json"),
    reason: "PAYLOAD_NOT_JSON",
    violations: [["payload_bytes.data", /not valid/]],
  },
  {
    what: "JSON that nests too deep",
    request: blob(`${"[".repeat(101)}${"]".repeat(101)}`, "application/json"),
    reason: "FIELD_INVALID",
    violations: [["payload_bytes.data", /more than 100 levels/]],
  },
  {
    what: "JSON that nests so deep that a recursive check would end the process",
    request: blob(`${"[".repeat(200_000)}${"]".repeat(200_000)}`, "application/json"),
    reason: "FIELD_INVALID",
    violations: [["payload_bytes.data", /more than 100 levels/]],
  },
  {
    what: "a content type with a line break",
    request: blob("x", "text/plain\r\nNats-Msg-Id: 1"),
    reason: "FIELD_INVALID",
    violations: [["payload_bytes.content_type", /"text\/plain\\r\\n.*must be like "image\/png"/]],
  },
  {
    what: "a payload larger than one may be",
    request: { type: "echo", payloadBytes: { data: Buffer.alloc(1024 ** 2 + 1), contentType: "image/png" } },
    reason: "PAYLOAD_TOO_LARGE",
    violations: [["payload", /^1048577 bytes, at most 1048576 are allowed$/]],
  },
  {
    what: "times to start and to end that are none",
    request: withOptions({ startTimeout: { seconds: 0 }, totalTimeout: { seconds: -1 } }),
    reason: "FIELD_INVALID",
    violations: [
      ["options.total_timeout", /negative, must be from 1ms to 365d/],
      ["options.start_timeout", /is 0s, must be from 1ms to 365d/],
    ],
  },
  {
    what: "a time to end that is years ahead",
    request: withOptions({ totalTimeout: { seconds: 366 * 86_400 } }),
    reason: "FIELD_INVALID",
    violations: [["options.total_timeout", /is 366d, must be from 1ms to 365d/]],
  },
  {
    what: "more time to start than to end",
    request: withOptions({ startTimeout: { seconds: 61 }, totalTimeout: { seconds: 60 } }),
    reason: "FIELD_INVALID",
    violations: [["options.start_timeout", /is 1m1s, must not be more than total_timeout, which is 1m/]],
  },
  {
    what: "a delay below nothing",
    request: withOptions({ delay: { seconds: -1 } }),
    reason: "FIELD_INVALID",
    violations: [["options.delay", /negative, must be from 0s to 365d/]],
  },
  {
    what: "a time too far ahead",
    request: withOptions({ scheduleTime: { seconds: YEAR_2500 } }),
    reason: "FIELD_INVALID",
    violations: [
      ["options.schedule_time", /is 2500-01-01T00:00:00.000Z, must not be after .* \(a year from now\)/],
    ],
  },
  {
    what: "limits looser than those of the type, and a result kept too long",
    request: withOptions({
      softLimit: { seconds: 541 },
      hardLimit: { seconds: 601 },
      startTimeout: { seconds: 0 },
      resultTtl: { seconds: 31 * 86_400 },
    }),
    reason: "FIELD_INVALID",
    violations: [
      ["options.start_timeout", /is 0s, must be from 1ms to/],
      ["options.hard_limit", /is 10m1s, must be from 1ms to 10m/],
      ["options.soft_limit", /is 9m1s, must be from 1ms to 9m/],
      ["options.result_ttl", /is 31d, must be from 1s to 30d/],
    ],
  },
  {
    what: "a duration whose parts point in different directions",
    request: withOptions({ hardLimit: { seconds: 1, nanos: -1 } }),
    reason: "FIELD_INVALID",
    violations: [["options.hard_limit", /no valid duration, must be from/]],
  },
  {
    what: "retries below nothing and a delay that is too long",
    request: withOptions({ retry: { maxRetries: -1, backoff: [{ seconds: 400 * 86_400 }] } }),
    reason: "FIELD_INVALID",
    violations: [
      ["options.retry.max_retries", /is -1, must be from 0 to 1000/],
      ["options.retry.backoff[0]", /is 400d, must be from 0s to 365d/],
    ],
  },
  {
    what: "faults in payload and fields together",
    request: submission("gather", {}, { taskId: "7" }),
    reason: "FIELD_INVALID",
    violations: [
      ["task_id", /"7"/],
      ["payload.source", /is missing/],
    ],
  },
];

test("every fault of a submission is named with its field, its value and what is allowed, and nothing is stored", async () => {
  const { api, connection } = await startGateway({ payloadMaxBytes: "1MiB" });
  for (const { what, request, reason, violations } of CASES) {
    const error = await failure(api.submit(request));
    expect([error.status, error.reason], what).toEqual(["INVALID_ARGUMENT", reason]);
    const found = [...error.violations].sort((a, b) => (a.field < b.field ? -1 : 1));
    const expected = [...violations].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(
      found.map(({ field }) => field),
      what,
    ).toEqual(expected.map(([field]) => field));
    for (const [index, { description }] of found.entries()) {
      expect(description, what).toMatch(expected[index]?.[1] ?? /^$/);
    }
  }
  for (const stream of ["TASKS", "EVENTS"]) {
    expect((await connection.jsm.streams.info(stream)).state.messages, stream).toBe(0);
  }
});

test("a payload just below the limit is stored", async () => {
  const { api } = await startGateway({ payloadMaxBytes: "1MiB" });
  const limit = 1024 ** 2;
  const error = await failure(api.submit(submission("echo", "x".repeat(limit - 1))));
  expect(error.metadata).toEqual({ size: String(limit + 1), limit: String(limit) });
  const { taskId } = await api.submit(submission("echo", "x".repeat(limit - 2)));
  expect((await api.get({ taskId })).payloadBytes?.data).toHaveLength(limit);
});

/** A field with bytes in it, as protobuf writes it. */
function field(number: number, bytes: Buffer): Buffer {
  const length = [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

test.each([
  ["bytes that are no message", Buffer.from([0x0a, 0xff])],
  // Lists in lists, deeper than protobuf reads. Our own client does not send such.
  [
    "JSON that is nested 200 levels deep",
    Array.from({ length: 200 }).reduce<Buffer>((value) => field(6, field(1, value)), Buffer.alloc(0)),
  ],
])("%s are the fault of the request, and the answer says so", async (_what, payload) => {
  const { client, key } = await startGateway();
  const error = await failure(
    new Promise((resolve, reject) =>
      client.makeUnaryRequest(
        "/longshore.v1.TaskService/SubmitTask",
        (bytes: Buffer) => bytes,
        (bytes) => bytes,
        field(3, payload),
        withKey(key),
        (failed, answer) => (failed === null ? resolve(answer) : reject(apiErrorFrom(failed))),
      ),
    ),
  );
  expect([error.status, error.reason]).toEqual(["INVALID_ARGUMENT", "REQUEST_UNREADABLE"]);
});

test("an id that is no UUID is refused by every method that takes one", async () => {
  const { api } = await startGateway();
  const taskId = "tasks.>";
  for (const call of [
    api.get({ taskId }),
    api.wait({ taskId }),
    api.cancel({ taskId }),
    api.watch(taskId).next(),
  ]) {
    const error = await failure(call);
    expect(error.violations).toEqual([
      { field: "task_id", description: expect.stringMatching(/"tasks\.>" .*a UUID such as/) },
    ]);
  }
});

test("options of the other methods have bounds too", async () => {
  const { api } = await startGateway();
  const taskId = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const fieldOf = async (call: Promise<unknown>) => (await failure(call)).violations[0]?.field;
  expect(await fieldOf(api.wait({ taskId, timeout: { seconds: 601 } }))).toBe("timeout");
  expect(await fieldOf(api.cancel({ taskId, reason: "x".repeat(257) }))).toBe("reason");
  expect(await fieldOf(api.watch(taskId, -1).next())).toBe("after_event");
});

test("a schema that cannot be used is named, and nothing is stored", async () => {
  const { api, connection, registerType } = await startGateway();
  await registerType({ type: "broken", payloadSchema: { $ref: "https://example.com/other.json" } });
  const error = await failure(api.submit({ type: "broken" }));
  expect(error.violations[0]).toMatchObject({
    field: "type",
    description: expect.stringMatching(/cannot be used: .*other\.json/),
  });
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test("a type that is registered anew is checked by its new schema", async () => {
  const { api, registerType } = await startGateway();
  await registerType({ type: "grows", payloadSchema: { const: 1 } });
  await api.submit(submission("grows", 1));
  expect((await failure(api.submit(submission("grows", 2)))).reason).toBe("PAYLOAD_INVALID");
  await registerType({ type: "grows", payloadSchema: { const: 2 } });
  await api.submit(submission("grows", 2));
});
