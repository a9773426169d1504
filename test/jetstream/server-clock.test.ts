import { expect, onTestFinished, test, vi } from "vitest";
import { followServerClock, serverClockOffset } from "../../jetstream/server-clock.ts";
import { startProxy } from "../support/proxy.ts";
import { connectTo, startStore } from "../support/store.ts";

const HOUR_MS = 3_600_000;

/** Sets this machine's clock another way, as far as JavaScript sees it. The server's is not touched. */
function setLocalClock(offsetMs: number): void {
  const real = Date.now.bind(Date);
  const spy = vi.spyOn(Date, "now").mockImplementation(() => real() + offsetMs);
  onTestFinished(() => spy.mockRestore());
}

test("it tells the server's time, whoever sets the local clock, before or while it runs", async () => {
  const { connection } = await startStore({ queues: [] });
  const trueNow = Date.now.bind(Date);
  setLocalClock(-HOUR_MS);
  const clock = await followServerClock(connection);
  onTestFinished(() => clock.stop());
  // Server and test run on one machine, so the true local time is the server's.
  expect(Math.abs(clock.nowMs() - trueNow())).toBeLessThan(500);
  expect(Math.abs(((await serverClockOffset(connection)) ?? 0) - HOUR_MS)).toBeLessThan(500);
  setLocalClock(HOUR_MS);
  expect(Math.abs(clock.nowMs() - trueNow())).toBeLessThan(500);
});

test("it goes on while NATS is away, and never runs backwards", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const clock = await followServerClock(connection);
  onTestFinished(() => clock.stop());
  await nats.kill();
  const before = clock.nowMs();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const passed = clock.nowMs() - before;
  expect(passed).toBeGreaterThanOrEqual(49);
  expect(passed).toBeLessThan(2_000);
});

test("it waits for a server that does not answer, until it does or the wait is called off", async () => {
  const { nats } = await startStore({ queues: [] });
  const proxy = await startProxy(nats.port);
  const connection = await connectTo(proxy);
  void proxy.mute();
  const aborted = new AbortController();
  const refused = followServerClock(connection, aborted.signal);
  aborted.abort(new Error("no longer wanted"));
  await expect(refused).rejects.toThrow("no longer wanted");
  const waiting = followServerClock(connection);
  proxy.cut();
  const clock = await waiting;
  clock.stop();
  expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(500);
});

test("without the stream TASKS there is nothing to ask", async () => {
  const { connection } = await startStore({ queues: [] });
  await connection.jsm.streams.delete("TASKS");
  expect(await serverClockOffset(connection)).toBeUndefined();
});
