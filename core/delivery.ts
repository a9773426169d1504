import { endIfLate } from "./deadlines.ts";
import type { TaskError, TaskEvent } from "./event.ts";
import { applyAllowed, isRunning, isTerminal } from "./lifecycle.ts";
import { endOfStop } from "./stop-request.ts";
import type { TaskRecord } from "./task.ts";

/** A record and the sequence that a change of it must name; 0 for a task that has none stored yet. */
export interface Fenced {
  readonly record: TaskRecord;
  readonly sequence: number;
}

/** What a message of a task says. */
export interface Carried extends Fenced {
  /** The message's own sequence in TASKS; what starts from it says so in its `started` event. */
  readonly messageSequence: number;
}

/** What a worker does with a message that it was handed. */
export type DeliveryDecision =
  /** Record the start against this, and run. */
  | { readonly do: "start"; readonly from: Fenced }
  /** Record this end and acknowledge: the task does not run any more. */
  | { readonly do: "end"; readonly from: Fenced }
  /** A crash came between the record and the message that should follow it: put the task in line again, acknowledge. */
  | { readonly do: "requeue"; readonly from: Fenced }
  /** The task has moved on without this message: acknowledge it. */
  | { readonly do: "drop"; readonly why: string };

/**
 * Decides over a message by what it carries and by what is recorded now. The message says which record it starts from;
 * when another is stored by now, somebody else has acted, or has died in the middle of acting.
 *
 * @param carried what the message holds
 * @param current what is stored; null when nothing is; undefined when nobody has looked, because the message is a first
 * delivery
 */
export function decideDelivery(
  carried: Carried,
  current: Fenced | null | undefined,
  nowMs: number,
): DeliveryDecision {
  const from = current === undefined ? carried : (current ?? { record: carried.record, sequence: 0 });
  const { record } = from;
  if (isTerminal(record.state)) return { do: "drop", why: `already ${record.state}` };
  if (from.sequence < carried.sequence) return { do: "drop", why: "the record has expired" };
  if (from.sequence === carried.sequence) return startUnlessLate(from, nowMs);
  if (isRunning(record.state) && !runsFrom(record, carried)) return leaveAlone(record);
  return decideUnattended(from, nowMs);
}

/**
 * Decides over a task that has not ended and whose message nobody attends to any more: its worker has not kept its lease, or
 * the message is gone.
 */
export function decideUnattended(from: Fenced, nowMs: number): DeliveryDecision {
  const { record } = from;
  switch (record.state) {
    case "RUNNING":
      return takeOver(from, nowMs);
    case "CANCELLING":
      return ended(from, endOfStop(record, at(record, nowMs)));
    default:
      return { do: "requeue", from };
  }
}

function startUnlessLate(from: Fenced, nowMs: number): DeliveryDecision {
  const late = endIfLate(from.record, nowMs);
  return late === undefined ? { do: "start", from } : { do: "end", from: { ...from, record: late } };
}

/** Whether the running attempt is this message's, which has come again because the attempt's worker is gone. */
function runsFrom(record: TaskRecord, { messageSequence }: Carried): boolean {
  const started = record.timeline.findLast((event) => event.type === "started");
  return started?.messageSequence === messageSequence;
}

/** The message of the running attempt is another one: its lease tells whether the attempt lives. */
function leaveAlone({ attempt }: TaskRecord): DeliveryDecision {
  return { do: "drop", why: `attempt ${attempt} runs from another message` };
}

/** The worker of the recorded attempt has not kept its lease: the attempt is over, the next one begins if there is one. */
function takeOver(from: Fenced, nowMs: number): DeliveryDecision {
  const { record } = from;
  const error = workerLost(record);
  const base = {
    ...at(record, nowMs),
    ...(record.worker !== undefined && { worker: record.worker }),
    reason: error.reason,
    error,
  };
  if (record.attempt >= record.maxAttempts) return ended(from, { ...base, type: "failed" });
  const interrupted = applyAllowed(record, { ...base, type: "interrupted" });
  return startUnlessLate({ ...from, record: interrupted }, nowMs);
}

/** Why an attempt is over whose worker has not kept its lease. */
export function workerLost({ attempt, worker }: TaskRecord): TaskError {
  return {
    name: "WorkerLost",
    message: `worker ${worker ?? "unknown"} stopped extending its lease during attempt ${attempt}`,
    reason: "WORKER_LOST",
  };
}

function at(record: TaskRecord, nowMs: number): { time: string; attempt: number } {
  return { time: new Date(nowMs).toISOString(), attempt: record.attempt };
}

function ended(from: Fenced, event: TaskEvent): DeliveryDecision {
  return { do: "end", from: { ...from, record: applyAllowed(from.record, event) } };
}
