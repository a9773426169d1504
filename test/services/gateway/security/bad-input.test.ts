import { connect } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { MAX_BODY_BYTES } from "../../../../services/gateway/http/error-body.ts";
import { call, failure, submission, withKey } from "../api.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";
import { NASTY_TEXTS } from "./nasty-texts.ts";
import { tapWire } from "./wire.ts";

// Nothing in these tests may change what all objects inherit from: what would be added is an error at once, and what is there is
// compared. It is not frozen, because protobufjs could not even write a key named "constructor" then.
Object.preventExtensions(Object.prototype);
const PROTOTYPE = Object.getOwnPropertyDescriptors(Object.prototype);
afterEach(() => expect(Object.getOwnPropertyDescriptors(Object.prototype)).toEqual(PROTOTYPE));

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the test asks for
  readonly body: any;
}

async function send(
  { gateway, key }: TestGateway,
  verb: string,
  path: string,
  body?: string | Buffer | ReadableStream,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    method: verb,
    headers: {
      "x-api-key": key,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body, duplex: "half" }),
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) };
}

const post = (running: TestGateway, body: string | Buffer | ReadableStream, path = "/v1/tasks") =>
  send(running, "POST", path, body);
const reasonOf = ({ body }: Answer): string => body.error.details[0].reason;
const messageOf = ({ body }: Answer): string => body.error.message;

async function storedCount({ connection }: TestGateway): Promise<number> {
  return (await connection.jsm.streams.info("TASKS")).state.messages;
}

test("S25, S38: a body of 16 MiB is read, one byte more is 413 before any of it is parsed, however it is sent", async () => {
  const running = await startGateway();
  // A single task may be larger, for its payload.
  const path = "/v1/tasks:batch";
  const tasks = '{"tasks": [{"type": "echo"}]}';
  const atLimit = tasks.padEnd(MAX_BODY_BYTES, " ");
  expect((await post(running, atLimit, path)).status).toBe(200);
  const larger = await post(running, `${atLimit} `, path);
  expect([larger.status, reasonOf(larger)]).toEqual([413, "REQUEST_TOO_LARGE"]);
  // In pieces, without a length beforehand. It is no JSON, which nobody gets to see.
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 64 * 1024;
      controller.enqueue(Buffer.alloc(64 * 1024, "x"));
      if (sent > 2 * MAX_BODY_BYTES) controller.close();
    },
  });
  const status = await post(running, endless, path).then(
    (answer) => answer.status,
    // The connection is closed while the client still sends.
    () => 413,
  );
  expect(status).toBe(413);
  expect(await storedCount(running)).toBe(1);
});

test("S38: 16 MiB of brackets, or of values, are refused without being parsed", async () => {
  const running = await startGateway();
  const half = MAX_BODY_BYTES / 2 - 100;
  const deep = await post(running, `{"type":"echo","payload":${"[".repeat(half)}${"]".repeat(half)}}`);
  expect([deep.status, messageOf(deep)]).toEqual([
    400,
    expect.stringContaining("nested more than 64 levels"),
  ]);
  const open = await post(running, '{"a":'.repeat(3_000_000));
  expect([open.status, messageOf(open)]).toEqual([
    400,
    expect.stringContaining("nested more than 64 levels"),
  ]);
  const wide = await post(running, `{"type":"echo","payload":[${"0,".repeat(8_000_000)}0]}`);
  expect([wide.status, messageOf(wide)]).toEqual([400, expect.stringContaining("more than 1000000 values")]);
  // Brackets in texts are no brackets.
  const text = JSON.stringify({ type: "echo", payload: '[{\\",'.repeat(50_000) });
  expect((await post(running, text)).status).toBe(200);
  const nested = `{"type":"echo","payload":${"[".repeat(33)}${"]".repeat(33)}}`;
  expect(messageOf(await post(running, nested))).toContain("more than 32 levels");
});

