import type { Priority } from "../core/task.ts";
import type { RetryTaskRequest } from "../proto/gen/longshore/v1/RetryTaskRequest.ts";
import type { UpdateTaskRequest } from "../proto/gen/longshore/v1/UpdateTaskRequest.ts";
import { PRIORITY_TO_PROTO } from "../proto/priority.ts";
import { msToDuration, msToTimestamp } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { writePayload } from "./submission.ts";
import { readTask, type Task } from "./task.ts";

/** A payload that takes the place of another. */
export interface NewPayload {
  /** Any JSON value. A `Uint8Array` goes as bytes, with `payloadContentType`. */
  readonly payload?: unknown;
  /** For bytes only. Default `application/octet-stream`. */
  readonly payloadContentType?: string;
}

/** What to change of a task that has not started; what is left out stays as it is. */
export interface TaskUpdate extends NewPayload {
  /** How long from now it may start at the earliest, in milliseconds; 0 is at once. Not together with `scheduleTime`. */
  readonly delayMs?: number;
  /** When it may start at the earliest: a Date, or text such as `2026-01-31T08:00:00Z`. */
  readonly scheduleTime?: Date | string;
  readonly priority?: Priority;
  /** Labels to add or to replace; one with an empty value is removed. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The calls that change one task. */
export interface ChangeCalls {
  /** Changes a task that has not started. */
  updateTask(taskId: string, update: TaskUpdate, options?: CallOptions): Promise<Task>;
  /** Starts a task now that waits for its time or for its retry. */
  runTask(taskId: string, options?: CallOptions): Promise<Task>;
  /** Does a task again that has ended without success. `reason` is for the timeline. */
  retryTask(taskId: string, options?: CallOptions & NewPayload & { readonly reason?: string }): Promise<Task>;
}

/** How long a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** These calls over one channel. */
export function changeCalls({ tasks, metadata }: Channel): ChangeCalls {
  return {
    async updateTask(taskId, update, { signal } = {}) {
      const request = writeUpdate(taskId, update);
      const options = { timeoutMs: CALL_MS, signal };
      return readTask(
        await call((settings, done) => tasks.UpdateTask(request, metadata(), settings, done), options),
      );
    },

    async runTask(taskId, { signal } = {}) {
      const options = { timeoutMs: CALL_MS, signal };
      return readTask(
        await call((settings, done) => tasks.RunTask({ taskId }, metadata(), settings, done), options),
      );
    },

    async retryTask(taskId, { signal, reason = "", ...payload } = {}) {
      const request: RetryTaskRequest = { taskId, reason, ...writePayload(payload) };
      const options = { timeoutMs: CALL_MS, signal };
      return readTask(
        await call((settings, done) => tasks.RetryTask(request, metadata(), settings, done), options),
      );
    },
  };
}

function writeUpdate(taskId: string, update: TaskUpdate): UpdateTaskRequest {
  const { delayMs, scheduleTime, priority, labels } = update;
  return {
    taskId,
    ...writePayload(update),
    ...(delayMs !== undefined && { delay: msToDuration(delayMs) }),
    ...(scheduleTime !== undefined && { scheduleTime: msToTimestamp(new Date(scheduleTime).getTime()) }),
    ...(priority !== undefined && { priority: PRIORITY_TO_PROTO[priority] }),
    ...(labels !== undefined && { labels: { ...labels } }),
  };
}
