import { expect, onTestFinished, test } from "vitest";
import { type ConnectionStatus, connectNats } from "../../jetstream/connection.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startNats } from "../support/nats-server.ts";
import { connectTo, crashAndRecover, startStore } from "../support/store.ts";

async function freedPort(): Promise<number> {
  const nats = await startNats();
  await nats.stop();
  return nats.port;
}

test("without a server it waits, says so once, and goes on when the server comes", async () => {
  const port = await freedPort();
  const statuses: ConnectionStatus[] = [];
  const connecting = connectTo({ url: `nats://127.0.0.1:${port}` }, (status) => statuses.push(status));
  await eventuallyTrue("it waits", () => statuses.length > 0);
  const nats = await startNats({ port });
  onTestFinished(() => nats.stop());
  const connection = await connecting;
  expect(connection.isConnected()).toBe(true);
  expect(statuses.map(({ kind }) => kind)).toEqual(["waiting", "connected"]);
});

test("the wait for a server can be ended", async () => {
  const url = `nats://127.0.0.1:${await freedPort()}`;
  const ending = new AbortController();
  const connecting = connectNats({ url, name: "test" }, ending.signal);
  ending.abort(new Error("not wanted any more"));
  await expect(connecting).rejects.toThrow("not wanted any more");
});

test("it comes back after a crash, and tells whoever wants to know", async () => {
  const store = await startStore({ queues: [] });
  const statuses: string[] = [];
  const connection = await connectTo(store.nats, ({ kind }) => statuses.push(kind));
  let losses = 0;
  const stop = connection.onDisconnect(() => losses++);
  await crashAndRecover({ ...store, connection });
  expect(connection.isConnected()).toBe(true);
  expect(statuses.filter((kind) => kind !== "error")).toEqual(["connected", "disconnected", "connected"]);
  expect(losses).toBe(1);
  stop();
  await crashAndRecover({ ...store, connection });
  expect(losses).toBe(1);
});

test("closing never rejects, with a server and without", async () => {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const [first, second] = [await connectTo(nats), await connectTo(nats)];
  await first.close();
  expect(first.isConnected()).toBe(false);
  await nats.kill();
  await eventuallyTrue("the loss is seen", () => !second.isConnected());
  await second.close();
});