const POISONS = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'];
const ESCAPED = ['{"\\u005f_proto__":{"polluted":1}}', '{"c\\u006fnstructor":{"prototype":{"polluted":1}}}'];

test("S38: a key that leads to the prototype is refused at any depth, wherever it is, and nothing is stored", async () => {
  const running = await startGateway();
  for (const poison of [...POISONS, ...ESCAPED]) {
    const bytes = Buffer.from(poison).toString("base64");
    const bodies: readonly (readonly [path: string, body: string])[] = [
      ["/v1/tasks", poison],
      ["/v1/tasks", `{"type":"echo","payload":${poison}}`],
      ["/v1/tasks", `{"type":"echo","payload":[[{"a":{"b":[${poison}]}}]]}`],
      ["/v1/tasks", `{"type":"echo","labels":${poison}}`],
      ["/v1/tasks", `{"type":"echo","options":${poison}}`],
      ["/v1/tasks", `{"type":"echo","options":{"retry":${poison}}}`],
      ["/v1/tasks", `{"type":"echo","payloadBytes":{"contentType":"application/json","data":"${bytes}"}}`],
      ["/v1/tasks:cancel", `{"filter":"state = QUEUED","reason":"x","extra":${poison}}`],
      [
        "/v1/schedules",
        `{"schedule":{"scheduleId":"s","cron":{"expression":"@daily"},"task":{"type":"echo","payload":${poison}}}}`,
      ],
      ["/api/v1/tasks", `{"task_type":"echo","parameters":${poison}}`],
      ["/api/v1/tasks", `{"task_type":"echo",${poison.slice(1)}`],
    ];
    for (const [path, body] of bodies) {
      const { status } = await post(running, body, path);
      expect([path, body, [400, 422].includes(status)]).toEqual([path, body, true]);
    }
    const inBatch = await post(running, `{"tasks":[{"type":"echo","payload":${poison}}]}`, "/v1/tasks:batch");
    expect(inBatch.status).toBe(400);
  }
  expect(await storedCount(running)).toBe(0);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("S38: the same keys are refused over gRPC", async () => {
  const running = await startGateway();
  for (const poison of POISONS) {
    const [[key = "", item] = []] = Object.entries(JSON.parse(poison));
    // By hand, because the client would take "__proto__" for the prototype and lose it.
    const entry = Buffer.concat([field(1, Buffer.from(key)), field(2, valueBytes(item))]);
    const request = Buffer.concat([field(2, Buffer.from("echo")), field(3, field(5, field(1, entry)))]);
    const submitted = call((done) =>
      running.client.makeUnaryRequest(
        "/longshore.v1.TaskService/SubmitTask",
        (bytes: Buffer) => bytes,
        (bytes: Buffer) => bytes,
        request,
        withKey(running.key),
        done,
      ),
    );
    const error = await failure(submitted);
    expect([error.reason, error.message]).toEqual([
      "FIELD_INVALID",
      expect.stringContaining(`payload.${key}`),
    ]);
  }
  expect(await storedCount(running)).toBe(0);
});

/** A field with bytes in it, as protobuf writes it. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** An object as a `google.protobuf.Value`; all else as null. */
function valueBytes(json: unknown): Buffer {
  if (typeof json !== "object" || json === null) return Buffer.from([0x08, 0x00]);
  const entries = Object.entries(json).map(([key, item]) =>
    field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, valueBytes(item))])),
  );
  return field(5, Buffer.concat(entries));
}

test("S38: a constructor that is a word like any other is a payload like any other", async () => {
  const running = await startGateway();
  const payload = { constructor: "Ferrari", toString: 1, a: { constructor: { name: "Lotus" } } };
  const { body } = await post(running, JSON.stringify({ type: "echo", payload }));
  expect((await send(running, "GET", `/v1/tasks/${body.taskId}`)).body.payload).toEqual(payload);
});

