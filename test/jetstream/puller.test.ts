import { expect, onTestFinished, test } from "vitest";
import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import { Puller, type PullerOptions, type PullLimits } from "../../jetstream/puller.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { connectTo, crashAndRecover, startStore, type TestStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

/** A worker reduced to its slots: it holds what it is given until told to finish it. */
class Slots {
  readonly puller: Puller;
  readonly held: Delivery[] = [];
  readonly seen: Delivery[] = [];
  readonly problems: string[] = [];
  mostHeld = 0;
  onDelivery: (delivery: Delivery) => void = () => undefined;

  constructor(
    connection: Connection,
    size: number,
    queues: readonly string[] = ["default"],
    more: Pick<PullerOptions, "weights" | "isPaused" | "limits"> = {},
  ) {
    this.puller = new Puller(connection, {
      ...more,
      queues,
      slots: size,
      freeSlots: () => size - this.held.length,
      onDelivery: (delivery) => {
        this.held.push(delivery);
        this.seen.push(delivery);
        this.mostHeld = Math.max(this.mostHeld, this.held.length);
        this.onDelivery(delivery);
      },
      onProblem: (problem) => this.problems.push(problem),
    });
    this.puller.start();
    onTestFinished(() => this.puller.stop());
  }

  get ids(): string[] {
    return this.seen.map(({ place }) => place.id);
  }

  finish(delivery: Delivery | undefined = this.held[0]): void {
    if (delivery === undefined) throw new Error("nothing is held");
    this.held.splice(this.held.indexOf(delivery), 1);
    delivery.ack();
    this.puller.wake();
  }

  /** From now on each task is finished as soon as it comes. */
  finishAll(): void {
    this.onDelivery = (delivery) => this.finish(delivery);
    for (const delivery of [...this.held]) this.finish(delivery);
  }
}

async function submit({ queue }: TestStore, records: readonly TaskRecord[]): Promise<void> {
  await Promise.all(
    records.map(
      (record) =>
        new Promise<void>((resolve, reject) =>
          queue.submit(record, ({ kind }) => (kind === "stored" ? resolve() : reject(new Error(kind)))),
        ),
    ),
  );
}

const many = (count: number, changes: Parameters<typeof newRecord>[0] = {}) =>
  Array.from({ length: count }, () => newRecord(changes));

async function waitingCount({ connection }: TestStore): Promise<number> {
  return (await connection.jsm.streams.info("TASKS")).state.messages;
}

test("a delivery says which task it is, where it waits and what it starts from", async () => {
  const store = await startStore();
  const record = newRecord({ priority: "high" });
  await submit(store, [record]);
  const slots = new Slots(store.connection, 1);
  await eventuallyTrue("a delivery", () => slots.seen.length === 1);
  expect(slots.seen[0]).toMatchObject({
    place: { queue: "default", priority: "high", project: "demo", id: record.id },
    text: JSON.stringify(record),
    recordSequence: 0,
    messageSequence: 1,
    deliveries: 1,
  });
});

test("a task that comes while nothing waits is delivered at once", async () => {
  const store = await startStore();
  const slots = new Slots(store.connection, 4);
  for (let i = 0; i < 20; i++) {
    await submit(store, many(1));
    const before = Date.now();
    await eventuallyTrue("a delivery", () => slots.seen.length === i + 1);
    expect(Date.now() - before).toBeLessThan(500);
    slots.finish();
  }
});

test("as many are leased as there are slots; the rest stay in the queue for others", async () => {
  const store = await startStore();
  await submit(store, many(50));
  const slots = new Slots(store.connection, 8);
  await eventuallyTrue("all slots are filled", () => slots.held.length === 8);
  const { num_ack_pending, num_pending } = await store.connection.jsm.consumers.info(
    "TASKS",
    "default-normal",
  );
  expect([num_ack_pending, num_pending]).toEqual([8, 42]);
  slots.finishAll();
  await eventuallyTrue("all are done", async () => (await waitingCount(store)) === 0);
  expect(slots.mostHeld).toBe(8);
  expect(new Set(slots.ids).size).toBe(50);
});

