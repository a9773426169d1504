import { expect, test } from "vitest";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { spawnWorker } from "../support/spawn-worker.ts";
import { PUPPETS, startStack } from "../support/start-stack.ts";

test("a worker that finds no NATS waits, says so, and goes on when it comes", async () => {
  const stack = await startStack();
  await stack.nats.kill();
  const worker = stack.spawnWorker({ concurrency: 1 });

  const waiting = await worker.line(/waiting for NATS/);
  await stack.nats.restart();
  await worker.line(/worker takes tasks/);
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "return", result: 1 }] },
  });

  expect(waiting).toMatchObject({
    level: "warn",
    msg: expect.stringMatching(/^waiting for NATS at nats:\/\/127\.0\.0\.1:\d+: .*Goes on when it is there$/),
  });
  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });
  // Said once, not once per try.
  expect(worker.lines.filter(({ msg }) => /waiting for NATS/.test(msg))).toHaveLength(1);
});

test("a worker that loses NATS says so, and goes on taking tasks when it is back", async () => {
  const stack = await startStack();
  const worker = stack.spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);

  await stack.nats.kill();
  await worker.line(/lost the connection to NATS/);
  await stack.nats.restart();
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts: [] } });

  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
});

test("a worker shows whether it lives and whether it can work, where it is told to", async () => {
  const stack = await startStack();
  const address = `127.0.0.1:${await freePort()}`;
  const worker = spawnWorker(
    { LONGSHORE_NATS_URL: stack.nats.url, LONGSHORE_LEASE: "2s", LONGSHORE_WORKER_HEALTH_ADDRESS: address },
    [PUPPETS],
  );
  await worker.line(/worker takes tasks/);
  const at = async (path: string) => {
    const response = await fetch(`http://${address}${path}`);
    return [response.status, (await response.text()).trim()];
  };
  expect(await eventually("it listens", () => at("/readyz").catch(() => undefined))).toEqual([200, "ready"]);
  expect(await at("/healthz")).toEqual([200, "ok"]);
  await stack.nats.kill();
  await eventuallyTrue("it is not ready", async () => (await at("/readyz"))[0] === 503);
  expect((await at("/readyz"))[1]).toContain("NATS");
  expect(await at("/healthz")).toEqual([200, "ok"]);
});
