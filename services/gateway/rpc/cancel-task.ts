import { invalidField, LongshoreError } from "../../../core/error.ts";
import { applyAllowed, isTerminal } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { CancelTaskRequest__Output } from "../../../proto/gen/longshore/v1/CancelTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { type FoundTask, getTask } from "../find-task.ts";
import { storeError } from "../store-error.ts";
import { takeOutOfLine } from "../take-out-of-line.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";
import { writeAudit } from "../write-audit.ts";

/** How often the decision is made anew when somebody else changes the task in between. */
const TRIES = 5;

const MAX_REASON_LENGTH = 256;

/**
 * Cancels a task: one that does not run yet is CANCELLED and never starts, one that runs becomes CANCELLING and its worker is
 * told. Resolves with the task as it is then, view BASIC. Throws TASK_NOT_FOUND, TASK_FINISHED, CONFLICT.
 */
export async function cancelTask(
  request: CancelTaskRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const { reason } = request;
  if (reason.length > MAX_REASON_LENGTH) {
    throw invalidField("reason", `${reason.length} characters, at most ${MAX_REASON_LENGTH} are allowed`);
  }
  const key = readTaskKey(caller.project, request.taskId);
  const limit = giveUpAt(caller);
  for (let i = 0; i < TRIES; i++) {
    const found = await getTask(deps, key, limit);
    const record = await cancelFound(found, { by: caller.keyId, reason }, limit, deps);
    if (record !== undefined) return taskToProto(record, "BASIC");
  }
  throw new LongshoreError("CONFLICT", { task_id: key.id });
}

interface Request {
  readonly by: string;
  /** May be empty. */
  readonly reason: string;
}

/** The record after the cancel; undefined when somebody else has changed it in between. */
async function cancelFound(
  { record, sequence }: FoundTask,
  request: Request,
  limit: number,
  deps: Deps,
): Promise<TaskRecord | undefined> {
  if (record.state === "CANCELLED") return record;
  if (isTerminal(record.state)) {
    throw new LongshoreError("TASK_FINISHED", { task_id: record.id, state: record.state });
  }
  if (record.state === "CANCELLING") {
    deps.stopSignals.send(record);
    return record;
  }
  const cancelled = recordAfter(record, request);
  const written = await deps.records.writeAndWait(cancelled, sequence, limit);
  if (written.kind === "conflict") return undefined;
  if (written.kind !== "stored") throw storeError(written);
  audit(cancelled, request, deps);
  if (cancelled.state === "CANCELLING") deps.stopSignals.send(cancelled);
  else await takeOutOfLine(cancelled, deps);
  return cancelled;
}

function recordAfter(record: TaskRecord, { by, reason }: Request): TaskRecord {
  return applyAllowed(record, {
    type: record.state === "RUNNING" ? "cancel_requested" : "cancelled",
    time: new Date().toISOString(),
    attempt: record.attempt,
    by,
    ...(reason !== "" && { message: reason }),
  });
}

function audit(record: TaskRecord, { by, reason }: Request, deps: Deps): void {
  const detail = { taskId: record.id, type: record.type, ...(reason !== "" && { reason }) };
  writeAudit({ project: record.project, action: "task_cancelled", by, detail }, deps);
}