test("beyond its slots a worker is handed at most what stood on the other levels", async () => {
  const store = await startStore({ queues: ["default", "other"] });
  const slots = new Slots(store.connection, 1, ["default", "other"]);
  await eventuallyTrue("pulls stand", async () => {
    const info = await store.connection.jsm.consumers.info("TASKS", "other-low");
    return info.num_waiting === 1;
  });
  const levels = ["high", "normal", "low"] as const;
  await submit(
    store,
    ["default", "other"].flatMap((queue) => levels.flatMap((priority) => many(5, { queue, priority }))),
  );
  await eventuallyTrue("the standing pulls are served", () => slots.held.length >= 1);
  await store.connection.nc.flush();
  expect(slots.held.length).toBeLessThanOrEqual(6);
  slots.finishAll();
  await eventuallyTrue("all are done", async () => (await waitingCount(store)) === 0);
  expect(slots.mostHeld).toBeLessThanOrEqual(6);
});

test("a higher priority goes first", async () => {
  const store = await startStore();
  await submit(store, [...many(4, { priority: "low" }), ...many(4), ...many(4, { priority: "high" })]);
  const slots = new Slots(store.connection, 1);
  slots.finishAll();
  await eventuallyTrue("all are done", () => slots.seen.length === 12);
  expect(slots.seen.map(({ place }) => place.priority)).toEqual([
    ...Array(4).fill("high"),
    ...Array(4).fill("normal"),
    ...Array(4).fill("low"),
  ]);
});

test("a full high level does not starve the low one", async () => {
  const store = await startStore();
  await submit(store, [...many(200, { priority: "high" }), ...many(4, { priority: "low" })]);
  const slots = new Slots(store.connection, 1);
  slots.finishAll();
  await eventuallyTrue("all are done", () => slots.seen.length === 204);
  const low = slots.seen.flatMap(({ place }, index) => (place.priority === "low" ? [index] : []));
  expect(low.length).toBe(4);
  expect(low.at(-1)).toBeLessThan(100);
});

test("two queues take turns", async () => {
  const store = await startStore({ queues: ["default", "other"] });
  await submit(store, [...many(40), ...many(40, { queue: "other" })]);
  const slots = new Slots(store.connection, 1, ["default", "other"]);
  slots.finishAll();
  await eventuallyTrue("all are done", () => slots.seen.length === 80);
  const first = slots.seen.slice(0, 40).filter(({ place }) => place.queue === "default").length;
  expect(first).toBeGreaterThan(10);
  expect(first).toBeLessThan(30);
});

test("queues get their share by weight, each from its first task on", async () => {
  const store = await startStore({ queues: ["images", "reports"] });
  await submit(store, [...many(60, { queue: "images" }), ...many(60, { queue: "reports" })]);
  const weights = new Map([["images", 3]]);
  const slots = new Slots(store.connection, 1, ["images", "reports"], { weights });
  slots.finishAll();
  await eventuallyTrue("all are done", () => slots.seen.length === 120);
  const taken = slots.seen.map(({ place }) => place.queue);
  // One task may come from a pull that stood when the first round began.
  for (const count of [8, 20, 40, 60]) {
    const images = taken.slice(0, count).filter((queue) => queue === "images").length;
    expect(Math.abs(images - (count * 3) / 4)).toBeLessThanOrEqual(3);
  }
});

test("a weight holds at each priority of its own: high tasks of one queue cost its normal ones nothing", async () => {
  const store = await startStore({ queues: ["a", "b"] });
  await submit(store, [
    ...many(40, { queue: "a", priority: "high" }),
    ...many(40, { queue: "a" }),
    ...many(40, { queue: "b" }),
  ]);
  const slots = new Slots(store.connection, 1, ["a", "b"]);
  slots.finishAll();
  await eventuallyTrue("all are done", () => slots.seen.length === 120);
  const normal = slots.seen
    .filter(({ place }) => place.priority === "normal")
    .map(({ place }) => place.queue);
  expect(Math.abs(normal.slice(0, 40).filter((queue) => queue === "a").length - 20)).toBeLessThanOrEqual(2);
});

