import { decodeRecord } from "../../../core/codec.ts";
import { decideDeadline } from "../../../core/fired-timer.ts";
import {
  dueSubject,
  HEADERS,
  STREAM_SUBJECTS,
  STREAMS,
  TIMER_KINDS,
  type TimerKey,
  timerSubject,
} from "../../../core/subject.ts";
import { asQueued, type TaskRecord } from "../../../core/task.ts";
import { type BatchMessage, getBatch, getLastOfEach } from "../../../jetstream/batch-get.ts";
import { getLast } from "../../../jetstream/direct-get.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import { deadlineOf } from "../../../jetstream/timers.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";

/** So many messages, or about so many bytes of them, are read in one go. */
const MESSAGES = 5_000;
const BYTES = 8 * 1024 ** 2;
/** How long one write is tried, in milliseconds; after that the next audit finds the same again. */
const WRITE_MS = 10_000;

/** A deadline whose timer was not seen, and the message that tells of it. */
interface Suspect {
  readonly timer: TimerKey;
  readonly deadline: string;
  readonly record: TaskRecord;
  readonly message: BatchMessage;
}

/**
 * Looks at the tasks in line that have a deadline: each deadline that still counts must have a timer. It is set before the task
 * is stored, so only who deletes timers makes one go. Only this reads what waits, some megabytes at a time, because nothing
 * but the record tells of a deadline.
 */
export async function auditMissingTimers(deps: AuditDeps, look: Look): Promise<void> {
  for (const filter of STREAM_SUBJECTS.tasks) {
    for (let fromSequence: number | undefined = 1; fromSequence !== undefined; ) {
      look.signal.throwIfAborted();
      const request = { filter, fromSequence, messages: MESSAGES, bytes: BYTES };
      const batch = await getBatch(deps.connection, STREAMS.tasks, request);
      if (!batch.ok) throw new Error(`messages not readable: ${batch.problem}`);
      const suspects = await withoutTimer(deps, look, batch.messages);
      await inSlices(suspects, look, (suspect) => lookAt(deps, look, suspect));
      const last = batch.messages.at(-1);
      fromSequence = last === undefined || last.pending === 0 ? undefined : last.sequence + 1;
    }
  }
}

async function withoutTimer(
  { connection }: AuditDeps,
  { tally, settledBeforeMs }: Look,
  messages: readonly BatchMessage[],
): Promise<readonly Suspect[]> {
  const settled = messages.filter(({ header }) => Date.parse(header("Nats-Time-Stamp")) < settledBeforeMs);
  const deadlines = settled.flatMap(readDeadlines);
  tally.lookedAt("timer_missing", deadlines.length);
  if (deadlines.length === 0) return [];
  const subjects = deadlines.flatMap(({ timer }) => [timerSubject(timer), dueSubject(timer)]);
  const timers = await getLastOfEach(connection, STREAMS.timers, subjects);
  if (!timers.ok) throw new Error(`timers not readable: ${timers.problem}`);
  const there = new Set(timers.messages.map(({ subject }) => subject));
  return deadlines.filter(({ timer }) => !there.has(timerSubject(timer)) && !there.has(dueSubject(timer)));
}

function readDeadlines(message: BatchMessage): Suspect[] {
  // Most tasks have none: to read their records would be most of the work.
  if (!/"(startBy|completeBy)":/.test(message.text)) return [];
  const decoded = decodeRecord(message.text);
  if (!decoded.ok) return [];
  const { record } = decoded;
  return TIMER_KINDS.flatMap((kind) => {
    const deadline = deadlineOf(record, kind);
    const timer = { kind, project: record.project, id: record.id };
    return deadline === undefined ? [] : [{ timer, deadline, record: asQueued(record), message }];
  });
}

/** The second look: whether the deadline still counts for the task as it is now. */
async function lookAt(deps: AuditDeps, { tally }: Look, { timer, deadline, record, message }: Suspect) {
  const read = await deps.records.read(record);
  if (!read.ok) throw new Error(`record not readable: ${read.problem}`);
  const got = await getLast(deps.connection, STREAMS.tasks, message.subject);
  if (!got.ok) throw new Error(`message not readable: ${got.problem}`);
  if (got.message?.sequence !== message.sequence) return;
  const carried = Number(message.header(HEADERS.recordSequence) || 0);
  // A message whose record is gone is dropped by whoever is handed it.
  if (read.stored === undefined && carried > 0) return;
  const current: StoredRecord = read.stored ?? { record, sequence: 0 };
  if (deadlineOf(current.record, timer.kind) !== deadline) return;
  const deadlineMs = Date.parse(deadline);
  if (decideDeadline(timer.kind, current, deadlineMs, deadlineMs).do === "nothing") return;
  const detail = `${timer.kind} is ${deadline}, and there is no timer for it: set again`;
  await tally.found("timer_missing", timer, detail, async () => {
    const failed = await deps.timers.set(current.record, Date.now() + WRITE_MS);
    if (failed !== undefined) throw new Error(`not set: ${failed.kind}`);
    return true;
  });
}
