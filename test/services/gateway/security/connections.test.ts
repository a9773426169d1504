import { once } from "node:events";
import * as http2 from "node:http2";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../../../../runtime/log.ts";
import { addHealth } from "../../../../services/gateway/grpc/health.ts";
import type { LargeCallsDeps } from "../../../../services/gateway/grpc/large-calls.ts";
import {
  createGrpcServer,
  GRPC_OPTIONS,
  GUARD_LIMITS,
  listen,
} from "../../../../services/gateway/grpc/server.ts";
import type { GuardLimits } from "../../../../services/gateway/grpc/stream-guard.ts";
import { ARRIVAL_LIMITS, listenForRequests } from "../../../../services/gateway/http/listen.ts";
import { Inflater } from "../../../../services/gateway/inflater.ts";
import { LargeBodies } from "../../../../services/gateway/large-bodies.ts";
import { addressBlock } from "../../../../services/gateway/listener/address-block.ts";
import {
  ConnectionGate,
  type ConnectionLimits,
} from "../../../../services/gateway/listener/connection-gate.ts";
import type { ListenerDeps } from "../../../../services/gateway/listener/listener.ts";
import { HANDSHAKE_MS } from "../../../../services/gateway/listener/tls-options.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import {
  callHeaders,
  connectRaw,
  FLAG,
  FRAME,
  frame,
  grpcMessage,
  PREFACE,
  SETTINGS,
} from "../../../support/http2-frames.ts";
import { startGateway } from "../start-gateway.ts";
import { probe } from "./probe.ts";

const CHECK = "/grpc.health.v1.Health/Check";

/** Nothing here is large. */
const LARGE: LargeCallsDeps = {
  payloadMaxBytes: 1024 ** 2,
  largeBodies: new LargeBodies(1024 ** 2),
  inflater: new Inflater(),
  gate: undefined as never,
  onInternal: () => undefined,
};

const LIMITS: ConnectionLimits = { inTotal: 100, perAddress: 100, newPerSecond: 1_000, burst: 1_000 };

function listenerDeps(limits: Partial<ConnectionLimits> = {}): ListenerDeps {
  return {
    address: { host: "127.0.0.1", port: 0 },
    setting: "test",
    limits: { ...LIMITS, ...limits },
    certificate: undefined,
    log: createLog({ service: "gateway", instance: "test", level: "silent" }),
  };
}

/** A gRPC listener with nothing but health, and short patience. */
async function startShortTempered(
  limits: Partial<ConnectionLimits> = {},
  guard: Partial<GuardLimits> = { prefaceMs: 300, requestMs: 300 },
): Promise<number> {
  const server = createGrpcServer(LARGE, { "grpc.keepalive_time_ms": 200, "grpc.keepalive_timeout_ms": 200 });
  addHealth(server, ["any"]).setServing(true);
  const listener = await listen(server, listenerDeps(limits), undefined, guard);
  onTestFinished(() => listener.shutDown(Promise.resolve(), 0));
  return listener.port;
}

test("S27: an address has a burst of new connections, then a rate; others do not feel it", () => {
  let now = 0;
  const gate = new ConnectionGate({ ...LIMITS, newPerSecond: 10, burst: 5 }, () => now);
  const enter = (address: string, count: number) =>
    Array.from({ length: count }, () => gate.enter(address)).filter((refusal) => refusal === undefined)
      .length;
  expect(enter("192.0.2.1", 8)).toBe(5);
  expect(gate.enter("192.0.2.1")).toBe("too many new ones from this address");
  expect(enter("192.0.2.2", 8)).toBe(5);
  now = 200;
  expect(enter("192.0.2.1", 8)).toBe(2);
  now = 60_000;
  expect(enter("192.0.2.1", 8)).toBe(5);
  now = 120_000;
  gate.charge("192.0.2.1", 20);
  expect(enter("192.0.2.1", 1)).toBe(0);
  now = 121_700;
  expect(enter("192.0.2.1", 8)).toBe(2);
});

