import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { type Lease, readLease, seekLease } from "../../jetstream/lease.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startProxy } from "../support/proxy.ts";
import { connectTo, startStore } from "../support/store.ts";

const NAME = "test";

interface Seeker extends Lease {
  readonly story: string[];
}

async function seek(connection: Connection, holder: string): Promise<Seeker> {
  const story: string[] = [];
  const lease = await seekLease(connection, {
    name: NAME,
    holder,
    onGained: () => story.push("gained"),
    onLost: (why) => story.push(`lost: ${why}`),
  });
  onTestFinished(() => lease.stop());
  return { ...lease, story };
}

/** Looks all the time whether more than one holds it. Returns what tells how often that was seen. */
function watchForTwo(...seekers: readonly Lease[]): () => number {
  let seen = 0;
  const timer = setInterval(() => {
    if (seekers.filter((seeker) => seeker.isHeld()).length > 1) seen++;
  }, 5);
  onTestFinished(() => clearInterval(timer));
  return () => seen;
}

test("anybody can look who has it, and since when", async () => {
  const { connection } = await startStore({ queues: [] });
  expect(await readLease(connection, NAME)).toBeUndefined();
  const lease = await seek(connection, "a");
  const seen = await readLease(connection, NAME);
  expect(seen?.holder).toBe("a");
  expect(Math.abs((seen?.renewedAt.getTime() ?? 0) - Date.now())).toBeLessThan(2_000);
  await lease.stop();
  expect(await readLease(connection, NAME)).toBeUndefined();
});

test("the first who asks has it at once, the others wait; given up, it goes to another within two seconds", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const first = await seek(connection, "a");
  const second = await seek(await connectTo(nats), "b");
  const twice = watchForTwo(first, second);
  expect([first.isHeld(), second.isHeld()]).toEqual([true, false]);

  const stoppedAt = performance.now();
  await first.stop();
  expect(first.isHeld()).toBe(false);
  await eventuallyTrue("the other has it", () => second.isHeld());
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
  expect(first.story).toEqual(["gained", "lost: given up"]);
  expect(second.story).toEqual(["gained"]);
  expect(twice()).toBe(0);
});

test("when its holder dies another has it within ten seconds, and never two at once", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const dying = await connectTo(nats);
  const first = await seek(dying, "a");
  const second = await seek(connection, "b");
  const twice = watchForTwo(first, second);

  const diedAt = performance.now();
  await dying.nc.close();
  await eventuallyTrue("the other has it", () => second.isHeld());
  expect(performance.now() - diedAt).toBeLessThan(10_000);
  expect(first.story).toEqual(["gained", "lost: it could not be renewed in time"]);
  expect(twice()).toBe(0);
});

test("a holder whose renewals are not answered counts itself out before another has it, and may have it again later", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const proxy = await startProxy(nats.port);
  const first = await seek(await connectTo(proxy), "a");
  const second = await seek(connection, "b");
  const twice = watchForTwo(first, second);

  await proxy.mute();
  await eventuallyTrue("it counts itself out", () => !first.isHeld());
  expect(second.isHeld()).toBe(false);
  await eventuallyTrue("the other has it", () => second.isHeld());
  proxy.cut();
  await second.stop();
  await eventuallyTrue("the first has it again", () => first.isHeld(), 20_000);
  expect(first.story).toEqual(["gained", "lost: it could not be renewed in time", "gained"]);
  expect(twice()).toBe(0);
});

test("a connection that breaks and is back at once costs nothing", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const proxy = await startProxy(nats.port);
  const through = await connectTo(proxy);
  const first = await seek(through, "a");
  const second = await seek(connection, "b");
  const { promise: isBack, resolve } = Promise.withResolvers<void>();
  through.onReconnect(resolve);

  proxy.cut();
  await isBack;
  const entry = async () => (await (await new Kvm(connection.nc).open(BUCKETS.leases)).get(NAME))?.revision;
  const before = await entry();
  await eventuallyTrue("it is renewed", async () => (await entry()) !== before);
  expect([first.isHeld(), second.isHeld()]).toEqual([true, false]);
  expect(first.story).toEqual(["gained"]);
});

test("a lease that somebody else has written over is lost at the next renewal", async () => {
  const { connection } = await startStore({ queues: [] });
  const first = await seek(connection, "a");
  await (await new Kvm(connection.nc).open(BUCKETS.leases)).put(NAME, "{}");
  await eventuallyTrue("it is lost", () => first.story.length === 2);
  expect(first.story[1]).toBe("lost: another holds it");
  expect(first.isHeld()).toBe(false);
});

test("an answer that comes when it counts no more does not make a holder", async () => {
  const { connection } = await startStore({ queues: [] });
  let lease: Lease | undefined;
  const heldWhenGained: (boolean | undefined)[] = [];
  lease = await seekLease(connection, {
    name: NAME,
    holder: "a",
    onGained: () => heldWhenGained.push(lease?.isHeld()),
    onLost: () => undefined,
  });
  const { isHeld, stop } = lease;
  onTestFinished(stop);
  // Right after the next renewal has been asked for, this process stands still. When it goes on, its timers come first, and
  // find the lease lost; then the answer is read.
  await new Promise((resolve) => setTimeout(() => setImmediate(resolve), 1_000));
  for (const end = performance.now() + 4_100; performance.now() < end; );

  expect(isHeld()).toBe(false);
  await eventuallyTrue("it is held again", isHeld, 20_000);
  expect(heldWhenGained).toEqual([undefined, true]);
});

test("a bucket that is not there is refused", async () => {
  const { connection } = await startStore({ queues: [] });
  await connection.jsm.streams.delete(`KV_${BUCKETS.leases}`);
  const options = { name: NAME, holder: "a", onGained: () => undefined, onLost: () => undefined };
  await expect(seekLease(connection, options)).rejects.toThrow(/not found/);
});
