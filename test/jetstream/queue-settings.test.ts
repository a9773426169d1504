import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import {
  changeQueueSettings,
  readQueueSettings,
  watchQueueSettings,
} from "../../jetstream/queue-settings.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStore } from "../support/store.ts";

const PAUSED = { version: 1, paused: true } as const;
const OPEN = { version: 1, paused: false } as const;

test("what is written is read, and followed from then on", async () => {
  const { connection } = await startStore();
  await changeQueueSettings(connection, "before", () => PAUSED);
  const changed: string[] = [];
  const watched = await watchQueueSettings(
    connection,
    (queue) => changed.push(queue),
    () => undefined,
  );
  onTestFinished(() => watched.stop());
  expect([watched.get("before"), watched.get("images")]).toEqual([PAUSED, undefined]);

  await changeQueueSettings(connection, "images", () => PAUSED);
  await eventuallyTrue("the pause", () => watched.get("images")?.paused === true);
  await changeQueueSettings(connection, "images", () => OPEN);
  await eventuallyTrue("the end of the pause", () => watched.get("images")?.paused === false);

  expect(changed).toEqual(["images", "images"]);
  expect(await readQueueSettings(connection, "before")).toEqual(PAUSED);
  expect(await readQueueSettings(connection, "nobody")).toBeUndefined();
});

test.each([
  ["no JSON", "paused"],
  ["another form", '{"version":2,"paused":"until noon"}'],
  ["nothing", "null"],
])("an entry that holds %s is told and does not count, and the next one does", async (_what, text) => {
  const { connection } = await startStore();
  const unreadable: string[] = [];
  const watched = await watchQueueSettings(
    connection,
    () => undefined,
    (queue) => unreadable.push(queue),
  );
  onTestFinished(() => watched.stop());
  const kv = await new Kvm(connection.nc).open(BUCKETS.queues);

  await kv.put("images", text);
  await eventuallyTrue("it is told", () => unreadable.length === 1);
  expect(watched.get("images")?.paused === true).toBe(false);
  expect(await readQueueSettings(connection, "images")).toBeUndefined();

  await changeQueueSettings(connection, "images", () => PAUSED);
  await eventuallyTrue("the pause", () => watched.get("images")?.paused === true);
});
