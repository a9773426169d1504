/** What people ask of a task that does not run: to change it, to start it now, to do it again. */

import { withDeadlines } from "./deadlines.ts";
import type { TaskEvent } from "./event.ts";
import { applyAllowed, isTerminal } from "./lifecycle.ts";
import type { TaskChanges, TaskRecord } from "./task.ts";

/** Who asks, and when. */
export interface Asking {
  /** The id of the key. */
  readonly by: string;
  readonly nowMs: number;
  /** For the timeline: why, or what was changed. Empty is nothing. */
  readonly message: string;
}

/** What comes of it. */
export type ChangeDecision =
  /** Record this, then put the task in line from it. */
  | { readonly do: "record"; readonly record: TaskRecord }
  /** It is so already. */
  | { readonly do: "nothing" }
  | { readonly do: "refuse"; readonly why: "STARTED" | "ENDED" | "NOT_ENDED" };

/**
 * Changes a task that has not started. With `dueAtMs` (milliseconds since 1970) it is due then, at once when that has
 * passed; without, when it was due before.
 */
export function decideUpdate(
  record: TaskRecord,
  update: { readonly dueAtMs?: number | undefined; readonly changes: TaskChanges },
  asking: Asking,
): ChangeDecision {
  if (isTerminal(record.state)) return { do: "refuse", why: "ENDED" };
  const isWaiting = record.state === "SCHEDULED" || record.state === "QUEUED";
  if (!isWaiting || record.attempt > 0) return { do: "refuse", why: "STARTED" };
  const dueAtMs = update.dueAtMs ?? (record.dueAt === undefined ? 0 : Date.parse(record.dueAt));
  const event: TaskEvent =
    dueAtMs > asking.nowMs
      ? { ...eventOf("scheduled", record, asking), dueAt: new Date(dueAtMs).toISOString() }
      : eventOf("requeued", record, asking);
  const moved = update.dueAtMs === undefined ? {} : movedBy(event, record);
  return recorded(record, event, { ...moved, ...update.changes });
}

/** Starts a task now that waits for its time or for its retry. */
export function decideRun(record: TaskRecord, asking: Asking): ChangeDecision {
  if (isTerminal(record.state)) return { do: "refuse", why: "ENDED" };
  if (record.state === "QUEUED") return { do: "nothing" };
  if (record.state !== "SCHEDULED" && record.state !== "RETRYING") return { do: "refuse", why: "STARTED" };
  const event = eventOf("requeued", record, asking);
  // To go on sooner gives a task that has started no more time.
  return recorded(record, event, record.attempt > 0 ? {} : movedBy(event, record));
}

/** Does a task again that has ended without success. */
export function decideRetry(record: TaskRecord, changes: TaskChanges, asking: Asking): ChangeDecision {
  if (!isTerminal(record.state)) return { do: "refuse", why: "NOT_ENDED" };
  if (record.state === "SUCCEEDED") return { do: "refuse", why: "ENDED" };
  const event = eventOf("requeued", record, asking);
  return recorded(record, event, { ...movedBy(event, record), ...changes });
}

function eventOf(type: "scheduled" | "requeued", { attempt }: TaskRecord, asking: Asking): TaskEvent {
  const { by, nowMs, message } = asking;
  return { type, time: new Date(nowMs).toISOString(), attempt, by, ...(message !== "" && { message }) };
}

function recorded(record: TaskRecord, event: TaskEvent, changes: TaskChanges): ChangeDecision {
  return { do: "record", record: applyAllowed(record, event, { changes }) };
}

/** Deadlines count from when a task is due, so they move along with that. */
function movedBy(event: TaskEvent, { options }: TaskRecord): TaskChanges {
  return { options: withDeadlines(options, Date.parse(event.dueAt ?? event.time)) };
}
