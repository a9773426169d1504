import { expect, test } from "vitest";
import { AUDIT_KINDS } from "../../../../core/store-audit.ts";
import { OBJECT_GRACE_MS, type StoredObject } from "../../../../core/stored-object.ts";
import { delayedSubject, taskSubject, timerSubject } from "../../../../core/subject.ts";
import type { TaskRecord } from "../../../../core/task.ts";
import type { UniqueClaim } from "../../../../core/unique-key.ts";
import type { Connection } from "../../../../jetstream/connection.ts";
import { describeObject } from "../../../../jetstream/objects.ts";
import { answerSignals } from "../../../../jetstream/signals.ts";
import { TaskQueue } from "../../../../jetstream/task-queue.ts";
import { nameUniqueKey } from "../../../../jetstream/unique-keys.ts";
import { writeHeartbeat } from "../../../../jetstream/workers.ts";
import type { AuditDeps } from "../../../../services/scheduler/audit/audit-deps.ts";
import { Tally } from "../../../../services/scheduler/audit/tally.ts";
import { auditUniqueKeys } from "../../../../services/scheduler/audit/unique-keys.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { startStore, type TestStore } from "../../../support/store.ts";
import { newRecord } from "../../../support/task-record.ts";
import { foundIn, startAudit, storeEvents } from "./start-audit.ts";

const started = { type: "started", worker: "dead", messageSequence: 1 } as const;
const succeeded = { type: "succeeded", worker: "dead" } as const;

const submit = ({ queue }: TestStore, record: TaskRecord) =>
  new Promise((resolve) => queue.submit(record, resolve));

const lastIn = async ({ connection }: TestStore, stream: string, subject: string) =>
  (await connection.jsm.streams.getMessage(stream, { last_by_subj: subject })) ?? undefined;

async function recordOf({ records }: TestStore, task: TaskRecord): Promise<TaskRecord> {
  const read = await records.read(task);
  if (!read.ok || read.stored === undefined) throw new Error("no record");
  return read.stored.record;
}

test("a running task whose message was purged and whose worker is dead is interrupted and in line again", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  await submit(store, task);
  await storeEvents(store, task, started);
  await store.connection.jsm.streams.purge("TASKS", { filter: taskSubject(task) });
  expect(foundIn(await audit())).toEqual({ running_without_worker: "1 of 1" });
  const record = await recordOf(store, task);
  expect(record).toMatchObject({ state: "QUEUED", reason: "WORKER_LOST", attempt: 1 });
  const message = await lastIn(store, "TASKS", taskSubject(task));
  expect(message?.json()).toMatchObject({ state: "QUEUED", attempt: 1 });
  expect(foundIn(await audit())).toEqual({});
});

test("the same at its last attempt fails", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = { ...newRecord(), maxAttempts: 1 };
  await storeEvents(store, task, started);
  expect(foundIn(await audit())).toEqual({ running_without_worker: "1 of 1" });
  expect(await recordOf(store, task)).toMatchObject({ state: "FAILED", reason: "WORKER_LOST" });
});

test("a running task without a message is left to a worker that says it runs it, and taken from one that says it does not", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  await storeEvents(store, task, { ...started, worker: "alive" });
  let runs = true;
  const stop = answerSignals(store.connection, "alive", { stop: () => false, runs: () => runs });
  expect(foundIn(await audit())).toEqual({});
  runs = false;
  expect(foundIn(await audit())).toEqual({ running_without_worker: "1 of 1" });
  stop();
});

test("a worker that has just spoken is not taken for dead because it does not answer at once", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  await storeEvents(store, newRecord(), { ...started, worker: "busy" });
  writeHeartbeat(store.connection, {
    version: 1,
    id: "busy",
    host: "here",
    pid: 1,
    startedAt: new Date().toISOString(),
    longshoreVersion: "1.0.0",
    state: "ready",
    queues: [],
    types: [],
    slots: [],
    concurrency: 1,
    running: [],
    runningCount: 0,
    memory: { rss: 0, heapUsed: 0 },
    problems: [],
  });
  await store.connection.nc.flush();
  expect(foundIn(await audit())).toEqual({});
});

test("a running task whose message is there is left to its redelivery", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  await submit(store, task);
  await storeEvents(store, task, started);
  expect(foundIn(await audit())).toEqual({});
});

test("what has changed within the grace is left alone", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  await storeEvents(store, newRecord(), started);
  expect(foundIn(await audit({ graceMs: 60_000 }))).toEqual({});
});

