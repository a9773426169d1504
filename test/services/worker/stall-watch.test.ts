import { expect, test } from "vitest";
import { type Stall, StallWatch } from "../../../services/worker/stall-watch.ts";

/** A watch of a worker whose clock, slots and queues are in the hands of the test. */
function setUp() {
  const world = {
    now: 0,
    free: 1,
    connected: true,
    paused: new Set<string>(),
    waiting: { a: 0, b: 0 } as Record<string, number | Error>,
  };
  const told: string[] = [];
  let asked = 0;
  const watch = new StallWatch({
    queues: () => ["a", "b"].filter((queue) => !world.paused.has(queue)),
    freeSlots: () => world.free,
    isConnected: () => world.connected,
    async countWaiting(queue) {
      if (queue === "a") asked++;
      const waiting = world.waiting[queue] ?? 0;
      if (waiting instanceof Error) throw waiting;
      return waiting;
    },
    onStalled: ({ queue, waiting }: Stall) => told.push(`stalled ${queue} ${waiting}`),
    onRecovered: () => told.push("recovered"),
    now: () => world.now,
    patience: { afterMs: 15_000, askEveryMs: 5_000 },
  });
  /** Lets so many seconds pass, with a check in each. */
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      world.now += 1_000;
      await watch.check();
    }
  };
  return { world, told, watch, pass, asked: () => asked };
}

test("free slots and waiting tasks for 15 s, seen twice, are a stall; a task ends it", async () => {
  const { world, told, watch, pass } = setUp();
  world.waiting["b"] = 7;
  await pass(19);
  expect([told, watch.stall]).toEqual([[], undefined]);
  await pass(1);
  expect(told).toEqual(["stalled b 7"]);
  expect(watch.stall).toEqual({ queue: "b", waiting: 7 });

  watch.taken();
  expect([told.at(-1), watch.stall]).toEqual(["recovered", undefined]);
});

test("it ends as well when others have taken what waited", async () => {
  const { world, told, pass } = setUp();
  world.waiting["a"] = 1;
  await pass(20);
  world.waiting["a"] = 0;
  await pass(5);
  expect(told).toEqual(["stalled a 1", "recovered"]);
});

test("an idle worker with empty queues asks after 15 s, then every 5 s, and says nothing", async () => {
  const { told, pass, asked } = setUp();
  await pass(14);
  expect(asked()).toBe(0);
  await pass(1);
  expect(asked()).toBe(1);
  await pass(20);
  expect([asked(), told]).toEqual([5, []]);
});

test("a task that is just on its way is no stall", async () => {
  const { world, told, watch, pass } = setUp();
  world.waiting["a"] = 1;
  await pass(15);
  watch.taken();
  world.waiting["a"] = 0;
  await pass(15);
  world.waiting["a"] = 1;
  await pass(5);
  expect(told).toEqual([]);
});

test("no free slot, no connection and paused queues are no stall", async () => {
  const { world, told, pass, asked } = setUp();
  world.waiting["a"] = 5;
  world.free = 0;
  await pass(60);
  world.free = 1;
  world.connected = false;
  await pass(60);
  expect(asked()).toBe(0);
  world.connected = true;
  world.paused.add("a");
  await pass(60);
  expect(told).toEqual([]);
});

test("when NATS does not say how many wait, nothing is concluded", async () => {
  const { world, told, pass } = setUp();
  world.waiting["a"] = new Error("no answer");
  await pass(60);
  expect(told).toEqual([]);
});

test("a stall that goes on is told again after 15 s, then after twice as long each time", async () => {
  const { world, told, pass } = setUp();
  world.waiting["a"] = 3;
  const times: number[] = [];
  for (let second = 1; second <= 200; second++) {
    const before = told.length;
    await pass(1);
    if (told.length > before) times.push(second);
  }
  expect(times).toEqual([20, 35, 65, 125]);
  expect(new Set(told)).toEqual(new Set(["stalled a 3"]));
});

test("after a reconnect the stall goes on until a task comes", async () => {
  const { world, told, watch, pass } = setUp();
  world.waiting["a"] = 3;
  await pass(20);
  world.connected = false;
  await pass(1);
  world.connected = true;
  await pass(10);
  expect(watch.stall).toEqual({ queue: "a", waiting: 3 });
  watch.taken();
  expect(told).toEqual(["stalled a 3", "recovered"]);
});
