import { randomBytes } from "node:crypto";
import { uuidV7 } from "../../core/id.ts";
import { DEFAULT_RETRY } from "../../core/retry.ts";
import { createRecord, type NewTask, type TaskRecord } from "../../core/task.ts";

/** A new task as a gateway would make it: a fresh id, project `demo`, queue `default`. */
export function newTask(changes: Partial<NewTask> = {}): NewTask {
  return {
    id: uuidV7(Date.now(), randomBytes(10)),
    project: "demo",
    type: "greet",
    queue: "default",
    priority: "normal",
    labels: {},
    payload: { name: "Ada" },
    options: {
      retry: DEFAULT_RETRY,
      softLimitMs: 540_000,
      hardLimitMs: 600_000,
      resultTtlMs: 3_600_000,
      failedTtlMs: 7 * 86_400_000,
    },
    traceId: "0af7651916cd43dd8448eb211c80319c",
    ...changes,
  };
}

/** The record of such a task, submitted now. */
export function newRecord(changes: Partial<NewTask> = {}): TaskRecord {
  return createRecord(newTask(changes), Date.now());
}