test("a task whose schedule was deleted is scheduled again for the same time", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  const stored = await storeEvents(store, task, started, { type: "retry_scheduled", dueAt });
  await new Promise((resolve) => store.queue.requeue(stored, resolve));
  expect(foundIn(await audit())).toEqual({});
  await store.connection.jsm.streams.purge("TASKS", { filter: delayedSubject(task) });
  expect(foundIn(await audit())).toEqual({ waiting_without_message: "1 of 1" });
  const schedule = await lastIn(store, "TASKS", delayedSubject(task));
  expect(schedule?.header.get("Nats-Schedule")).toBe(`@at ${dueAt}`);
  expect(schedule?.json()).toMatchObject({ state: "RETRYING", attempt: 1 });
});

test("a task whose retry is overdue and has no schedule is in line at once", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  const dueAt = new Date(Date.now() - 1_000).toISOString();
  await storeEvents(store, task, started, { type: "retry_scheduled", dueAt });
  await audit();
  await eventuallyTrue(
    "it is in line",
    async () => (await lastIn(store, "TASKS", taskSubject(task))) !== undefined,
  );
});

test("a message that was restored after its task had ended is removed; that of one done again is not", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const [task, again] = [newRecord(), newRecord()];
  await submit(store, task);
  await submit(store, again);
  await storeEvents(store, task, started, succeeded);
  const failed = await storeEvents(store, again, started, { type: "failed", reason: "HANDLER_ERROR" });
  await new Promise((resolve) => store.queue.requeue({ ...failed, sequence: failed.sequence + 1 }, resolve));
  expect(foundIn(await audit())).toEqual({ message_of_ended_task: "1 of 1" });
  expect(await lastIn(store, "TASKS", taskSubject(task))).toBeUndefined();
  expect(await lastIn(store, "TASKS", taskSubject(again))).toBeDefined();
});

test("the schedule of a task that has ended is removed", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord({ dueAtMs: Date.now() + 3_600_000 });
  await submit(store, task);
  await storeEvents(store, task, { type: "cancelled", by: "key" });
  expect(foundIn(await audit())).toEqual({ message_of_ended_task: "1 of 1" });
  expect(await lastIn(store, "TASKS", delayedSubject(task))).toBeUndefined();
});

test("a timer of a task that has ended is removed; one of a task that waits is not", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const [ended, waiting] = [newRecord(), newRecord()];
  await submit(store, waiting);
  for (const { project, id } of [ended, waiting]) {
    const subject = timerSubject({ kind: "complete_by", project, id });
    await store.connection.nc.request(subject, "{}");
  }
  await storeEvents(store, ended, started, succeeded);
  expect(foundIn(await audit())).toEqual({ timer_of_ended_task: "1 of 1" });
  const { state } = await store.connection.jsm.streams.info("TIMERS", { subjects_filter: ">" });
  expect(Object.keys(state.subjects ?? {})).toEqual([timerSubject({ ...waiting, kind: "complete_by" })]);
});

test("a deadline whose timer was deleted has one again; one that no longer counts has none", async () => {
  const store = await startStore();
  const { audit, deps } = await startAudit(store);
  const completeBy = new Date(Date.now() + 3_600_000).toISOString();
  const startBy = new Date(Date.now() + 1_800_000).toISOString();
  const base = newRecord();
  const waiting = { ...base, options: { ...base.options, completeBy, startBy } };
  const other = newRecord();
  const running = { ...other, options: { ...other.options, startBy } };
  for (const task of [waiting, running]) {
    await deps.timers.set(task);
    await submit(store, task);
  }
  await storeEvents(store, running, started);
  expect(foundIn(await audit())).toEqual({});
  await store.connection.jsm.streams.purge("TIMERS");
  expect(foundIn(await audit())).toEqual({ timer_missing: "2 of 2" });
  expect(foundIn(await audit())).toEqual({});
  const timer = await lastIn(store, "TIMERS", timerSubject({ ...waiting, kind: "complete_by" }));
  expect(timer?.header.get("Nats-Schedule")).toBe(`@at ${completeBy}`);
  const { state } = await store.connection.jsm.streams.info("TIMERS");
  expect(state.messages).toBe(2);
});

