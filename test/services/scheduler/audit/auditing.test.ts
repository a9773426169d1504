import { expect, onTestFinished, test } from "vitest";
import { requestAudit } from "../../../../jetstream/store-audit.ts";
import { type AuditPace, auditing } from "../../../../services/scheduler/audit/auditing.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { connectTo, startStore, type TestStore } from "../../../support/store.ts";
import { newRecord } from "../../../support/task-record.ts";
import { foundIn, startAudit, storeEvents } from "./start-audit.ts";

const HOUR = 3_600_000;
const NEVER: AuditPace = { firstAfterMs: HOUR, intervalMs: HOUR, graceMs: -1_000 };

async function begin(store: TestStore, pace: AuditPace) {
  const { deps } = await startAudit(store);
  const end = auditing(deps, pace).begin();
  onTestFinished(() => end());
  await store.connection.nc.flush();
  return { deps, end };
}

const breakOne = (store: TestStore) =>
  storeEvents(store, newRecord(), { type: "started", worker: "dead", messageSequence: 1 });

test("what is wrong is mended by the clock, again and again", async () => {
  const store = await startStore();
  await begin(store, { firstAfterMs: 10, intervalMs: 50, graceMs: -1_000 });
  for (let i = 0; i < 2; i++) {
    const { record } = await breakOne(store);
    await eventuallyTrue("it is mended", async () => {
      const read = await store.records.read(record);
      return read.ok && read.stored?.record.state === "QUEUED";
    });
  }
});

test("whoever leads audits when it is asked to, dry or not, also several times at once", async () => {
  const store = await startStore();
  const { deps } = await begin(store, NEVER);
  const asker = await connectTo(store.nats);
  await breakOne(store);
  await eventuallyTrue("the event is seen", () => deps.liveTasks.size === 1);
  const ask = (isDryRun: boolean) =>
    requestAudit(asker, { isDryRun, project: "demo" }, Date.now() + 60_000).then((answer) =>
      answer.kind === "report" ? foundIn(answer.report) : answer,
    );
  expect(await ask(true)).toEqual({ running_without_worker: "0 of 1" });
  const answers = await Promise.all([ask(false), ask(false)]);
  expect(answers).toEqual([{ running_without_worker: "1 of 1" }, {}]);
});

test("without a leader, or once it has laid the duty down, it is said that there is none", async () => {
  const store = await startStore();
  const request = { isDryRun: true, project: "demo" };
  expect(await requestAudit(store.connection, request, Date.now() + 60_000)).toEqual({ kind: "no_leader" });
  const { end } = await begin(store, NEVER);
  await end();
  await store.connection.nc.flush();
  expect(await requestAudit(store.connection, request, Date.now() + 60_000)).toEqual({ kind: "no_leader" });
});

test("an audit whose scheduler does not lead any more ends as failed, and what takes too long is still at work", async () => {
  const store = await startStore();
  const { end } = await begin(store, NEVER);
  const request = { isDryRun: true, project: "demo" };
  expect(await requestAudit(store.connection, request, Date.now())).toEqual({ kind: "working" });
  const asked = Array.from({ length: 5 }, () => requestAudit(store.connection, request, Date.now() + 60_000));
  await store.connection.nc.flush();
  await end();
  expect((await Promise.all(asked)).at(-1)).toMatchObject({
    kind: "failed",
    problem: "this scheduler does not lead any more",
  });
});
