import { expect, onTestFinished, test, vi } from "vitest";
import type { Connection } from "../../jetstream/connection.ts";
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

test("an answer that took long does not make the clock worse than it was", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  // The server says its time at once; its answer takes so long.
  const delays = [2, 1_800, 4];
  const request = async () => {
    const ts = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, delays.shift()));
    return { json: () => ({ ts }) };
  };
  const following = followServerClock({ nc: { request } } as unknown as Connection);
  await vi.advanceTimersByTimeAsync(2);
  const clock = await following;
  const errors: number[] = [];
  for (let i = 0; i < 3; i++) {
    errors.push(Math.abs(clock.nowMs() - Date.now()));
    await vi.advanceTimersByTimeAsync(12_000);
  }
  clock.stop();
  expect(Math.max(...errors)).toBeLessThan(10);
});

test("without the stream TASKS there is nothing to ask", async () => {
  const { connection } = await startStore({ queues: [] });
  await connection.jsm.streams.delete("TASKS");
  expect(await serverClockOffset(connection)).toBeUndefined();
});
