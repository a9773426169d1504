import { expect, onTestFinished, test } from "vitest";
import type { QueueSettings } from "../../../core/queue-settings.ts";
import { QueueGate } from "../../../services/worker/admission/queue-gate.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { permitCount } from "../../support/permit-count.ts";
import { startStore, type TestStore } from "../../support/store.ts";

type Limits = Pick<QueueSettings, "maxRunning" | "rateLimit">;

/** The gate of a worker with `slots` free slots; `set` changes what holds for the queue. */
function gateOf({ connection }: TestStore, limits: Limits, { worker = "w1", slots = 4 } = {}) {
  let settings: QueueSettings = { version: 1, paused: false, ...limits };
  const host = { freeSlots: () => slots, wake: () => undefined, handBack: () => undefined };
  const gate = new QueueGate({
    connection,
    queue: "default",
    worker,
    host,
    settings: () => settings,
    nowMs: Date.now,
  });
  onTestFinished(() => gate.stop());
  const set = (next: Limits) => {
    settings = { version: 1, paused: false, ...next };
    gate.apply();
  };
  gate.apply();
  return { gate, set };
}

test("without limits all may start, and nothing is asked of the store", async () => {
  const store = await startStore();
  const { gate } = gateOf(store, {});
  expect([gate.isLimited(), gate.room(), gate.mayStand()]).toEqual([false, Number.POSITIVE_INFINITY, true]);
  expect(gate.tryEnter()).toBeTypeOf("function");
  expect(await permitCount(store.connection)).toBe(0);
});

test("a capped queue lets as many start as it has permits; one that leaves, however often, makes room for one", async () => {
  const store = await startStore();
  const { gate } = gateOf(store, { maxRunning: 2 });
  expect([gate.room(), gate.mayStand(), gate.tryEnter()]).toEqual([0, false, undefined]);
  expect(await gate.prepare()).toBe(true);
  const leave = gate.tryEnter();
  expect(leave).toBeTypeOf("function");
  expect(await gate.prepare()).toBe(true);
  expect(gate.tryEnter()).toBeTypeOf("function");
  expect(await gate.prepare()).toBe(false);
  leave?.();
  leave?.();
  expect(gate.room()).toBe(1);
  expect([typeof gate.tryEnter(), gate.tryEnter()]).toEqual(["function", undefined]);
});

test("a worker that had to pass a task on pulls none for a moment, and others get what it had", async () => {
  const store = await startStore();
  const { gate } = gateOf(store, { maxRunning: 1 });
  await eventuallyTrue("a permit", () => gate.room() === 1);
  gate.rest();
  expect([gate.room(), gate.mayStand()]).toEqual([0, false]);
  const other = gateOf(store, { maxRunning: 1 }, { worker: "w2" });
  await eventuallyTrue("the other has it", () => {
    gate.tick();
    other.gate.tick();
    return other.gate.room() === 1;
  });
});

test("a queue with a rate lets one start, and the next only when it is due", async () => {
  const store = await startStore();
  const { gate } = gateOf(store, { rateLimit: { perSecond: 0.1, burst: 1 } });
  expect(await gate.prepare()).toBe(true);
  expect([typeof gate.tryEnter(), gate.tryEnter()]).toEqual(["function", undefined]);
  expect([await gate.prepare(), gate.mayStand()]).toEqual([false, false]);
});

test("limits that are taken away let all pass, and what was held is given back", async () => {
  const store = await startStore();
  const { gate, set } = gateOf(store, { maxRunning: 1, rateLimit: { perSecond: 1, burst: 1 } });
  expect(await gate.prepare()).toBe(true);
  expect(await permitCount(store.connection)).toBe(1);
  set({});
  expect([gate.room(), gate.mayStand()]).toEqual([Number.POSITIVE_INFINITY, true]);
  await eventuallyTrue("it is given back", async () => (await permitCount(store.connection)) === 0);
});

test("a cap that is taken away while it is being taken up leaves nothing behind", async () => {
  const store = await startStore();
  const { gate, set } = gateOf(store, { maxRunning: 1 });
  set({});
  await gate.prepare();
  await eventuallyTrue("nobody follows the permits", async () => {
    const followers = await store.connection.jsm.consumers.list("KV_permits").next();
    return followers.every(({ push_bound }) => push_bound !== true);
  });
  expect(await permitCount(store.connection)).toBe(0);
  set({ rateLimit: { perSecond: 100, burst: 10 } });
  await eventuallyTrue("the rate alone counts", () => gate.mayStand());
});

test("a gate that stops gives back all that it holds", async () => {
  const store = await startStore();
  const { gate } = gateOf(store, { maxRunning: 3 });
  gate.delivered(10);
  await eventuallyTrue("permits", () => gate.room() > 0);
  gate.tick();
  await gate.stop();
  expect(await permitCount(store.connection)).toBe(0);
});
