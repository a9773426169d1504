import type { GetTaskRequest__Output } from "../../../proto/gen/longshore/v1/GetTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { getTask as find } from "../find-task.ts";
import { hasLargeParts, readLargeParts } from "../large-parts.ts";
import { progressOf } from "../progress-of.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/** Shows a task, in view FULL unless asked otherwise. Throws TASK_NOT_FOUND, and what `readLargeParts` throws. */
export async function getTask(request: GetTaskRequest__Output, caller: Caller, deps: Deps): Promise<Task> {
  const key = readTaskKey(caller.project, request.taskId);
  const { record } = await find(deps, key, giveUpAt(caller));
  const progress = await progressOf(record, deps.connection);
  if (request.view === "BASIC") return taskToProto(record, "BASIC", progress);
  if (!hasLargeParts(record)) return taskToProto(record, "FULL", progress);
  const whole = await readLargeParts(record, caller, deps);
  return taskToProto(whole.record, "FULL", progress, whole.parts);
}
