import { decideRun } from "../../../core/task-change.ts";
import type { RunTaskRequest__Output } from "../../../proto/gen/longshore/v1/RunTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { changeTask, type DecideChange } from "../change-task.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Starts a task now that waits for its time or for its retry. Resolves with the task as it is then, view BASIC. Throws
 * TASK_NOT_FOUND, TASK_STARTED, TASK_FINISHED, CONFLICT.
 */
export async function runTask(request: RunTaskRequest__Output, caller: Caller, deps: Deps): Promise<Task> {
  const key = readTaskKey(caller.project, request.taskId);
  const by = caller.keyId;
  const decide: DecideChange = (record) =>
    decideRun(record, { by, nowMs: Date.now(), message: "to run now" });
  return taskToProto(await changeTask(key, decide, giveUpAt(caller), deps), "BASIC");
}
