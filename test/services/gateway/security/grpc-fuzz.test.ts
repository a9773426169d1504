import * as grpc from "@grpc/grpc-js";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { loadApi } from "../../../../proto/load.ts";
import { connectRaw, PREFACE, SETTINGS } from "../../../support/http2-frames.ts";
import { submission, withKey } from "../api.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";
import { probe } from "./probe.ts";

/** How long each test goes on, in milliseconds; by hand for minutes: `LONGSHORE_FUZZ_MS=300000`. */
const FUZZ_MS = Number(process.env["LONGSHORE_FUZZ_MS"] ?? 4_000);

/** What no request may bring about: these blame the server. UNAVAILABLE is what methods answer that need a scheduler or a monitor. */
const OURS: readonly grpc.status[] = [
  grpc.status.INTERNAL,
  grpc.status.UNKNOWN,
  grpc.status.DATA_LOSS,
  grpc.status.UNIMPLEMENTED,
];

interface Method {
  readonly path: string;
  readonly isStream: boolean;
  /** Real requests, to begin with. */
  readonly seeds: readonly Buffer[];
}

const ID = "018f0000-0000-7000-8000-000000000000";

/** Objects with every kind of field; a method takes of them what it has. */
const REQUESTS: readonly object[] = [
  {},
  {
    ...submission("echo", { a: [1, "x", null, { b: true }] }),
    taskId: ID,
    labels: { team: "x" },
    queue: "default",
    priority: "HIGH",
    options: { delay: { seconds: "5", nanos: 1 }, uniqueKey: "k", resultTtl: { seconds: "60" } },
  },
  { tasks: [submission("echo", 1), submission("gather", { source: "s" })] },
  { taskId: ID, view: "FULL", timeout: { seconds: "0", nanos: 1_000 }, reason: "why", afterEvent: 1 },
  {
    filter: 'state = "QUEUED" AND labels.team = "x"',
    pageSize: 10,
    pageToken: "abc",
    taskIds: [ID],
    dryRun: true,
  },
  {
    queue: "default",
    updateMask: { paths: ["maxDepth"] },
    settings: { maxDepth: 5 },
    until: { seconds: "5" },
  },
  {
    scheduleId: "nightly",
    schedule: { cron: { expression: "0 3 * * *" }, timeZone: "UTC", task: submission("echo", 1) },
  },
  { keyId: "0123456789abcdef", label: "l", role: "viewer", workerId: "w", concurrency: 3, pool: "inline" },
];

function methods(): Method[] {
  return Object.values(loadApi()).flatMap(({ service }) =>
    Object.values(service as grpc.ServiceDefinition).map((method) => ({
      path: method.path,
      isStream: method.responseStream,
      seeds: REQUESTS.flatMap((request) => {
        try {
          return [method.requestSerialize(request)];
        } catch {
          // It does not fit this method.
          return [];
        }
      }),
    })),
  );
}

/** Flips, cuts, doubles and inserts. */
function mutated(seed: Buffer): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    kind: fc.constantFrom("flip", "cut", "double", "insert", "huge"),
    at: fc.nat(Math.max(0, seed.length - 1)),
    length: fc.integer({ min: 1, max: 16 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => edits.reduce(apply, seed));
}

function apply(
  from: Buffer,
  { kind, at, length, bytes }: { kind: string; at: number; length: number; bytes: Uint8Array },
): Buffer {
  const [before, rest] = [from.subarray(0, at), from.subarray(at)];
  if (kind === "cut") return Buffer.concat([before, rest.subarray(length)]);
  if (kind === "double") return Buffer.concat([before, rest, rest]).subarray(0, 100_000);
  if (kind === "insert") return Buffer.concat([before, bytes, rest]);
  if (kind === "huge") return Buffer.concat([before, Buffer.alloc(9, 0xff), Buffer.from([1]), rest]);
  const flipped = Buffer.from(from);
  for (let index = 0; index < bytes.length && at + index < flipped.length; index += 1)
    flipped[at + index] = bytes[index] ?? 0;
  return flipped;
}

/** Any request to any method. */
function anyCall(all: readonly Method[]): fc.Arbitrary<{ readonly method: Method; readonly bytes: Buffer }> {
  return fc.constantFrom(...all).chain((method) => {
    const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const changed = fc.constantFrom(...method.seeds).chain(mutated);
    return fc
      .oneof({ weight: 1, arbitrary: random }, { weight: 4, arbitrary: changed })
      .map((bytes) => ({ method, bytes }));
  });
}