test("a paused queue is not pulled; the others go on, and it goes on at once when it is resumed", async () => {
  const store = await startStore({ queues: ["a", "b"] });
  const paused = new Set(["a"]);
  const isPaused = (queue: string) => paused.has(queue);
  await submit(store, [...many(10, { queue: "a" }), ...many(10, { queue: "b" })]);
  const slots = new Slots(store.connection, 4, ["a", "b"], { isPaused });
  slots.finishAll();
  await eventuallyTrue("those of the other queue are done", () => slots.seen.length === 10);
  // Pulls stand where there is something to wait for, and only there.
  await eventuallyTrue("a pull stands on the other queue", async () => {
    return (await store.connection.jsm.consumers.info("TASKS", "b-low")).num_waiting === 1;
  });
  expect(slots.seen.every(({ place }) => place.queue === "b")).toBe(true);
  expect((await store.connection.jsm.consumers.info("TASKS", "a-normal")).num_waiting).toBe(0);

  paused.clear();
  slots.puller.wake();
  const before = Date.now();
  await eventuallyTrue("the rest are done", () => slots.seen.length === 20);
  expect(Date.now() - before).toBeLessThan(1_000);
});

test("after a pause no new pull is made, and one that stood brings one task at most", async () => {
  const store = await startStore();
  let isPaused = false;
  const slots = new Slots(store.connection, 4, ["default"], { isPaused: () => isPaused });
  const { consumers } = store.connection.jsm;
  await eventuallyTrue("a pull stands", async () => {
    return (await consumers.info("TASKS", "default-normal")).num_waiting === 1;
  });
  isPaused = true;
  await submit(store, many(10));
  await eventuallyTrue("no pull stands", async () => {
    return (await consumers.info("TASKS", "default-normal")).num_waiting === 0;
  });
  expect(slots.seen.length).toBe(1);
  expect((await consumers.info("TASKS", "default-normal")).num_pending).toBe(9);
});