test("a task that is being cancelled and has no worker ends, although its message is there", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const task = newRecord();
  await submit(store, task);
  await storeEvents(store, task, started, { type: "cancel_requested", by: "key-1" });
  const first = foundIn(await audit());
  expect(first).toEqual({ cancelling_without_worker: "1 of 1" });
  expect(await recordOf(store, task)).toMatchObject({ state: "CANCELLED" });
  expect(foundIn(await audit())).toEqual({ message_of_ended_task: "1 of 1" });
});

test("a task whose record an operator purged is forgotten", async () => {
  const store = await startStore();
  const { audit, deps } = await startAudit(store);
  const task = newRecord();
  await storeEvents(store, task, started);
  expect(foundIn(await audit({ graceMs: 60_000 }))).toEqual({});
  await store.connection.jsm.streams.purge("EVENTS", { filter: `events.demo.${task.id}` });
  expect(foundIn(await audit())).toEqual({ record_gone: "1 of 1" });
  expect(deps.liveTasks.size).toBe(0);
});

test("a unique key whose task has ended is freed, one whose task waits is not", async () => {
  const store = await startStore();
  const { audit, deps } = await startAudit(store);
  const [ended, waiting] = [newRecord(), newRecord()];
  const past = new Date(Date.now() - 60_000).toISOString();
  for (const { project, type, id } of [ended, waiting]) {
    const claim = { version: 1, taskId: id, key: id, claimedAt: past, publishUntil: past } as const;
    await deps.uniqueKeys.claim(nameUniqueKey(project, type, id), claim, 0, Date.now() + 5_000);
  }
  await submit(store, waiting);
  await storeEvents(store, ended, started, succeeded);
  expect(foundIn(await audit())).toEqual({ unique_key_without_task: "1 of 1" });
  const claimOf = ({ project, type, id }: TaskRecord) =>
    deps.uniqueKeys.read(nameUniqueKey(project, type, id));
  expect(await claimOf(ended)).toMatchObject({ ok: true, claim: undefined });
  expect(await claimOf(waiting)).toMatchObject({ ok: true, claim: { taskId: waiting.id } });
});

