import { expect, onTestFinished, test } from "vitest";
import { applyEvent } from "../../core/lifecycle.ts";
import { followEvents } from "../../jetstream/event-follower.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

function started() {
  const applied = applyEvent(newRecord(), { type: "started", time: new Date().toISOString(), attempt: 1 });
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

/** Writes the records of so many new tasks; returns their ids in the order of their sequences. */
async function write({ records }: TestStore, count: number): Promise<string[]> {
  const written = Array.from({ length: count }, started);
  for (const record of written) await records.writeAndWait(record, 0);
  return written.map(({ id }) => id);
}

async function follow({ connection }: TestStore, afterSequence = 0) {
  const seen: { id: string; sequence: number }[] = [];
  const problems: string[] = [];
  const following = await followEvents(connection, {
    afterSequence,
    onRecord: ({ record, sequence }) => seen.push({ id: record.id, sequence }),
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => following.stop());
  return { following, seen, problems };
}

const idsOf = (seen: readonly { id: string }[]) => seen.map(({ id }) => id);

test("it sees what was there before and what comes after, in order", async () => {
  const store = await startStore();
  const before = await write(store, 50);
  const { following, seen } = await follow(store);
  const after = await write(store, 50);
  await eventuallyTrue("all are seen", () => seen.length === 100);
  expect(idsOf(seen)).toEqual([...before, ...after]);
  expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(following.position()).toBe(100);
  expect(following.behind()).toBe(0);
  expect(following.problems()).toEqual([]);
});

test("it goes on after the sequence that it is given", async () => {
  const store = await startStore();
  const ids = await write(store, 10);
  const { seen } = await follow(store, 7);
  await eventuallyTrue("the rest is seen", () => seen.length === 3);
  expect(idsOf(seen)).toEqual(ids.slice(7));
});

test("a record that cannot be read is told and passed over", async () => {
  const store = await startStore();
  const { following, seen, problems } = await follow(store);
  await store.connection.nc.request("events.demo.broken", "{");
  const ids = await write(store, 1);
  await eventuallyTrue("the next one is seen", () => seen.length === 1);
  expect(idsOf(seen)).toEqual(ids);
  expect(problems).toEqual([expect.stringContaining("events.demo.broken")]);
  expect(following.position()).toBe(2);
});

test("it misses nothing and repeats nothing across crashes of the server", async () => {
  const store = await startStore();
  const { following, seen } = await follow(store);
  const ids = await write(store, 20);
  for (let crash = 0; crash < 2; crash++) {
    await crashAndRecover(store);
    ids.push(...(await write(store, 20)));
    await eventually("all are seen", () => (seen.length >= ids.length ? true : undefined), 15_000);
  }
  expect(idsOf(seen)).toEqual(ids);
  expect(following.problems()).toEqual([]);
});

test("while the connection is lost it says so", async () => {
  const store = await startStore();
  const { following } = await follow(store);
  await store.nats.kill();
  await eventuallyTrue("a problem", () => following.problems().length > 0);
  expect(following.problems()).toEqual(["not connected to NATS"]);
});

test("after a stop nothing is seen any more", async () => {
  const store = await startStore();
  const first = await follow(store);
  const second = await follow(store);
  await first.following.stop();
  await write(store, 5);
  await eventuallyTrue("the other one sees all", () => second.seen.length === 5);
  expect(first.seen).toEqual([]);
});

test("following a store that is not provisioned is refused", async () => {
  const store = await startStore();
  await store.connection.jsm.streams.delete("EVENTS");
  await expect(follow(store)).rejects.toThrow(/stream not found/);
});
