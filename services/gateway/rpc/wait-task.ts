import { LongshoreError } from "../../../core/error.ts";
import { isTerminal } from "../../../core/lifecycle.ts";
import type { TaskKey } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { WaitTaskRequest__Output } from "../../../proto/gen/longshore/v1/WaitTaskRequest.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { getTask, taskNotFound } from "../find-task.ts";
import { hasLargeParts, readLargeParts } from "../large-parts.ts";
import { observeTask } from "../observe-task.ts";
import { progressOf } from "../progress-of.ts";
import { readDuration } from "../read-duration.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";
import { Violations } from "../violations.ts";

/** How long a call waits when it does not say, and at most. Milliseconds. */
const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_TIMEOUT_MS = 600_000;

/** No call of WaitTask takes longer, in milliseconds. */
export const WAIT_CAP_MS = MAX_TIMEOUT_MS + 10_000;

/**
 * Resolves with the task, in view FULL, when it has ended, or as it is when the timeout has passed. Throws
 * TASK_NOT_FOUND; BROKER_UNAVAILABLE when NATS is away at the end of the wait; SHUTTING_DOWN when the gateway stops.
 */
export async function waitTask(request: WaitTaskRequest__Output, caller: Caller, deps: Deps): Promise<Task> {
  const until = Date.now() + readTimeout(request);
  const key = readTaskKey(caller.project, request.taskId);
  let { record } = await getTask(deps, key, giveUpAt(caller));
  const waitMs = Math.min(until, answerBy(caller)) - Date.now();
  if (!isTerminal(record.state) && waitMs > 0) record = await waitForEnd(key, record, waitMs, caller, deps);
  const progress = await progressOf(record, deps.connection);
  if (!hasLargeParts(record)) return taskToProto(record, "FULL", progress);
  const whole = await readLargeParts(record, caller, deps);
  return taskToProto(whole.record, "FULL", progress, whole.parts);
}

async function waitForEnd(
  key: TaskKey,
  before: TaskRecord,
  waitMs: number,
  caller: Caller,
  deps: Deps,
): Promise<TaskRecord> {
  let last = before;
  const timeUp = AbortSignal.any([caller.signal, AbortSignal.timeout(waitMs)]);
  for await (const found of observeTask(deps, key, timeUp)) {
    if (found === undefined) throw taskNotFound(key.id);
    last = found.record;
    if (isTerminal(last.state)) return last;
  }
  caller.signal.throwIfAborted();
  if (deps.connection.isConnected()) return last;
  throw new LongshoreError("BROKER_UNAVAILABLE", { problem: "not connected to NATS" });
}

function readTimeout({ timeout }: WaitTaskRequest__Output): number {
  const violations = new Violations();
  const ms = readDuration("timeout", timeout, 0, MAX_TIMEOUT_MS, violations);
  violations.throwIfAny();
  return ms ?? DEFAULT_TIMEOUT_MS;
}
