import type { EventType, TaskEvent } from "./event.ts";
import type { TaskRecord } from "./task.ts";

/** The events that end a task which may be done again. */
const ENDINGS: ReadonlySet<EventType> = new Set(["failed", "cancelled", "expired"]);

/** What happened since the task was submitted or, when it is being done again, since its last end: it starts afresh. */
export function sinceBegun({ timeline }: Pick<TaskRecord, "timeline">): readonly TaskEvent[] {
  return timeline.slice(timeline.findLastIndex(({ type }) => ENDINGS.has(type)) + 1);
}
