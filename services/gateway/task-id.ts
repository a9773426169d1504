import { randomFillSync } from "node:crypto";
import { invalidField } from "../../core/error.ts";
import { uuidV7 } from "../../core/id.ts";
import { isTaskId } from "../../core/name.ts";
import type { TaskKey } from "../../core/subject.ts";
import { quoted } from "./violations.ts";

/** What a task id must look like, for error messages. */
export const TASK_ID_FORMAT = 'a UUID such as "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64"';

/** Bytes of chance per id, and for how many ids they are drawn at once: one system call for many. */
const BYTES_PER_ID = 10;
const IDS_PER_DRAW = 512;

const pool = new Uint8Array(BYTES_PER_ID * IDS_PER_DRAW);
let used = pool.length;

/** A new task id: a UUIDv7, so that ids sort by the time they were made. */
export function createTaskId(nowMs: number): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + BYTES_PER_ID);
  used += BYTES_PER_ID;
  return uuidV7(nowMs, random);
}

/** The task that a request names, within the caller's project. Throws FIELD_INVALID when the id is no UUID. */
export function readTaskKey(project: string, taskId: string): TaskKey {
  const id = taskId.toLowerCase();
  if (!isTaskId(id))
    throw invalidField("task_id", `${quoted(taskId)} is no task id: must be ${TASK_ID_FORMAT}`);
  return { project, id };
}
