import { decideUnattended } from "../../../core/delivery.ts";
import { isRunning, isTerminal } from "../../../core/lifecycle.ts";
import type { AuditKind } from "../../../core/store-audit.ts";
import { delayedSubject, STREAMS, type TaskKey, taskSubject } from "../../../core/subject.ts";
import { PRIORITIES, type TaskRecord, type TaskState } from "../../../core/task.ts";
import { getLastOfAny } from "../../../jetstream/direct-get.ts";
import type { StateOfTask } from "../../../jetstream/event-follower.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import { putInLine } from "../put-in-line.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";
import { isAttended } from "./is-attended.ts";

/** How long one write is tried, in milliseconds; after that the next audit finds the same again. */
const WRITE_MS = 10_000;

/**
 * Looks at the tasks that have left the queue and have not ended: each must have a worker that runs it, or a message or a
 * schedule by which JetStream brings it to one.
 *
 * @param hasMessage whether a message of the task was seen in TASKS
 */
export async function auditUnattended(
  deps: AuditDeps,
  look: Look,
  hasMessage: (key: TaskKey) => boolean,
): Promise<void> {
  const suspects: StateOfTask[] = [];
  for (const task of deps.liveTasks.all()) {
    look.tally.lookedAt(kindOf(task.state), 1);
    const isSettled = task.storedAtMs < look.settledBeforeMs;
    // A worker that is gone leaves a cancel to whoever is handed the message; it may be that nobody pulls any more.
    if (isSettled && (task.state === "CANCELLING" || !hasMessage(task))) suspects.push(task);
  }
  if (suspects.length === 0) return;
  await inSlices(suspects, look, (task) => lookAt(deps, look, task));
}

function kindOf(state: TaskState): AuditKind {
  if (state === "RUNNING") return "running_without_worker";
  return state === "CANCELLING" ? "cancelling_without_worker" : "waiting_without_message";
}

/** The second look, at one task: by what is stored now. */
async function lookAt(deps: AuditDeps, { tally }: Look, task: StateOfTask) {
  const read = await deps.records.read(task);
  if (!read.ok) throw new Error(`record not readable: ${read.problem}`);
  const { stored } = read;
  if (stored === undefined) {
    const detail = `the record of a ${task.state} task is gone from ${STREAMS.events}: forgotten`;
    await tally.found("record_gone", task, detail, async () => deps.liveTasks.forget(task));
    return;
  }
  const { record, sequence } = stored;
  // What has changed since it was noted is not settled.
  if (sequence !== task.sequence || isTerminal(record.state)) return;
  if (isRunning(record.state) && (await isAttended(deps, record))) return;
  if (record.state !== "CANCELLING" && (await isInLine(deps, record))) return;
  await tally.found(kindOf(record.state), record, describe(record), () => putRight(deps, stored));
}

/** Whether a message or a schedule of the task is there, in whatever line. */
async function isInLine({ connection }: AuditDeps, record: TaskRecord): Promise<boolean> {
  const lines = PRIORITIES.map((priority) => taskSubject({ ...record, priority }));
  const got = await getLastOfAny(connection, STREAMS.tasks, [delayedSubject(record), ...lines]);
  if (!got.ok) throw new Error(`message not readable: ${got.problem}`);
  return got.message !== undefined;
}

function describe({ state, worker, attempt }: TaskRecord): string {
  switch (state) {
    case "RUNNING":
      return `attempt ${attempt} has no message, and its worker ${worker} does not run it: ended as lost`;
    case "CANCELLING":
      return `attempt ${attempt} is being cancelled, and its worker ${worker} does not run it: ended`;
    default:
      return `${state} without a message or a schedule: put in line from its record`;
  }
}

/** As a worker would that is handed the message again. False when the task has changed meanwhile. */
async function putRight({ records, queue, clock }: AuditDeps, stored: StoredRecord): Promise<boolean> {
  const decision = decideUnattended(stored, clock.nowMs());
  if (decision.do === "drop") return false;
  if (decision.do === "requeue") {
    await putInLine(queue, decision.from);
    return true;
  }
  const { record, sequence } = decision.from;
  const written = await records.writeAndWait(record, sequence, Date.now() + WRITE_MS);
  if (written.kind === "conflict") return false;
  if (written.kind !== "stored") throw new Error(`not recorded: ${written.problem}`);
  // A crash here leaves a QUEUED task without a message, which the next audit puts in line.
  if (decision.do === "start") await putInLine(queue, written);
  return true;
}
