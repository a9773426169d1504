import { expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../jetstream/connection.ts";
import { openPermits, type Permits } from "../../jetstream/permits.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStore, type TestStore } from "../support/store.ts";

async function open(connection: Connection, holder: string, onFreed: () => void = () => undefined) {
  const permits = await openPermits(connection, "default", holder, onFreed);
  onTestFinished(() => permits.stop());
  return permits;
}

/** Permits last so long from now on. */
async function lasting({ connection }: TestStore, ttlMs: number): Promise<void> {
  const { config } = await connection.jsm.streams.info("KV_permits");
  const ns = ttlMs * 1e6;
  await connection.jsm.streams.update("KV_permits", { ...config, max_age: ns, duplicate_window: ns });
}

async function taken(permits: Permits, n: number): Promise<number> {
  const revision = await permits.take(n);
  if (revision === undefined) throw new Error(`permit ${n} is not free`);
  return revision;
}

test("of many who take a permit one gets it; it is free for others when it is released, and they are told", async () => {
  const { connection } = await startStore();
  let freed = 0;
  const [first, second] = [await open(connection, "w1"), await open(connection, "w2", () => freed++)];
  const takes = await Promise.all([first.take(0), second.take(0), second.take(0)]);
  expect(takes.filter((revision) => revision !== undefined).length).toBe(1);
  await eventuallyTrue("both see it", () => first.isTaken(0) && second.isTaken(0));

  const isFirst = takes[0] !== undefined;
  const revision = takes.find((each) => each !== undefined) ?? 0;
  await (isFirst ? first : second).release(0, revision);
  await eventuallyTrue("it is told", () => freed === 1 && !second.isTaken(0));
  expect(await second.take(0)).toBeGreaterThan(revision);
});

test("permits of one queue are none of another's, also when its name begins the same", async () => {
  const { connection } = await startStore();
  const [own, other] = [
    await open(connection, "w1"),
    await openPermits(connection, "default-2", "w2", () => undefined),
  ];
  onTestFinished(() => other.stop());
  await taken(other, 0);
  await eventuallyTrue("it is seen", () => other.isTaken(0));
  expect(own.isTaken(0)).toBe(false);
  await taken(own, 0);
});

test("a release of a permit that has moved on frees nothing", async () => {
  const { connection } = await startStore();
  const permits = await open(connection, "w1");
  const old = await taken(permits, 0);
  expect(await permits.renew(0, old)).toMatchObject({ kind: "renewed" });
  await permits.release(0, old);
  expect(await (await open(connection, "w2")).take(0)).toBeUndefined();
});

test("one that somebody else has by now is lost", async () => {
  const { connection } = await startStore();
  const [first, second] = [await open(connection, "w1"), await open(connection, "w2")];
  const revision = await taken(first, 0);
  await first.release(0, revision);
  await taken(second, 0);
  expect(await first.renew(0, revision)).toEqual({ kind: "lost" });
});

test("one that has lapsed unnoticed is taken again", async () => {
  const store = await startStore();
  await lasting(store, 500);
  const permits = await open(store.connection, "w1");
  const revision = await taken(permits, 0);
  const { jsm } = store.connection;
  await eventuallyTrue("it lapses", async () => (await jsm.streams.info("KV_permits")).state.messages === 0);
  const renewed = await permits.renew(0, revision);
  if (renewed.kind !== "renewed") throw new Error(renewed.kind);
  expect(renewed.revision).toBeGreaterThan(revision);
});

test("a renewal whose answer was lost is no reason to take the permit for younger than it is", async () => {
  const { connection } = await startStore();
  const permits = await open(connection, "w1");
  const revision = await taken(permits, 0);
  // Its answer does not arrive, so the holder goes on with the revision that it knows.
  const unseen = await permits.renew(0, revision);
  if (unseen.kind !== "renewed") throw new Error(unseen.kind);
  const renewed = await permits.renew(0, revision);
  if (renewed.kind !== "renewed") throw new Error(renewed.kind);
  expect(renewed.revision).toBeGreaterThan(unseen.revision);
});

test("while NATS is away a permit is not lost, nor is one had", async () => {
  const { connection, nats } = await startStore();
  const permits = await open(connection, "w1");
  const revision = await taken(permits, 0);
  await nats.kill();
  const [renewed, another] = await Promise.all([permits.renew(0, revision), permits.take(1)]);
  expect([renewed, another]).toEqual([{ kind: "unknown" }, undefined]);
}, 30_000);
