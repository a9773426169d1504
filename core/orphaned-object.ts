import { OBJECT_GRACE_MS, objectTimeMs, type StoredObject } from "./stored-object.ts";
import type { TaskRecord } from "./task.ts";

/** The objects that a record refers to. */
export function objectsOf({ payloadObject, resultObject }: TaskRecord): readonly StoredObject[] {
  return [payloadObject, resultObject].filter((object) => object !== undefined);
}

/**
 * Whether an object is no longer, or never was, of use: `record` is that of its task as it is now, undefined when there is no
 * such task. While a task runs, what it does not refer to may be the result that is about to be recorded.
 */
export function isOrphan(object: string, record: TaskRecord | undefined, nowMs: number): boolean {
  if (nowMs - objectTimeMs(object) < OBJECT_GRACE_MS) return false;
  if (record === undefined) return true;
  if (record.state === "RUNNING" || record.state === "CANCELLING") return false;
  return !objectsOf(record).some(({ id }) => id === object);
}
