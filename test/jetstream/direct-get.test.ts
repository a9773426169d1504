import { expect, test } from "vitest";
import { getLastOfEach } from "../../jetstream/batch-get.ts";
import { publishAndWait } from "../../jetstream/publisher.ts";
import { startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

test("looking for tasks leaves nothing behind, whether they are found or not", async () => {
  const { nats, queue } = await startStore({ queues: ["default", "other"] });
  const subscriptions = async () => {
    const varz = (await (await fetch(`${nats.monitorUrl}/varz`)).json()) as { subscriptions: number };
    return varz.subscriptions;
  };
  const waiting = newRecord();
  await new Promise((resolve) => queue.submit(waiting, resolve));
  const before = await subscriptions();

  for (let i = 0; i < 50; i++) {
    expect(await queue.findWaiting(waiting, ["other", "default"])).toMatchObject({
      ok: true,
      stored: { record: { id: waiting.id } },
    });
    expect(await queue.findWaiting(newRecord(), ["other", "default"])).toEqual({
      ok: true,
      stored: undefined,
    });
  }

  expect(await subscriptions()).toBe(before);
});

test("a server that goes away while it is asked is said to be away at once", async () => {
  const { nats, queue, connection } = await startStore();
  const lost = new Promise<void>((resolve) => connection.onDisconnect(resolve));
  const startedAt = Date.now();
  const asked = nats.kill().then(() => queue.findWaiting(newRecord(), ["default"]));

  expect(await asked).toMatchObject({ ok: false });
  await lost;
  expect(Date.now() - startedAt).toBeLessThan(1_500);
});

test("what is read while the connection closes is answered at once, and nothing is thrown", async () => {
  const { records, connection } = await startStore();
  const closing = connection.close();
  expect(await records.read(newRecord())).toMatchObject({ ok: false });
  await closing;
  expect(await records.read(newRecord())).toEqual({ ok: false, problem: "not connected to NATS" });
});

test("the newest of each subject is read, however many and however large they are", async () => {
  const { connection, publisher } = await startStore();
  const subjects = Array.from({ length: 2_500 }, (_, index) => `audit.demo.deed_${index}`);
  const stored = subjects.filter((_, index) => index % 2 === 0);
  for (const text of ["old", "new"]) {
    await Promise.all(
      stored.map((subject) => publishAndWait(publisher, { subject, body: text.padEnd(2_000), headers: [] })),
    );
  }
  const got = await getLastOfEach(connection, "AUDIT", subjects, 100_000);
  if (!got.ok) throw new Error(got.problem);
  expect(got.messages.map(({ subject }) => subject).sort()).toEqual([...stored].sort());
  expect(new Set(got.messages.map(({ text }) => text.trim()))).toEqual(new Set(["new"]));
  expect(await getLastOfEach(connection, "AUDIT", ["audit.demo.none"])).toEqual({ ok: true, messages: [] });
});