test("S38: of keys that come twice the last one counts; numbers that JSON has no room for are refused", async () => {
  const running = await startGateway();
  const twice = await post(running, '{"type":"no_such","type":"echo","payload":{"a":1,"a":2}}');
  expect((await send(running, "GET", `/v1/tasks/${twice.body.taskId}`)).body.payload).toEqual({ a: 2 });
  const bothNames = await post(running, '{"type":"echo","payload_bytes":{},"payloadBytes":{}}');
  expect(messageOf(bothNames)).toContain("payload_bytes: is there twice");
  for (const number of ["1e400", "-1e400"]) {
    const answer = await post(running, `{"type":"echo","payload":${number}}`);
    expect([number, answer.status]).toEqual([number, 400]);
  }
  const depth = (number: string) => send(running, "PATCH", "/v1/queues/default", `{"maxDepth":${number}}`);
  for (const number of ["9007199254740993", "1e30", "1.5", '"1e3"', '"0x10"', '"99999999999999999999"'])
    expect([number, (await depth(number)).status]).toEqual([number, 400]);
  expect((await depth('"1000"')).status).toBe(200);
  expect((await depth("1000")).status).toBe(200);
});

test("S38: a body that is no UTF-8, no JSON or no object is refused, and says what it is", async () => {
  const running = await startGateway();
  const cases: readonly (readonly [string | Buffer, RegExp])[] = [
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /not valid UTF-8/],
    ["{", /not valid JSON/],
    ["[]", /must be a JSON object/],
    ['"text"', /must be a JSON object/],
    ["NaN", /not valid JSON/],
    ["\ufeff{}", /not valid JSON/],
  ];
  for (const [body, problem] of cases) {
    const answer = await post(running, body);
    expect([reasonOf(answer), messageOf(answer)]).toEqual([
      "REQUEST_UNREADABLE",
      expect.stringMatching(problem),
    ]);
  }
  const compressed = await send(running, "POST", "/v1/tasks", '{"type":"echo"}', {
    "content-encoding": "gzip",
  });
  expect(compressed.status).toBe(400);
});

test("what the path names may not be in the body or the query as well", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const other = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  for (const name of ["task_id", "taskId"]) {
    const cancelled = await post(running, JSON.stringify({ [name]: other }), `/v1/tasks/${taskId}:cancel`);
    expect([cancelled.status, messageOf(cancelled)]).toEqual([
      400,
      expect.stringContaining("task_id: is named by the path"),
    ]);
    expect((await send(running, "GET", `/v1/tasks/${taskId}?${name}=${other}`)).status).toBe(400);
  }
  expect((await running.api.get({ taskId })).state).toBe("QUEUED");
});

test("S16, S17: no text of a caller, wherever it is, gets into a subject or a header on the wire", async () => {
  const running = await startGateway();
  const wire = await tapWire(running.nats.url);
  // While there are no tasks, because a filter looks at all of them.
  await Promise.all(NASTY_TEXTS.map((text) => filterBy(running, text)));
  for (const text of NASTY_TEXTS) await Promise.all(everywhere(running, text));
  const random = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
  for (const text of fc.sample(random, { numRuns: 10, seed: 1 }))
    await Promise.all(everywhere(running, text));
  expect(wire.count()).toBeGreaterThan(NASTY_TEXTS.length * 3);
  expect(await wire.faults()).toEqual([]);
  // What a caller may say freely is kept as it was said, in the body.
  const { tasks } = await running.api.list({ pageSize: 1_000, filter: 'labels.kind = "free"' });
  expect(tasks.length).toBeGreaterThan(NASTY_TEXTS.length);
}, 120_000);

async function filterBy(running: TestGateway, text: string): Promise<void> {
  const filter = encodeURIComponent(`labels.said = ${JSON.stringify(text.toWellFormed())}`);
  expect([text, (await send(running, "GET", `/v1/tasks?filter=${filter}`)).status < 500]).toEqual([
    text,
    true,
  ]);
}

