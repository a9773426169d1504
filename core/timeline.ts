import type { EventType, TaskEvent } from "./event.ts";
import { isTerminal, TRANSITIONS } from "./lifecycle.ts";
import type { TaskRecord, TaskState } from "./task.ts";

/** The events that end a task which may be done again. */
const ENDINGS: ReadonlySet<EventType> = new Set(["failed", "cancelled", "expired"]);

/** What happened since the task was submitted or, when it is being done again, since its last end: it starts afresh. */
export function sinceBegun({ timeline }: Pick<TaskRecord, "timeline">): readonly TaskEvent[] {
  return timeline.slice(timeline.findLastIndex(({ type }) => ENDINGS.has(type)) + 1);
}

/** The state that an event of a timeline led to, from the one before it; before the first any will do. */
export function stateAfter(state: TaskState, event: TaskEvent): TaskState {
  if (event.type === "submitted") return "QUEUED";
  // The schedule of a submission is part of it, so the table has no move for it.
  if (event.type === "scheduled" && event.attempt === 0) return "SCHEDULED";
  return TRANSITIONS[state][event.type] ?? state;
}

/**
 * The task as it was after each of its events, as far as the timeline tells: state, reason, attempt, worker, error, start and end.
 * All else is as it is in the record.
 */
export function recordsThen(record: TaskRecord): TaskRecord[] {
  const {
    reason: _reason,
    worker: _worker,
    error: _error,
    startedAt: _start,
    finishedAt: _end,
    ...rest
  } = record;
  let then: TaskRecord = { ...rest, state: "QUEUED" };
  return record.timeline.map((event) => {
    const { reason: _was, finishedAt: _ended, error, ...kept } = then;
    const state = stateAfter(then.state, event);
    const isOver = state === "SUCCEEDED" || (event.type === "requeued" && isTerminal(then.state));
    const lastError = event.error ?? (isOver ? undefined : error);
    then = {
      ...kept,
      state,
      attempt: event.attempt,
      ...(event.reason !== undefined && { reason: event.reason }),
      ...(event.worker !== undefined && { worker: event.worker }),
      ...(lastError !== undefined && { error: lastError }),
      ...(event.type === "started" && { startedAt: event.time }),
      ...(isTerminal(state) && { finishedAt: event.time }),
    };
    return then;
  });
}