test("S27: connections are counted per address and in total, and one that ends makes room", () => {
  const gate = new ConnectionGate({ ...LIMITS, inTotal: 3, perAddress: 2 }, () => 0);
  expect([gate.enter("::ffff:192.0.2.1"), gate.enter("192.0.2.1")]).toEqual([undefined, undefined]);
  expect(gate.enter("192.0.2.1")).toBe("too many from this address");
  expect(gate.enter("192.0.2.2")).toBeUndefined();
  expect(gate.enter("192.0.2.3")).toBe("too many connections");
  gate.leave("192.0.2.1");
  expect(gate.enter("192.0.2.3")).toBeUndefined();
  expect(gate.open).toBe(3);
});

test("S34: a million addresses are no more than the limit holds", () => {
  const gate = new ConnectionGate(LIMITS, () => 0);
  for (let index = 0; index < 1_000_000; index += 1) {
    const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    gate.enter(address);
    gate.leave(address);
  }
  expect(gate.addresses).toBeLessThanOrEqual(10_000);
  expect(gate.open).toBe(0);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
  ["2001:0db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("S27: %s is counted as %s", (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

test("S27: whoever has too many connections gets no more, and another address is served", async () => {
  const port = await startShortTempered({ perAddress: 3 });
  const peers = await Promise.all(Array.from({ length: 3 }, () => connectRaw(port)));
  const refused = await connectRaw(port);
  await refused.closed;
  expect(refused.received()).toHaveLength(0);
  expect(await probe(port)).toBe("0");
  peers[0]?.socket.destroy();
  await eventuallyTrue("there is room again", () =>
    probe(port, "127.0.0.1").then(
      (status) => status === "0",
      () => false,
    ),
  );
});

test("S27: rapid resets over ever new connections do not keep another address from being served", async () => {
  const { gateway, lines } = await startGateway();
  const port = gateway.grpcPort();
  const workerData = { port, from: "127.0.0.1" };
  const attacker = new Worker(join(import.meta.dirname, "reset-flood.ts"), { workerData });
  onTestFinished(async () => void (await attacker.terminate()));
  await once(attacker, "message");
  await eventuallyTrue("the attacker is refused", () =>
    lines.some((line) => line.includes("connections are refused")),
  );
  for (let index = 0; index < 30; index += 1) expect(await probe(port)).toBe("0");
  attacker.postMessage("stop");
  const [connections] = (await once(attacker, "message")) as [number];
  // At 20 a second with a burst of 200 and 10 more for each that is cut off: most of its connections were refused.
  expect(connections).toBeGreaterThan(30);
  expect(await probe(port)).toBe("0");
});

test("S29: a gRPC connection that says nothing, half of it, or nothing more is ended", async () => {
  const port = await startShortTempered();
  const silent = await connectRaw(port);
  const half = await connectRaw(port);
  await half.send(PREFACE.subarray(0, 10));
  const noSettings = await connectRaw(port);
  await noSettings.send(PREFACE);
  // Speaks HTTP/2, and does not answer the PINGs that come.
  const idle = await connectRaw(port);
  await idle.send(Buffer.concat([PREFACE, SETTINGS]));
  await Promise.all([silent, half, noSettings, idle].map(({ closed }) => closed));
  expect(await probe(port)).toBe("0");
});

test("S29: a gRPC call whose request does not get complete is ended, however slowly it goes on", async () => {
  const port = await startShortTempered();
  for (const path of [CHECK, "/grpc.health.v1.Health/Watch"]) {
    const peer = await connectRaw(port);
    await peer.send(
      Buffer.concat([PREFACE, SETTINGS, frame(FRAME.headers, FLAG.endHeaders, 1, callHeaders(path))]),
    );
    const message = grpcMessage(Buffer.alloc(100_000));
    const drip = setInterval(
      () => void peer.send(frame(FRAME.data, FLAG.none, 1, message.subarray(0, 1))),
      50,
    );
    onTestFinished(() => clearInterval(drip));
    await eventuallyTrue(`${path} is reset`, () => hasReset(peer.received()));
    clearInterval(drip);
  }
  expect(await probe(port)).toBe("0");
});

test("S29: a large request may take longer as long as it gets on", async () => {
  const port = await startShortTempered({}, { requestMs: 200, bytesPerSecond: 1_000 });
  const session = http2.connect(`http://127.0.0.1:${port}`);
  onTestFinished(() => session.destroy());
  const stream = session.request({ ":method": "POST", ":path": CHECK, "content-type": "application/grpc" });
  stream.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => stream.once("close", () => resolve()));
  const begunAt = performance.now();
  stream.write(grpcMessage(Buffer.alloc(900 * 1024)).subarray(0, 1_000));
  await closed;
  expect(stream.rstCode).toBe(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM);
  // A thousand bytes are worth a second.
  expect(performance.now() - begunAt).toBeGreaterThan(900);
});

test("S25: requests that are not complete may hold so many bytes together, whoever sends them", async () => {
  const port = await startShortTempered({}, { pendingBytes: 1024 ** 2 });
  const session = http2.connect(`http://127.0.0.1:${port}`);
  onTestFinished(() => session.destroy());
  const resets: number[] = [];
  const begun = grpcMessage(Buffer.alloc(900 * 1024)).subarray(0, 400 * 1024);
  const open = () => {
    const stream = session.request({ ":method": "POST", ":path": CHECK, "content-type": "application/grpc" });
    stream.on("error", () => undefined);
    stream.on("close", () => resets.push(stream.rstCode));
    stream.write(begun);
    return stream;
  };
  const held = [open(), open()];
  await eventuallyTrue("both have arrived", () => held.every(({ bufferSize }) => bufferSize === 0));
  expect(resets).toEqual([]);
  open();
  await eventuallyTrue("the third is one too many", () => resets.length > 0);
  expect(resets).toEqual([http2.constants.NGHTTP2_ENHANCE_YOUR_CALM]);
  for (const stream of held) stream.close();
  await eventuallyTrue("they are gone", () => resets.length === 3);
  expect(await probe(port)).toBe("0");
});

function hasReset(bytes: Buffer): boolean {
  const reset = frame(FRAME.reset, FLAG.none, 1, Buffer.from([0, 0, 0, 11]));
  return bytes.includes(reset);
}

test("S29: an HTTP connection that says nothing, its headers slowly, or half of its body is ended", async () => {
  const limits = { headersMs: 200, requestMs: 400, lookMs: 50 };
  const handle = (_request: unknown, response: { end(text: string): void }) => response.end("ok");
  const listener = await listenForRequests(listenerDeps(), handle as never, limits);
  onTestFinished(() => {
    listener.close();
    listener.cut();
  });
  const silent = await connectRaw(listener.port);
  const slow = await connectRaw(listener.port);
  await slow.send(Buffer.from("POST / HTTP/1.1\r\nhost: a\r\n"));
  const drip = setInterval(() => void slow.send(Buffer.from("x-a: b\r\n")), 30);
  onTestFinished(() => clearInterval(drip));
  const half = await connectRaw(listener.port);
  await half.send(Buffer.from("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf"));
  await Promise.all([silent, slow, half].map(({ closed }) => closed));
  expect(slow.received().toString()).toMatch(/^HTTP\/1\.1 408 /);
  expect((await fetch(`http://127.0.0.1:${listener.port}/`)).status).toBe(200);
});

test("S29: with the limits that users have, none of this takes more than 30 seconds", () => {
  const keepalive =
    Number(GRPC_OPTIONS["grpc.keepalive_time_ms"]) + Number(GRPC_OPTIONS["grpc.keepalive_timeout_ms"]);
  expect(keepalive).toBeLessThanOrEqual(30_000);
  expect(HANDSHAKE_MS + GUARD_LIMITS.prefaceMs).toBeLessThanOrEqual(30_000);
  // Its sweep comes ten times as often.
  expect(GUARD_LIMITS.requestMs * 1.1).toBeLessThanOrEqual(30_000);
  expect(ARRIVAL_LIMITS.headersMs).toBeLessThanOrEqual(ARRIVAL_LIMITS.requestMs);
  expect(ARRIVAL_LIMITS.requestMs + ARRIVAL_LIMITS.lookMs).toBeLessThanOrEqual(30_000);
});
