import type { RetryTaskRequest__Output } from "../../../proto/gen/longshore/v1/RetryTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { readNewPayload } from "../new-payload.ts";
import { checkReason } from "../reason.ts";
import { retryOne } from "../retry-one.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Does a task again that has ended without success. Resolves with the task as it is then, view BASIC. Throws TASK_NOT_FOUND,
 * TASK_NOT_FINISHED, TASK_FINISHED, CONFLICT, and what is wrong with the payload.
 */
export async function retryTask(
  request: RetryTaskRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const key = readTaskKey(caller.project, request.taskId);
  const reason = checkReason(request.reason);
  const payload = readNewPayload(request, deps);
  const record = await retryOne(key, { by: caller.keyId, reason, payload }, giveUpAt(caller), deps);
  return taskToProto(record, "BASIC");
}