test("a task whose worker is silent is delivered again, and says so", async () => {
  const store = await startStore({ leaseMs: 1_000 });
  await submit(store, many(1));
  const slots = new Slots(store.connection, 2);
  await eventuallyTrue("the second delivery", () => slots.seen.length === 2);
  expect(slots.seen.map(({ deliveries, messageSequence }) => [deliveries, messageSequence])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test("a lease that is extended is not given to another", async () => {
  const store = await startStore({ leaseMs: 1_000 });
  await submit(store, many(1));
  const slots = new Slots(store.connection, 2);
  await eventuallyTrue("a delivery", () => slots.held.length === 1);
  const keeper = setInterval(() => slots.held[0]?.extend(), 300);
  onTestFinished(() => clearInterval(keeper));
  // Longer than the lease: another task, due after it, comes and goes meanwhile.
  await submit(store, [newRecord({ dueAtMs: Date.now() + 2_500 })]);
  await eventuallyTrue("the later task", () => slots.seen.length === 2);
  expect(slots.ids[1]).not.toBe(slots.ids[0]);
  expect(slots.held[0]?.deliveries).toBe(1);
});

test("after a crash of the server it goes on pulling", async () => {
  const store = await startStore();
  const slots = new Slots(store.connection, 4);
  slots.finishAll();
  await submit(store, many(10));
  await eventuallyTrue("the first ten", () => slots.seen.length === 10);
  await crashAndRecover(store);
  await submit(store, many(10));
  await eventuallyTrue("ten more", () => new Set(slots.ids).size === 20, 5_000);
});

test("a clean restart of the server in the middle of a backlog loses no task", async () => {
  const store = await startStore({ leaseMs: 2_000 });
  const records = many(300);
  await submit(store, records);
  const slots = new Slots(store.connection, 8);
  slots.finishAll();
  await eventuallyTrue("some are done", () => slots.seen.length >= 50);
  await store.nats.restart();
  await eventuallyTrue(
    "all are done",
    async () => store.connection.isConnected() && (await waitingCount(store)) === 0,
    20_000,
  );
  expect(new Set(slots.ids)).toEqual(new Set(records.map(({ id }) => id)));
});

test("stopping loses nothing: what another worker gets, it gets at once and for the first time", async () => {
  const store = await startStore();
  const records = many(400);
  const first = new Slots(store.connection, 4);
  first.finishAll();
  await submit(store, records.slice(0, 200));
  await first.puller.stop();
  const seenByFirst = first.seen.length;
  await submit(store, records.slice(200));
  const second = new Slots(await connectTo(store.nats), 4);
  second.finishAll();
  await eventuallyTrue("all are done", async () => (await waitingCount(store)) === 0);
  expect(first.seen.length).toBe(seenByFirst);
  expect([...first.ids, ...second.ids].toSorted()).toEqual(records.map(({ id }) => id).toSorted());
  expect(second.seen.every(({ deliveries }) => deliveries === 1)).toBe(true);
});

test("stopped and started by turns, many workers hand out every task exactly once", async () => {
  const store = await startStore();
  const records = many(600);
  await submit(store, records);
  const ids: string[] = [];
  for (let turn = 0; turn < 30; turn++) {
    const slots = new Slots(store.connection, 5);
    slots.finishAll();
    const enough = Math.min(ids.length + 15, records.length);
    await eventuallyTrue("some tasks", () => ids.length + slots.seen.length >= enough);
    await slots.puller.stop();
    ids.push(...slots.ids);
  }
  const last = new Slots(store.connection, 50);
  last.finishAll();
  await eventuallyTrue("all are done", async () => (await waitingCount(store)) === 0);
  expect([...ids, ...last.ids].toSorted()).toEqual(records.map(({ id }) => id).toSorted());
});

test("a queue that is not there is a problem that is told, and pulling goes on once it is", async () => {
  const store = await startStore({ queues: [] });
  const slots = new Slots(store.connection, 1);
  await eventuallyTrue("a problem", () => slots.problems.length > 0);
  const { provisionQueue } = await import("../../jetstream/provision.ts");
  await provisionQueue(store.connection, store.topology, "default");
  await submit(store, many(1));
  await eventuallyTrue("a delivery", () => slots.seen.length === 1);
});

/** Limits of the queue "default", which the test may change. */
function limitsOf(limit: { room: number; mayStand: boolean }) {
  const empty: string[] = [];
  const limits: PullLimits = {
    room: (queue) => (queue === "default" ? limit.room : Number.POSITIVE_INFINITY),
    mayStand: (queue) => queue !== "default" || limit.mayStand,
    foundEmpty: (queue) => empty.push(queue),
  };
  return { limits, empty };
}

test("a limited queue is pulled for no more than it has room for, and others are not kept waiting by it", async () => {
  const store = await startStore({ queues: ["default", "other"] });
  await submit(store, [...many(20, { priority: "high" }), ...many(20, { queue: "other", priority: "low" })]);
  const limit = { room: 2, mayStand: false };
  const slots = new Slots(store.connection, 4, ["default", "other"], limitsOf(limit));
  slots.onDelivery = (delivery) => {
    if (delivery.place.queue === "default") limit.room--;
    else slots.finish(delivery);
  };
  const seenOf = (queue: string) => slots.seen.filter(({ place }) => place.queue === queue).length;
  await eventuallyTrue("all of the other", () => seenOf("other") === 20);
  expect(seenOf("default")).toBe(2);

  limit.room = 1;
  slots.finish();
  await eventuallyTrue("one more", () => seenOf("default") === 3);
});

test("while a limited queue gives no leave it is not pulled at all; with leave to stand a task comes at once", async () => {
  const store = await startStore();
  const limit = { room: 0, mayStand: false };
  const { limits, empty } = limitsOf(limit);
  const slots = new Slots(store.connection, 4, ["default"], { limits });
  await submit(store, many(1));
  for (let i = 0; i < 5; i++) {
    slots.puller.wake();
    await store.connection.nc.flush();
  }
  expect([slots.seen.length, empty]).toEqual([0, []]);

  limit.mayStand = true;
  slots.puller.wake();
  await eventuallyTrue("a delivery", () => slots.seen.length === 1);
  Object.assign(limit, { room: 3 });
  slots.finish();
  await eventuallyTrue("it is told that the queue is empty", () => empty.includes("default"));
});
