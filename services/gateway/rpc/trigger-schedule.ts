import { encodeRecord } from "../../../core/codec.ts";
import { taskOfSchedule } from "../../../core/schedule.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { TriggerScheduleRequest__Output } from "../../../proto/gen/longshore/v1/TriggerScheduleRequest.ts";
import { type Accepted, acceptNew } from "../accept-task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { findSchedule, readScheduleKey } from "../schedule/stored-schedule.ts";
import { findType } from "../submission.ts";
import { createTaskId } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Submits the task of a schedule once, outside its ticks. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, TASK_TYPE_UNKNOWN,
 * QUEUE_FULL, STORE_FULL, BROKER_UNAVAILABLE.
 */
export async function triggerSchedule(
  { scheduleId }: TriggerScheduleRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const { value } = await findSchedule(readScheduleKey(caller.project, scheduleId), deps);
  const known = findType(value.template.type, deps.types);
  if (known instanceof Error) throw known;
  const nowMs = Date.now();
  const record = taskOfSchedule(value, createTaskId(nowMs), nowMs);
  const task = { record, body: encodeRecord(record) };
  await deps.room.look(record.queue);
  const accepted = await new Promise<Accepted>((resolve) => acceptNew(deps, task, giveUpAt(caller), resolve));
  if (!accepted.ok) throw accepted.error;
  return taskToProto(accepted.record, "BASIC");
}
