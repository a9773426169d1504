import type { TaskEvent } from "./event.ts";
import type { TaskRecord } from "./task.ts";

/** Who asked for a task to be cancelled, and why, for the event that records that it was; nothing when nobody did. */
export function cancelRequest({ timeline }: TaskRecord): Pick<TaskEvent, "by" | "message"> {
  const { by, message } = timeline.findLast((event) => event.type === "cancel_requested") ?? {};
  return { ...(by !== undefined && { by }), ...(message !== undefined && { message }) };
}
