/** What an audit looks for, and mends. `docs/guarantees.md` tells what leads to each. */
export const AUDIT_KINDS = [
  /** A RUNNING task without a message whose worker is gone: nobody would take it over. */
  "running_without_worker",
  /** A CANCELLING task whose worker is gone. */
  "cancelling_without_worker",
  /** A QUEUED, SCHEDULED or RETRYING task with a record that has neither message nor schedule. */
  "waiting_without_message",
  /** A message or schedule of a task that has ended. */
  "message_of_ended_task",
  /** A message that was handed out as often as it may be, and of which no advisory tells. */
  "message_used_up",
  /** A timer of a task that has ended. */
  "timer_of_ended_task",
  /** A task in line whose deadline has no timer. */
  "timer_missing",
  /** A unique key that is held for a task that has ended or never came. */
  "unique_key_without_task",
  /** A task that the scheduler takes for live and whose record is gone. */
  "record_gone",
  /** A large payload or result whose task is gone, was never stored, or does not refer to it any more. */
  "object_without_task",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** One thing that was found. */
export interface AuditExample {
  readonly taskId: string;
  /** What was wrong and what was done about it, for people. */
  readonly detail: string;
}

/** What an audit made of one kind. */
export interface AuditCount {
  readonly kind: AuditKind;
  /** How many tasks or messages it looked at. */
  readonly lookedAt: number;
  readonly found: number;
  /** Of those, how many it put right; 0 in a dry run. The rest had changed by then, or could not be mended: see the log. */
  readonly mended: number;
  /** The first of those found in the project that asked. */
  readonly examples: readonly AuditExample[];
}

/** What an audit of the store made of it. */
export interface AuditReport {
  readonly isDryRun: boolean;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly tookMs: number;
  /** In the order of `AUDIT_KINDS`. */
  readonly counts: readonly AuditCount[];
}
