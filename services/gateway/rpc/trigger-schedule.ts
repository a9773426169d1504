import { encodeRecord } from "../../../core/codec.ts";
import { taskOfSchedule } from "../../../core/schedule.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { TriggerScheduleRequest__Output } from "../../../proto/gen/longshore/v1/TriggerScheduleRequest.ts";
import { type Accepted, acceptChosen, acceptNew } from "../accept-task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { readIdempotency } from "../idempotency.ts";
import { findSchedule, readScheduleKey } from "../schedule/stored-schedule.ts";
import { findType, type ReadyTask } from "../submission.ts";
import { createTaskId } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Submits the task of a schedule once, outside its ticks. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, TASK_TYPE_UNKNOWN,
 * IDEMPOTENCY_KEY_REUSED, QUEUE_FULL, STORE_FULL, BROKER_UNAVAILABLE.
 */
export async function triggerSchedule(
  request: TriggerScheduleRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const under = readIdempotency(caller, request);
  const { value } = await findSchedule(readScheduleKey(caller.project, request.scheduleId), deps);
  const known = findType(value.template.type, deps.types);
  if (known instanceof Error) throw known;
  const nowMs = Date.now();
  const made = taskOfSchedule(value, under?.taskId() ?? createTaskId(nowMs), nowMs);
  const record = under === undefined ? made : { ...made, requestDigest: under.digest };
  const task = { record, body: encodeRecord(record) };
  const accepted = await accept(task, under !== undefined, caller, deps);
  if (!accepted.ok) throw accepted.error;
  return taskToProto(accepted.record, "BASIC");
}

async function accept(task: ReadyTask, idChosen: boolean, caller: Caller, deps: Deps): Promise<Accepted> {
  if (idChosen) return acceptChosen(deps, task, giveUpAt(caller));
  await deps.room.look(task.record);
  return new Promise((resolve) => acceptNew(deps, task, giveUpAt(caller), resolve));
}
