import type { TaskRecord } from "../../core/task.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import type { RunningJob } from "./pool/pool.ts";

/** One task that this worker holds, from its delivery to the acknowledgement. */
export interface HeldTask {
  /** The newest delivery of its message; a lease that was thought lost may bring another. */
  delivery: Delivery;
  /** The record as last written or read, and the sequence a change must name. */
  record: TaskRecord;
  sequence: number;
  job: RunningJob | undefined;
  /** When a stop was asked for, in milliseconds since 1970. */
  stopRequestedAt: number | undefined;
  /**
   * Who has the last word: the outcome that is being recorded, the hand-back to the queue, or nobody here, because the task
   * is another worker's by now.
   */
  ending: "settled" | "handed_back" | "abandoned" | undefined;
}

/** Names a task across projects. */
export function heldKey(task: { readonly project: string; readonly id: string }): string {
  return `${task.project}/${task.id}`;
}
