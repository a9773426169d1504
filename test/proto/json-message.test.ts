import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessage } from "../../proto/read-message.ts";
import { writeMessage } from "../../proto/write-message.ts";

const SUBMIT = "longshore.v1.SubmitTaskRequest";

test("JSON is read into what a handler gets over gRPC, with names of either kind", () => {
  const message = readMessage(SUBMIT, {
    task_id: "a",
    type: "x",
    payload: { n: [1, null] },
    priority: "HIGH",
    options: {
      startTimeout: "1.5s",
      schedule_time: "2026-01-31T08:15:30.25+01:00",
      retry: { maxRetries: 0 },
    },
  });
  expect(message).toMatchObject({
    taskId: "a",
    body: "payload",
    priority: "HIGH",
    labels: {},
    options: {
      startTimeout: { seconds: "1", nanos: 500_000_000 },
      start: "scheduleTime",
      scheduleTime: { seconds: String(Date.parse("2026-01-31T07:15:30Z") / 1_000), nanos: 250_000_000 },
      retry: { maxRetries: 0, _maxRetries: "maxRetries" },
      softLimit: null,
    },
  });
});

test("null is as if the field were not there, but for a payload, where it is a value", () => {
  const without = readMessage(SUBMIT, { type: "x", queue: null });
  expect([without["queue"], without["body"]]).toEqual(["", undefined]);
  expect(readMessage(SUBMIT, { type: "x", payload: null })).toMatchObject({
    body: "payload",
    payload: { kind: "nullValue" },
  });
});

test.each([
  [{ typ: "x" }, "typ: is no field of SubmitTaskRequest"],
  [{ type: 1 }, "type: must be a text, is 1"],
  [{ task_id: "a", taskId: "b" }, "task_id: is there twice"],
  [{ priority: "URGENT" }, 'priority: must be one of HIGH, NORMAL, LOW, is "URGENT"'],
  [{ options: { delay: "soon" } }, 'options.delay: must be seconds such as "90s" or "0.5s", is "soon"'],
  [{ options: { delay: "1s", scheduleTime: "2026-01-01T00:00:00Z" } }, "together with options.delay"],
  [{ options: { schedule_time: "tomorrow" } }, "options.schedule_time: must be a time such as"],
  [{ options: { retry: { maxRetries: 1.5 } } }, "options.retry.max_retries: must be a whole number"],
  [{ options: { retry: { backoff: "1s" } } }, "options.retry.backoff: must be a list, is a string"],
  [{ labels: { a: 1 } }, "labels.a: must be a text, is 1"],
  [{ payloadBytes: { data: "ä" } }, "payload_bytes.data: must be base64"],
  [[], "must be an object, is a list"],
  [null, "must be an object, is null"],
  [JSON.parse('{"labels": {"__proto__": "x"}}'), "labels: the key"],
  [JSON.parse('{"__proto__": {"type": "x"}}'), "__proto__: is no field"],
])("%j is refused, and the field is named", (json, problem) => {
  expect(() => readMessage(SUBMIT, json)).toThrow(problem);
});

test("a payload nested deeper than protobuf reads is refused where that begins", () => {
  let payload: unknown = 1;
  for (let i = 0; i < 33; i++) payload = [payload];
  expect(() => readMessage(SUBMIT, { type: "x", payload })).toThrow(/^payload\[0\].*more than 32 levels/);
});

test("what is not set, or has its default, is left out; times and durations are as people write them", () => {
  const json = writeMessage("longshore.v1.Task", {
    taskId: "a",
    state: "QUEUED",
    attempt: 0,
    createTime: { seconds: "1767225600", nanos: 5_000_000 },
    result: { nullValue: "NULL_VALUE" },
    timeline: [{ number: 1, type: "SUBMITTED", stopDuration: { seconds: "-1", nanos: -500_000_000 } }],
  });
  expect(json).toEqual({
    taskId: "a",
    state: "QUEUED",
    createTime: "2026-01-01T00:00:00.005Z",
    result: null,
    timeline: [{ number: 1, type: "SUBMITTED", stopDuration: "-1.5s" }],
  });
});

test("any payload comes back as it was", () => {
  const json = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
  fc.assert(
    fc.property(json, (payload) => {
      const written = writeMessage(SUBMIT, readMessage(SUBMIT, { type: "x", payload }));
      expect(JSON.stringify(written)).toBe(JSON.stringify({ type: "x", payload }));
    }),
  );
});

test("nothing but a refusal comes of whatever is read", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        readMessage(SUBMIT, value);
      } catch (error) {
        expect((error as Error).name).toBe("MessageJsonError");
      }
    }),
  );
});