test("a key stays held in its window when its task starts and ends while the audit looks for it", async () => {
  const store = await startStore();
  const { deps } = await startAudit(store);
  const task = newRecord();
  const [past, future] = [-60_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const claim = { taskId: task.id, key: "k", claimedAt: past, publishUntil: past, windowUntil: future };
  const name = nameUniqueKey(task.project, task.type, "k");
  await deps.uniqueKeys.claim(name, { version: 1, ...claim } as UniqueClaim, 0, Date.now() + 5_000);
  // Whichever of the two places is looked into first, the task ends before the other one is.
  const end = async <T>(first: T): Promise<T> => {
    await storeEvents(store, task, started, succeeded);
    await store.queue.removeOlder(task, 1);
    return first;
  };
  await submit(store, task);
  let isFirst = true;
  const look = async <T>(looking: Promise<T>): Promise<T> => {
    const found = await looking;
    if (!isFirst) return found;
    isFirst = false;
    return end(found);
  };
  const records = { read: (key: TaskRecord) => look(store.records.read(key)) };
  const queue = {
    findAllWaiting: (project: string, ids: string[]) => look(store.queue.findAllWaiting(project, ids)),
  };
  const tally = new Tally({ log: deps.log, isDryRun: false, project: undefined });
  const watched = { ...deps, records, queue } as unknown as AuditDeps;
  await auditUniqueKeys(watched, {
    tally,
    settledBeforeMs: Date.now(),
    signal: new AbortController().signal,
  });
  expect(await deps.uniqueKeys.read(name)).toMatchObject({ claim: { taskId: task.id } });
});

test("a key stays held for a task that workers without its type pass on while the audit looks for it", async () => {
  const store = await startStore();
  const { deps } = await startAudit(store);
  const task = newRecord();
  const past = new Date(Date.now() - 60_000).toISOString();
  const claim = { version: 1, taskId: task.id, key: "k", claimedAt: past, publishUntil: past } as const;
  const name = nameUniqueKey(task.project, task.type, "k");
  await deps.uniqueKeys.claim(name, claim, 0, Date.now() + 5_000);
  await submit(store, task);
  // Whichever place is looked into by itself, the task is in the other one just then.
  const move = async (isToBeDelayed: boolean) => {
    const dueAtMs = isToBeDelayed ? Date.now() + 60_000 : undefined;
    await new Promise((resolve) =>
      store.queue.giveBack({ record: task, sequence: 0 }, { dueAtMs, passedOn: 1 }, resolve),
    );
    const left = isToBeDelayed ? taskSubject(task) : delayedSubject(task);
    await store.connection.jsm.streams.purge("TASKS", { filter: left });
  };
  const { inbox } = store.connection;
  const request: typeof inbox.request = (subject, body, onReply) => {
    void move(!subject.includes("delayed.")).then(() => inbox.request(subject, body, onReply));
  };
  const connection = { ...store.connection, inbox: { request } } as unknown as Connection;
  const queue = new TaskQueue(connection, store.publisher);
  const tally = new Tally({ log: deps.log, isDryRun: false, project: undefined });
  const look = { tally, settledBeforeMs: Date.now(), signal: new AbortController().signal };
  await auditUniqueKeys({ ...deps, queue }, look);
  expect(await deps.uniqueKeys.read(name)).toMatchObject({ claim: { taskId: task.id } });
});

test("a dry run finds the same and changes nothing, and names the tasks of the project that asks", async () => {
  const store = await startStore();
  const { audit } = await startAudit(store);
  const [mine, other] = [newRecord(), newRecord({ project: "other" })];
  await storeEvents(store, mine, started);
  await storeEvents(store, other, started);
  const report = await audit({ isDryRun: true });
  expect(foundIn(report)).toEqual({ running_without_worker: "0 of 2" });
  const examples = report.counts.flatMap((count) => count.examples);
  expect(examples).toMatchObject([{ taskId: mine.id }]);
  expect(report.counts.map(({ kind }) => kind)).toEqual([...AUDIT_KINDS]);
  expect(await recordOf(store, mine)).toMatchObject({ state: "RUNNING" });
});

test("two audits at once mend each thing once", async () => {
  const store = await startStore();
  const [one, two] = [await startAudit(store), await startAudit(store)];
  const tasks = Array.from({ length: 30 }, () => newRecord());
  await Promise.all(tasks.map((task) => storeEvents(store, task, started)));
  await Promise.all([one.audit(), two.audit()]);
  for (const task of tasks) {
    const { timeline } = await recordOf(store, task);
    expect(timeline.map(({ type }) => type)).toEqual(["submitted", "started", "interrupted"]);
  }
});

test("an object whose task is gone or has another payload is removed, one that a task needs is not", async () => {
  const store = await startStore();
  const { audit, deps } = await startAudit(store);
  const made = Date.now() - 2 * OBJECT_GRACE_MS;
  const bytes = Buffer.alloc(600_000);
  const put = async (task: TaskRecord, madeMs = made) => {
    const object = describeObject(bytes, madeMs);
    await deps.objects.put(task, object, bytes, Date.now() + 5_000);
    return object;
  };
  const [waiting, ended, replaced, expired, unborn] = Array.from({ length: 5 }, () => newRecord());
  if (!waiting || !ended || !replaced || !expired || !unborn) throw new Error("too few");
  const ofWaiting = await put(waiting);
  await submit(store, { ...waiting, payload: null, payloadObject: ofWaiting });
  const ofEnded = await put(ended);
  await storeEvents(store, { ...ended, payload: null, payloadObject: ofEnded }, started, succeeded);
  const [before, after] = [await put(replaced), await put(replaced)];
  await submit(store, { ...replaced, payload: null, payloadObject: after });
  const ofExpired = await put(expired);
  // A gateway died between the object and the task: just now, and long ago.
  const young = await put(unborn, Date.now());
  const old = await put(unborn);

  expect(foundIn(await audit({ isDryRun: true }))).toEqual({ object_without_task: "0 of 3" });
  expect(foundIn(await audit())).toEqual({ object_without_task: "3 of 3" });
  expect(foundIn(await audit())).toEqual({});
  const isThere = async (task: TaskRecord, object: StoredObject) =>
    (await deps.objects.read(task, object)).kind === "read";
  expect(await isThere(waiting, ofWaiting)).toBe(true);
  expect(await isThere(ended, ofEnded)).toBe(true);
  expect(await isThere(replaced, after)).toBe(true);
  expect(await isThere(unborn, young)).toBe(true);
  expect(await isThere(replaced, before)).toBe(false);
  expect(await isThere(expired, ofExpired)).toBe(false);
  expect(await isThere(unborn, old)).toBe(false);
  const { state } = await store.connection.jsm.streams.info("OBJ_payloads");
  expect(state.messages).toBe(4 * 3);
});
