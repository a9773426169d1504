import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Records } from "../../../../jetstream/records.ts";
import type { WatchTasksResponse__Output } from "../../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { apiErrorFrom } from "../../../../sdk/read-api-error.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { spawnGateway } from "../../../support/spawn-gateway.ts";
import { PROJECT, startStack } from "../../../support/start-stack.ts";
import { newRecord } from "../../../support/task-record.ts";
import { withKey } from "../api.ts";
import { connectClient } from "../start-gateway.ts";

/** Of each kind. */
const READERS = 10;
/** A reader that takes nothing for so long is let go. */
const STALL_TIMEOUT = "3s";
const EVENTS = 3_000;
/** Makes an event large, so that what the system buffers for a reader is full soon. */
const TEXT = "x".repeat(8_000);

/** Resident memory of a process, in bytes. */
function rssOf(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) * 1024;
}

/** Reads all events over HTTP as they come, and counts them. */
async function readOverHttp(port: number, key: string) {
  const stopping = new AbortController();
  const url = `http://127.0.0.1:${port}/v1/events`;
  const { body } = await fetch(url, { headers: { "x-api-key": key }, signal: stopping.signal });
  let count = 0;
  void (async () => {
    let rest = "";
    for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      count += lines.filter((line) => line.startsWith("data: ")).length;
    }
  })().catch(() => undefined);
  return { told: () => count, stop: () => stopping.abort() };
}

/** Asks for all events over HTTP, and reads no more once the answer has begun: what is written from then on is for this watch, too. */
async function neverRead(port: number, key: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  socket.write(`GET /v1/events HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n\r\n`);
  for (let seen = ""; !seen.includes("id: "); ) seen += String((await once(socket, "data"))[0]);
  socket.pause();
}

test("S30: watchers that never read are let go, cost bounded memory, and can go on where they were", async () => {
  const stack = await startStack({ scheduler: false });
  const gateway = await spawnGateway({
    LONGSHORE_NATS_URL: stack.nats.url,
    LONGSHORE_LOG_LEVEL: "debug",
    LONGSHORE_WATCH_STALL_TIMEOUT: STALL_TIMEOUT,
  });
  const listening = await gateway.line(/^the gateway listens$/);
  const client = connectClient(Number(listening["grpc_port"]));
  const watch = (position: string) => {
    const stream = client.watchTasks({ position }, withKey(stack.apiKey));
    stream.on("error", () => undefined);
    return stream;
  };

  const records = new Records(stack.connection, stack.publisher);
  const write = async (count: number) => {
    for (let n = 0; n < count; n += 100)
      await Promise.all(
        Array.from({ length: 100 }, () => {
          const record = newRecord({ project: PROJECT });
          const [submitted, ...rest] = record.timeline;
          if (submitted === undefined) throw new Error("no event");
          return records.writeAndWait({ ...record, timeline: [{ ...submitted, message: TEXT }, ...rest] }, 0);
        }),
      );
  };
  let most = 0;
  const sampling = setInterval(() => {
    most = Math.max(most, rssOf(gateway.pid));
  }, 50);
  onTestFinished(() => clearInterval(sampling));
  // What it takes to tell readers that keep up is not to be counted. A burst is no reason to let them go.
  const quick = watch("");
  await new Promise((resolve) => quick.once("data", resolve));
  const told: string[] = [];
  quick.on("data", ({ taskId, event }: WatchTasksResponse__Output) => {
    if (event !== null) told.push(taskId);
  });
  const browser = await readOverHttp(Number(listening["http_port"]), stack.apiKey);
  await write(EVENTS);
  await eventuallyTrue("the quick readers to be told", () => told.length >= EVENTS, 30_000);
  await eventuallyTrue("the quick readers to be told", () => browser.told() >= EVENTS, 30_000);
  expect([told.length, new Set(told).size, browser.told()]).toEqual([EVENTS, EVENTS, EVENTS]);
  quick.cancel();
  browser.stop();
  const before = most;

  const paused = Array.from({ length: READERS }, () => {
    const stream = watch("");
    // A client may be told of the end before it has read all that was sent.
    const failed = new Promise<Error>((resolve) => stream.once("error", resolve));
    const begun = new Promise<string>((resolve) => {
      stream.once("data", ({ position }: WatchTasksResponse__Output) => {
        stream.pause();
        resolve(position);
      });
    });
    return { stream, failed, begun };
  });
  const [first = ""] = await Promise.all(paused.map(({ begun }) => begun));
  for (let i = 0; i < READERS; i++) await neverRead(Number(listening["http_port"]), stack.apiKey);

  await write(EVENTS);
  const dropped = () =>
    gateway.lines.filter(
      ({ method, status }) => method === "TaskService/WatchTasks" && status === "RESOURCE_EXHAUSTED",
    ).length;
  await eventuallyTrue("all of them to be let go", () => dropped() === 2 * READERS, 30_000);
  clearInterval(sampling);
  expect(most - before).toBeLessThan(64 * 1024 ** 2);

  // One of them reads after all: some of what was sent to it, why it was let go, and the rest from there on.
  const [slow] = paused;
  if (slow === undefined) throw new Error("no reader");
  const { stream, failed } = slow;
  const seen = new Set<string>();
  let position = first;
  const take = (answer: WatchTasksResponse__Output) => {
    position = answer.position;
    if (answer.event !== null) seen.add(answer.taskId);
  };
  stream.on("data", take).resume();
  const { reason, metadata } = apiErrorFrom((await failed) as Parameters<typeof apiErrorFrom>[0]);
  expect([reason, metadata["position"]]).toEqual(["WATCH_TOO_SLOW", expect.stringMatching(/^1\./)]);
  if (!stream.readableEnded) await once(stream, "end").catch(() => undefined);
  expect(seen.size).toBeLessThan(EVENTS);
  const resumed = watch(position);
  await new Promise<void>((resolve) => {
    resumed.on("data", (answer: WatchTasksResponse__Output) => {
      take(answer);
      if (seen.size === EVENTS) resolve();
    });
  });
  resumed.cancel();
});
