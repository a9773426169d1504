import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as grpc from "@grpc/grpc-js";
import { expect, test } from "vitest";
import {
  callHeaders,
  connectRaw,
  FLAG,
  FRAME,
  frame,
  headerBlock,
  number32,
  PREFACE,
  type RawPeer,
  readFrames,
  SETTINGS,
  SETTINGS_ACK,
} from "../../../support/http2-frames.ts";
import { apiOf, failure, withKey } from "../api.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";
import { probe } from "./probe.ts";

const PATH = "/longshore.v1.TaskService/GetTask";
const CALL = callHeaders(PATH);

/** How long an attack goes on that nothing ends, in milliseconds. */
const ATTACK_MS = 1_000;

interface Attack {
  readonly name: string;
  /** What is sent once the connection speaks HTTP/2: chunk by chunk, until the connection is cut off or the time is over. */
  readonly chunks: () => Iterable<Buffer>;
  /** Whether the gateway has to end the connection. */
  readonly isCut: boolean;
}

/** The frames of many streams in chunks of 50, each with a number of its own. */
function* streams(count: number, make: (stream: number) => Buffer): Iterable<Buffer> {
  for (let at = 0; at < count; at += 50)
    yield Buffer.concat(Array.from({ length: 50 }, (_, index) => make((at + index) * 2 + 1)));
}

function* forever(chunk: Buffer): Iterable<Buffer> {
  for (;;) yield chunk;
}

const repeated = (bytes: Buffer, count: number) => Buffer.concat(Array.from({ length: count }, () => bytes));
const opened = (stream: number, flags: number = FLAG.endHeaders) => frame(FRAME.headers, flags, stream, CALL);

/** Enters a header of 4,000 bytes into the table of the connection, which later blocks name by one byte each. */
const entered = Buffer.concat([
  Buffer.from([0x40]),
  headerBlock([["x-long", "a".repeat(4_000)]]).subarray(1),
]);
const references = Buffer.concat([CALL, Buffer.alloc(15, 0x80 | 62)]);

const ATTACKS: readonly Attack[] = [
  {
    name: "rapid reset",
    chunks: () =>
      streams(5_000, (stream) =>
        Buffer.concat([opened(stream), frame(FRAME.reset, FLAG.none, stream, number32(8))]),
      ),
    isCut: true,
  },
  {
    name: "MadeYouReset by a window update of nothing",
    chunks: () =>
      streams(5_000, (stream) =>
        Buffer.concat([opened(stream), frame(FRAME.windowUpdate, FLAG.none, stream, number32(0))]),
      ),
    isCut: true,
  },
  {
    name: "MadeYouReset by more than the content-length",
    chunks: () => {
      const short = callHeaders(PATH, [["content-length", "1"]]);
      return streams(5_000, (stream) =>
        Buffer.concat([
          frame(FRAME.headers, FLAG.endHeaders, stream, short),
          frame(FRAME.data, FLAG.none, stream, Buffer.alloc(2)),
        ]),
      );
    },
    isCut: true,
  },
  {
    name: "a flood of CONTINUATION frames with headers",
    *chunks() {
      yield opened(1, FLAG.none);
      const more = headerBlock([["x-more", "a".repeat(8_000)]]);
      yield* forever(frame(FRAME.continuation, FLAG.none, 1, more));
    },
    isCut: true,
  },
  {
    name: "a flood of empty CONTINUATION frames",
    *chunks() {
      yield opened(1, FLAG.none);
      yield* forever(repeated(frame(FRAME.continuation, FLAG.none, 1), 1_000));
    },
    isCut: true,
  },
  {
    name: "a flood of PING frames",
    chunks: () => forever(repeated(frame(FRAME.ping, FLAG.none, 0, Buffer.alloc(8)), 1_000)),
    isCut: false,
  },
  {
    name: "a flood of SETTINGS frames",
    chunks: () => forever(repeated(SETTINGS, 1_000)),
    isCut: false,
  },
  {
    name: "a bomb of 1,000 headers in each call",
    chunks: () => {
      const bomb = Buffer.concat([CALL, repeated(headerBlock([["a", "b"]]), 1_000)]);
      return streams(5_000, (stream) => frame(FRAME.headers, FLAG.endHeaders, stream, bomb));
    },
    isCut: false,
  },
  {
    name: "a flood of references to one long header",
    *chunks() {
      yield frame(FRAME.headers, FLAG.endHeaders, 1, Buffer.concat([CALL, entered]));
      for (let stream = 3; ; stream += 2) yield frame(FRAME.headers, FLAG.endHeaders, stream, references);
    },
    isCut: true,
  },
];

test.each(ATTACKS)(
  "S28: $name does not keep others from being served, and leaves nothing behind",
  async (attack) => {
    const running = await startGateway();
    const port = running.gateway.grpcPort();
    await serves(running);
    const before = heapMiB();

    const peer = await connectRaw(port, "127.0.0.3");
    await peer.send(Buffer.concat([PREFACE, SETTINGS, SETTINGS_ACK]));
    const probes = (async () => {
      for (let index = 0; index < 5; index += 1) expect(await probe(port)).toBe("0");
    })();
    const wasCut = await pour(peer, attack.chunks());
    await probes;
    if (attack.isCut) expect(wasCut, "the connection was cut off").toBe(true);
    peer.socket.destroy();
    await peer.closed;

    await serves(running);
    expect(await probe(port)).toBe("0");
    expect(heapMiB() - before).toBeLessThan(32);
  },
);

/** Whether the connection was ended by the other side. */
async function pour(peer: RawPeer, chunks: Iterable<Buffer>): Promise<boolean> {
  const until = Date.now() + ATTACK_MS;
  for (const chunk of chunks) {
    if (!(await peer.send(chunk))) return true;
    // The gateway lives in this process: it has to get its turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (Date.now() > until) break;
  }
  const isCut = await Promise.race([
    peer.closed.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ATTACK_MS)),
  ]);
  return isCut || readFrames(peer.received()).some(({ type }) => type === FRAME.goaway);
}

/** A call of the API is answered. */
async function serves({ api }: TestGateway): Promise<void> {
  const missing = await failure(api.get({ taskId: "018f0000-0000-7000-8000-000000000000" }));
  expect(missing.reason).toBe("TASK_NOT_FOUND");
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapMiB(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}

test("S28: metadata up to 8 KiB is taken, more is refused by name, and the connection goes on", async () => {
  const { client, key, api } = await startGateway();
  const withMetadata = (bytes: number) => {
    const metadata = withKey(key);
    metadata.set("x-padding", "a".repeat(bytes));
    return failure(apiOf(client, metadata).get({ taskId: "018f0000-0000-7000-8000-000000000000" }));
  };
  expect((await withMetadata(7_000)).reason).toBe("TASK_NOT_FOUND");
  for (const bytes of [8_192, 20_000, 60_000]) {
    const error = await withMetadata(bytes);
    expect([error.status, error.reason]).toEqual(["INVALID_ARGUMENT", "METADATA_TOO_LARGE"]);
    expect(error.message).toMatch(/\d{4,5} bytes, at most 8192 are allowed/);
  }
  expect(await api.list({})).toMatchObject({ tasks: [] });
  expect(grpc.connectivityState[client.getChannel().getConnectivityState(false)]).toBe("READY");
});
