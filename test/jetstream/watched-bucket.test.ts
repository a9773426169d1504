import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import { watchBucket } from "../../jetstream/watched-bucket.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { connectTo, crashAndRecover, startStore, type TestStore } from "../support/store.ts";

interface Setting {
  readonly paused: boolean;
}

async function watch({ connection }: Pick<TestStore, "connection">) {
  const bucket = await watchBucket<Setting>(connection, BUCKETS.queues);
  onTestFinished(() => bucket.stop());
  return bucket;
}

test("an empty bucket is read at once", async () => {
  const bucket = await watch(await startStore());
  expect([...bucket.entries()]).toEqual([]);
});

test("all that is there has been read once it is opened", async () => {
  const store = await startStore();
  const writer = await watch(store);
  for (let i = 0; i < 50; i++) await writer.put(`queue-${i}`, { paused: i % 2 === 0 });
  const reader = await watch(store);
  expect([...reader.entries()].length).toBe(50);
  expect(reader.get("queue-4")).toEqual({ paused: true });
  expect(reader.get("queue-99")).toBeUndefined();
});

test("changes arrive at every watcher, deletions too", async () => {
  const store = await startStore();
  const writer = await watch(store);
  const reader = await watch({ connection: await connectTo(store.nats) });
  const changes: string[] = [];
  const stop = reader.onChange((key) => changes.push(key));
  await writer.put("default", { paused: true });
  await eventuallyTrue("the first value", () => reader.get("default")?.paused === true);
  await writer.put("default", { paused: false });
  await eventuallyTrue("the second value", () => reader.get("default")?.paused === false);
  await (await new Kvm(store.connection.nc).open(BUCKETS.queues)).delete("default");
  await eventuallyTrue("the deletion", () => reader.get("default") === undefined);
  stop();
  await writer.put("other", { paused: true });
  await eventuallyTrue("the last change", () => reader.get("other") !== undefined);
  expect(changes).toEqual(["default", "default", "default"]);
});

test("after a deletion it opens as well", async () => {
  const store = await startStore();
  const writer = await watch(store);
  await writer.put("default", { paused: true });
  await (await new Kvm(store.connection.nc).open(BUCKETS.queues)).delete("default");
  const reader = await watch(store);
  expect([...reader.entries()]).toEqual([]);
});

test("after a crash of the server it is up to date again", async () => {
  const store = await startStore();
  const writer = await watch(store);
  const reader = await watch({ connection: await connectTo(store.nats) });
  await writer.put("default", { paused: true });
  await crashAndRecover(store);
  await writer.put("default", { paused: false });
  await writer.put("other", { paused: true });
  await eventuallyTrue(
    "the new values",
    () => reader.get("default")?.paused === false && reader.get("other")?.paused === true,
    20_000,
  );
});

test("opening a bucket that is not there is refused", async () => {
  const { connection } = await startStore();
  await expect(watchBucket(connection, "no-such-bucket")).rejects.toThrow();
});
