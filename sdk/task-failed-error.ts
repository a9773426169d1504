import type { Task, TaskFailure, TaskState } from "./task.ts";

/** How a task has ended that has no result. */
export type FailedState = Extract<TaskState, "FAILED" | "CANCELLED" | "EXPIRED">;

/** What `handle.result()` rejects with when the task has ended, and not well. */
export class TaskFailedError extends Error {
  override readonly name = "TaskFailedError";
  readonly taskId: string;
  readonly state: FailedState;
  /** Why it is in that state, in a word: `HANDLER_ERROR`, `CANCELLED_BY_CALLER`, … */
  readonly stateReason: string | undefined;
  /** How many attempts there were; 0 when it never began. */
  readonly attempts: number;
  /** What the last attempt failed with; undefined when none did. */
  readonly error: TaskFailure | undefined;
  /** All that is known of the task. */
  readonly task: Task;

  /** @param task one that has ended, and not well */
  constructor(task: Task) {
    const after = task.attempt === 1 ? "1 attempt" : `${task.attempt} attempts`;
    const why = task.error === undefined ? task.stateReason : `${task.error.name}: ${task.error.message}`;
    super(
      `task ${task.taskId} (${task.type}) is ${task.state} after ${after}${why === undefined ? "" : `: ${why}`}`,
    );
    this.taskId = task.taskId;
    this.state = task.state as FailedState;
    this.stateReason = task.stateReason;
    this.attempts = task.attempt;
    this.error = task.error;
    this.task = task;
  }
}
