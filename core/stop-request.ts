import type { TaskError, TaskEvent } from "./event.ts";
import type { TaskRecord } from "./task.ts";

/** Why a running task may be told to stop for good: somebody cancelled it, or its deadline has passed. */
export type StopCause = "CANCELLED" | "DEADLINE_EXCEEDED";

/** Why a CANCELLING task was told to stop. */
export function stopCause(record: TaskRecord): StopCause {
  return request(record)?.reason === "DEADLINE_EXCEEDED" ? "DEADLINE_EXCEEDED" : "CANCELLED";
}

/**
 * The event that ends a CANCELLING task, whoever records it: `cancelled` with who asked and why, or `failed` with
 * DEADLINE_EXCEEDED when it was a deadline that asked.
 *
 * @param base what the event has in any case
 * @param ended the error that the attempt ended with, if it did
 */
export function endOfStop(
  record: TaskRecord,
  base: Pick<TaskEvent, "time" | "attempt" | "worker" | "stopMs">,
  ended?: TaskError,
): TaskEvent {
  const { by, message } = request(record) ?? {};
  const asked = { ...(by !== undefined && { by }), ...(message !== undefined && { message }) };
  if (stopCause(record) === "CANCELLED") {
    return { ...base, type: "cancelled", ...asked, ...(ended !== undefined && { error: ended }) };
  }
  return {
    ...base,
    type: "failed",
    reason: "DEADLINE_EXCEEDED",
    ...asked,
    error: deadlineExceeded(message, ended),
  };
}

function request({ timeline }: TaskRecord): TaskEvent | undefined {
  return timeline.findLast((event) => event.type === "cancel_requested");
}

/** The error of a task that had not ended by its deadline; `ended` is what its last attempt ended with, if any did. */
export function deadlineExceeded(
  message = "the task had not ended by its deadline",
  ended?: TaskError,
): TaskError {
  return {
    name: "DeadlineExceeded",
    message,
    reason: "DEADLINE_EXCEEDED",
    ...(ended !== undefined && { causes: [`${ended.name}: ${ended.message}`, ...(ended.causes ?? [])] }),
  };
}
