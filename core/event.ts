export const EVENT_TYPES = [
  "submitted",
  "scheduled",
  "started",
  "retry_scheduled",
  "interrupted",
  "requeued",
  "cancel_requested",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
] as const;

/** What can happen to a task. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Why an attempt did not succeed. */
export interface TaskError {
  /** The error's own name, such as `TypeError`. */
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** The chain of causes, nearest first, each as `name: message`. */
  readonly causes?: readonly string[];
  /** A word from a fixed set: `HANDLER_ERROR`, `WORKER_LOST`, `CHILD_EXITED`, … */
  readonly reason: string;
  readonly exitCode?: number;
  readonly signal?: string;
  /** The most memory the handler's process took during the attempt, as far as was seen. Bytes. */
  readonly peakMemoryBytes?: number;
  /** CPU time of the attempt. Milliseconds. */
  readonly cpuMs?: number;
}

/** One entry of a task's timeline, also what `applyEvent` takes. */
export interface TaskEvent {
  readonly type: EventType;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** The attempt it belongs to; 0 before the first. An event of an older attempt is refused. */
  readonly attempt: number;
  readonly worker?: string;
  /** A word from a fixed set, such as `WORKER_LOST`. */
  readonly reason?: string;
  /** Free text: why someone cancelled, what the handler said. */
  readonly message?: string;
  /** Who asked, for what people ask for: the key id. `scheduler` for what a deadline asked for. */
  readonly by?: string;
  /** When the task is due, for `scheduled` and `retry_scheduled`. */
  readonly dueAt?: string;
  readonly error?: TaskError;
  /**
   * Which message the attempt runs from, for `started`: its sequence in TASKS. There may be two messages of one task, for
   * instance after a publish that was repeated because its answer was lost; only the one named here keeps the attempt.
   */
  readonly messageSequence?: number;
  /** How long the stop took, for `cancelled` and `failed` after CANCELLING. Milliseconds. */
  readonly stopMs?: number;
  /**
   * The sequence in EVENTS of the record that it follows on; 0 when there was none. So it is known of each event in a record under
   * which sequence it was stored itself: see `sequencesOf`. Put in when the record is written.
   */
  readonly after?: number;
}

/**
 * The time of an event that comes after those of a timeline: now, but never before the last of them. The clocks of those who
 * write differ by milliseconds, and a timeline does not go back.
 */
export function timeAfter(timeline: readonly TaskEvent[], nowMs: number): string {
  const last = timeline.at(-1)?.time;
  const now = new Date(nowMs).toISOString();
  // Both are RFC 3339 in UTC to the millisecond, and sort as text.
  return last !== undefined && last > now ? last : now;
}