/** One call for each place that a text may be in; none of them is a fault of ours. */
function everywhere(running: TestGateway, text: string): Promise<void>[] {
  const path = encodeURIComponent(text.toWellFormed()) || "x";
  const task = (more: object) =>
    ["POST", "/v1/tasks", { type: "echo", labels: { kind: "free" }, ...more }] as const;
  const id = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const calls: readonly (readonly [verb: string, path: string, body?: object])[] = [
    task({ type: text }),
    task({ queue: text }),
    task({ taskId: text }),
    task({ labels: { [text]: "x" } }),
    task({ labels: { kind: "free", said: text } }),
    task({ payload: { [text === "__proto__" ? "x" : text]: text } }),
    task({ options: { uniqueKey: text } }),
    task({ payloadBytes: { data: "AAAA", contentType: text } }),
    ["GET", `/v1/tasks/${path}`],
    ["POST", `/v1/tasks/${id}:cancel`, { reason: text }],
    ["GET", `/v1/tasks?pageToken=${path}`],
    ["GET", `/v1/queues/${path}`],
    ["POST", `/v1/queues/${path}:pause`, { reason: text }],
    ["POST", "/v1/queues/heavy:pause", { reason: text }],
    [
      "POST",
      "/v1/schedules",
      { schedule: { scheduleId: text, cron: { expression: "@daily" }, task: { type: "echo" } } },
    ],
    ["POST", `/v1/schedules/${path}:trigger`],
    ["DELETE", `/v1/schedules/${path}`],
    ["POST", `/v1/workers/${path}:scale`, { concurrency: 1 }],
    ["DELETE", `/v1/keys/${path}`],
    ["POST", `/v1/keys/${path}:rotate`],
    ["POST", "/v1/keys", { label: text }],
  ];
  return calls.map(async ([verb, url, body]) => {
    const answer = await send(running, verb, url, body && JSON.stringify(body));
    expect([verb, url, body, answer.status < 500]).toEqual([verb, url, body, true]);
  });
}

test("S17: line ends in headers and metadata never come to NATS", async () => {
  const running = await startGateway();
  const wire = await tapWire(running.nats.url);
  const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const folded = [
    `traceparent: ${trace}\r\n Evil: 1`,
    `traceparent: ${trace}\r\nEvil: 1`,
    `traceparent: ${trace}\nEvil: 1`,
    `traceparent: ${trace}\rEvil: 1`,
    `traceparent: ${trace}\0`,
    `idempotency-key: k\r\n Evil: 1`,
    `idempotency-key: k\0`,
    `x-api-key: k\r\nx-api-key: l`,
  ];
  for (const header of folded) {
    const status = await sendRaw(running, header);
    expect([header, status]).toEqual([header, expect.stringMatching(/^HTTP\/1\.1 (200|400|401) /)]);
  }
  const { client, key } = running;
  const { Metadata } = await import("@grpc/grpc-js");
  for (const value of [`${trace}\r\nEvil: 1`, `${trace}\u0000`]) {
    // A client of ours refuses to send it at all.
    expect(() => new Metadata().set("traceparent", value)).toThrow();
    const metadata = new Metadata();
    metadata.set("x-api-key", key);
    metadata.set("traceparent", encodeURIComponent(value));
    await call((done) => client.submitTask({ type: "echo" }, metadata, done));
  }
  expect(wire.count()).toBeGreaterThan(0);
  expect(await wire.faults()).toEqual([]);
});

/** The first line of the answer to a submission with this header, written as it is. */
function sendRaw({ gateway, key }: TestGateway, header: string): Promise<string> {
  const body = '{"type":"echo"}';
  const head = [
    "POST /v1/tasks HTTP/1.1",
    "host: x",
    ...(header.startsWith("x-api-key") ? [] : [`x-api-key: ${key}`]),
    header,
    "content-type: application/json",
    `content-length: ${body.length}`,
    "connection: close",
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(gateway.httpPort(), "127.0.0.1", () =>
      socket.write(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1"),
    );
    let text = "";
    socket.setEncoding("latin1").on("data", (chunk) => {
      text += chunk;
    });
    socket.on("close", () => resolve(text.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}