/** Sends bytes as the request of a method; the status that comes back. A stream that begins is ended by us. */
function send(
  client: grpc.Client,
  metadata: grpc.Metadata,
  { path, isStream }: Method,
  bytes: Buffer,
): Promise<grpc.status> {
  const same = (value: Buffer) => value;
  const options = { deadline: Date.now() + 500 };
  return new Promise((resolve) => {
    const finish = (error: grpc.ServiceError | null) => resolve(error?.code ?? grpc.status.OK);
    if (!isStream) {
      client.makeUnaryRequest(path, same, same, bytes, metadata, options, finish);
      return;
    }
    const stream = client.makeServerStreamRequest(path, same, same, bytes, metadata, options);
    stream.on("data", () => stream.cancel());
    stream.on("error", (error: grpc.ServiceError) => finish(error));
    stream.on("end", () => finish(null));
  });
}

function clientOf({ gateway }: TestGateway): grpc.Client {
  const client = new grpc.Client(`127.0.0.1:${gateway.grpcPort()}`, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  return client;
}

test(
  "S39: no bytes that are sent as a request, to any method, are answered as a fault of ours",
  async () => {
    const running = await startGateway();
    const client = clientOf(running);
    const metadata = withKey(running.key);
    const all = methods();
    expect(all.every(({ seeds }) => seeds.length > 0)).toBe(true);
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(anyCall(all), async ({ method, bytes }) => {
      const status = await send(client, metadata, method, bytes);
      seen.set(grpc.status[status], (seen.get(grpc.status[status]) ?? 0) + 1);
      expect(
        OURS,
        `${method.path} ${bytes.toString("hex")} was answered with ${grpc.status[status]}`,
      ).not.toContain(status);
    });
    await fc.assert(property, {
      numRuns: 1_000_000,
      interruptAfterTimeLimit: FUZZ_MS,
      markInterruptAsFailure: false,
    });
    expect(seen.get("INVALID_ARGUMENT")).toBeGreaterThan(0);
    expect(running.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(await probe(running.gateway.grpcPort())).toBe("0");
    if (FUZZ_MS > 10_000) console.log(Object.fromEntries(seen));
  },
  FUZZ_MS + 60_000,
);

test("S39: messages nested 10,000 deep and fields that nobody knows are read or refused, and never a fault of ours", async () => {
  const running = await startGateway();
  const client = clientOf(running);
  const metadata = withKey(running.key);
  const [submit] = methods().filter(({ path }) => path.endsWith("/SubmitTask"));
  if (submit === undefined) throw new Error("no SubmitTask");
  const [plain = Buffer.alloc(0)] = submit.seeds.slice(1);
  const unknown = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from([0xfa, 0x3f, 0x01, 0x61])));
  expect(await send(client, metadata, submit, Buffer.concat([plain, unknown]))).toBe(grpc.status.OK);
  // Groups, which proto3 does not have, may be nested without any length before them.
  const groups = Buffer.concat([Buffer.alloc(50_000, 0x0b), Buffer.alloc(50_000, 0x0c)]);
  expect(await send(client, metadata, submit, groups)).toBe(grpc.status.INVALID_ARGUMENT);
  let value: Buffer = Buffer.from([0x08, 0x00]);
  // A list in a list in a list: field 6 of Value, field 1 of ListValue.
  for (let depth = 0; depth < 2_000; depth += 1) value = lengthDelimited(6, lengthDelimited(1, value));
  const payload = loadApi().TaskService.service.SubmitTask.requestSerialize({ type: "echo" });
  const nested = Buffer.concat([payload, lengthDelimited(3, value)]);
  expect(await send(client, metadata, submit, nested)).toBe(grpc.status.INVALID_ARGUMENT);
  expect(await probe(running.gateway.grpcPort())).toBe("0");
});

function lengthDelimited(field: number, bytes: Buffer): Buffer {
  const head = [(field << 3) | 2];
  let length = bytes.length;
  for (; length >= 128; length >>>= 7) head.push((length & 127) | 128);
  return Buffer.concat([Buffer.from([...head, length]), bytes]);
}

test("S28: random bytes at the port, before and after the preface of HTTP/2, stop nothing", async () => {
  const { gateway } = await startGateway();
  const port = gateway.grpcPort();
  const property = fc.asyncProperty(
    fc.boolean(),
    fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
    async (isHttp2, bytes) => {
      const peer = await connectRaw(port);
      if (isHttp2) await peer.send(Buffer.concat([PREFACE, SETTINGS]));
      await peer.send(Buffer.from(bytes));
      peer.socket.end();
      peer.socket.destroySoon();
      await peer.closed;
    },
  );
  await fc.assert(property, { numRuns: 150 });
  expect(await probe(port)).toBe("0");
});
