import { expect, onTestFinished, test } from "vitest";
import { Puller } from "../../../../jetstream/puller.ts";
import { eventually, eventuallyTrue } from "../../../support/eventually.ts";
import { startStore, type TestStore } from "../../../support/store.ts";
import { newRecord } from "../../../support/task-record.ts";
import { foundIn, startAudit, storeEvents } from "./start-audit.ts";

/** Short enough that three deliveries are used up in a second and a half. */
const LEASE_MS = 200;

/** A worker that takes everything and gives no sign of life again, until a message has been handed out for the last time. */
function startDeadWorker({ connection }: TestStore, onFirst: (sequence: number) => unknown) {
  const puller = new Puller(connection, {
    queues: ["default"],
    slots: 100,
    freeSlots: () => 100,
    onDelivery: ({ deliveries, messageSequence }) => {
      if (deliveries === 1) void onFirst(messageSequence);
    },
    onProblem: () => undefined,
  });
  puller.start();
  onTestFinished(() => puller.stop());
}

/** Nobody follows the advisories, and the one that came is thrown away: JetStream does not say it again. */
async function loseAdvisory({ connection }: TestStore): Promise<void> {
  await eventuallyTrue(
    "JetStream has given the message up",
    async () => (await connection.jsm.streams.info("ADVISORIES")).state.messages === 1,
  );
  await connection.jsm.streams.purge("ADVISORIES");
}

test("a message that ran out of deliveries and of which nobody was told is found, and its task fails", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  const { audit } = await startAudit(store);
  const [unstarted, running] = [newRecord(), newRecord()];
  startDeadWorker(store, () => undefined);
  await new Promise((resolve) => store.queue.submit(unstarted, resolve));
  await loseAdvisory(store);
  expect(foundIn(await audit())).toEqual({ message_used_up: "1 of 1" });
  const end = await store.records.read(unstarted);
  expect(end).toMatchObject({ stored: { record: { state: "FAILED", reason: "DELIVERIES_USED_UP" } } });

  await new Promise((resolve) => store.queue.submit(running, resolve));
  const message = await eventually("it is in line", async () => {
    const found = await store.connection.jsm.streams.getMessage("TASKS", { last_by_subj: "tasks.>" });
    return found ?? undefined;
  });
  await storeEvents(store, running, { type: "started", worker: "dead", messageSequence: message.seq });
  await loseAdvisory(store);
  expect(foundIn(await audit())).toEqual({ message_used_up: "1 of 1" });
  const lost = await store.records.read(running);
  expect(lost).toMatchObject({ stored: { record: { state: "FAILED", reason: "WORKER_LOST" } } });
  expect((await store.connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test("messages that are on lease, wait, or will be handed out again are not taken for used up", async () => {
  const store = await startStore({ leaseMs: 1_000 });
  const { audit } = await startAudit(store);
  let seen = 0;
  startDeadWorker(store, () => {
    seen++;
  });
  for (let i = 0; i < 3; i++) await new Promise((resolve) => store.queue.submit(newRecord(), resolve));
  await eventuallyTrue("all are on lease", async () => seen === 3);
  const report = await audit();
  expect(foundIn(report)).toEqual({});
  expect((await store.connection.jsm.streams.info("TASKS")).state.messages).toBe(3);
});
