import { connect } from "node:http2";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const MIB = 1024 ** 2;
const BOMBS = 1_000;

/** The most that the process may grow while it is attacked, in bytes. */
const MOST = 300 * MIB;

/** Compressed: gzip may have several members, and so a GiB need not be made to be sent. */
const member = gzipSync(Buffer.alloc(2 * MIB, " "));
const bombOf = (bytes: number) => Buffer.concat(Array.from({ length: bytes / (2 * MIB) }, () => member));

/** How much the process grows at most while something is done. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  await work();
  clearInterval(timer);
  return most - before;
}

/** Does it so often, some at a time. */
async function often(times: number, atOnce: number, once: () => Promise<void>): Promise<void> {
  let left = times;
  const line = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}

const postBomb = async ({ gateway, key }: TestGateway, bomb: Buffer): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/v1/tasks`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "content-encoding": "gzip" },
    body: bomb,
  });
  await response.arrayBuffer();
  return response.status;
};

test("S26: over HTTP a bomb of 1 GiB and 1,000 small ones are refused, and the next call is answered", async () => {
  const running = await startGateway();
  const statuses = new Set<number>();
  const small = bombOf(2 * MIB);
  const grown = await growth(async () => {
    expect(await postBomb(running, bombOf(1024 * MIB))).toBe(413);
    await often(BOMBS, 16, async () => void statuses.add(await postBomb(running, small)));
  });
  for (const status of statuses) expect([400, 429]).toContain(status);
  expect(grown).toBeLessThan(MOST);
  expect((await running.api.submit({ type: "echo", payload: { numberValue: 1 } })).state).toBe("QUEUED");
});

/** Sends compressed messages over one connection, as no client of ours does. */
function openGrpc({ gateway, key }: TestGateway) {
  const session = connect(`http://127.0.0.1:${gateway.grpcPort()}`);
  onTestFinished(() => session.destroy());
  return (bomb: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const stream = session.request({
        ":method": "POST",
        ":path": "/longshore.v1.TaskService/SubmitTask",
        "content-type": "application/grpc",
        te: "trailers",
        "grpc-encoding": "gzip",
        "x-api-key": key,
      });
      const answer = (headers: Readonly<Record<string, unknown>>) => {
        if (headers["grpc-status"] !== undefined) resolve(Number(headers["grpc-status"]));
      };
      stream.on("response", answer).on("trailers", answer).on("error", reject).resume();
      const frame = Buffer.alloc(5);
      frame.writeUInt8(1, 0);
      frame.writeUInt32BE(bomb.length, 1);
      stream.end(Buffer.concat([frame, bomb]));
    });
}

test("S26: over gRPC a bomb of 1 GiB and 1,000 small ones are refused, and the next call is answered", async () => {
  const running = await startGateway();
  const send = openGrpc(running);
  const statuses = new Set<number>();
  const small = bombOf(2 * MIB);
  const grown = await growth(async () => {
    expect(await send(bombOf(1024 * MIB))).toBe(3);
    await often(BOMBS, 100, async () => void statuses.add(await send(small)));
  });
  for (const status of statuses) expect([3, 8]).toContain(status);
  expect(grown).toBeLessThan(MOST);
  expect((await running.api.submit({ type: "echo", payload: { numberValue: 1 } })).state).toBe("QUEUED");
});
