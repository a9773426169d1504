import { LongshoreError } from "../../../core/error.ts";
import { isName, NAME_FORMAT } from "../../../core/name.ts";
import {
  CATCH_UP_DEFAULT_MS,
  CATCH_UP_MAX_MS,
  INTERVAL_MAX_MS,
  type OverlapPolicy,
  type ScheduleDefinition,
  type TaskTemplate,
} from "../../../core/schedule.ts";
import { OBJECT_FROM_BYTES } from "../../../core/stored-object.ts";
import type {
  _longshore_v1_Schedule_OverlapPolicy__Output as ProtoOverlap,
  Schedule__Output,
} from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { SubmitTaskRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { Identity } from "../caller.ts";
import { payloadTooLarge } from "../payload.ts";
import { readDuration } from "../read-duration.ts";
import { readSubmission, type SubmissionRules } from "../submission.ts";
import { atItem, quoted, Violations } from "../violations.ts";
import { checkInterval, checkJitter, type ReadTimes, readTimes } from "./read-spec.ts";

/** What a schedule says of itself. */
export type ReadSchedule = ReadTimes &
  Pick<ScheduleDefinition, "id" | "template" | "overlap" | "catchUpMs" | "jitterMs">;

/**
 * Reads a schedule, and checks its task as a submission. Throws FIELD_INVALID, CRON_NEVER_FIRES, and what is wrong with the
 * task.
 *
 * @param createdMs from when intervals are counted that name no anchor
 */
export function readSchedule(
  schedule: Schedule__Output | null,
  caller: Identity,
  rules: SubmissionRules,
  nowMs: number,
  createdMs = nowMs,
): ReadSchedule {
  const violations = new Violations();
  if (schedule === null) {
    violations.add("schedule", "is not set");
    throw violations.toError();
  }
  const { scheduleId } = schedule;
  checkScheduleId("schedule.schedule_id", scheduleId, violations);
  const times = readTimes(schedule, nowMs, createdMs, violations);
  const catchUpMs =
    readDuration("schedule.catch_up_window", schedule.catchUpWindow, 0, CATCH_UP_MAX_MS, violations) ??
    CATCH_UP_DEFAULT_MS;
  const jitterMs = readDuration("schedule.jitter", schedule.jitter, 0, INTERVAL_MAX_MS, violations) ?? 0;
  if (times !== undefined) {
    checkJitter(jitterMs, times, nowMs, violations);
    const { minScheduleIntervalMs } = rules.limits.book.project(caller.project);
    checkInterval(minScheduleIntervalMs, times, nowMs, violations);
  }
  checkTask(schedule.task, violations);
  violations.throwIfAny();
  if (times === undefined || schedule.task === null) throw new Error("a fault of a schedule was not noted");
  const overlap = OVERLAP_FROM_PROTO[schedule.overlapPolicy];
  const template = readTemplate(schedule.task, caller, rules, nowMs);
  return { ...times, id: scheduleId, template, overlap, catchUpMs, jitterMs };
}

/** Notes an id that is no name. */
export function checkScheduleId(field: string, id: string, violations: Violations): void {
  if (!isName(id)) violations.add(field, `${quoted(id)} is no id of a schedule: must be ${NAME_FORMAT}`);
}

const OVERLAP_FROM_PROTO = {
  OVERLAP_POLICY_UNSPECIFIED: "skip",
  SKIP: "skip",
  ALLOW: "allow",
  BUFFER_ONE: "buffer_one",
  CANCEL_RUNNING: "cancel_running",
} as const satisfies Record<ProtoOverlap, OverlapPolicy>;

/** Notes what a submission may have and the task of a schedule may not. */
function checkTask(task: SubmitTaskRequest__Output | null, violations: Violations): void {
  if (task === null) {
    violations.add("schedule.task", "is not set");
    return;
  }
  const { taskId, options } = task;
  if (taskId !== "") violations.add("schedule.task.task_id", "must be empty: each tick has an id of its own");
  if (options?.start !== undefined) {
    const field = options.start === "delay" ? "delay" : "schedule_time";
    violations.add(`schedule.task.options.${field}`, "must not be set: the schedule says when a task starts");
  }
  if (options?.uniqueKey !== undefined) {
    const problem = "must not be set: overlap_policy says what happens while the task before has not ended";
    violations.add("schedule.task.options.unique_key", problem);
  }
}

function readTemplate(
  task: SubmitTaskRequest__Output,
  caller: Identity,
  rules: SubmissionRules,
  nowMs: number,
): TaskTemplate {
  const submission = readSubmission(task, caller, rules, nowMs);
  if (!submission.ok) {
    const { error } = submission;
    throw error instanceof LongshoreError ? atItem(error, "schedule.task.") : error;
  }
  const { type, queue, priority, labels, payload, payloadContentType, options } = submission.task.record;
  const { payloadObject } = submission.task.record;
  // A schedule is an entry of a bucket and holds its payload itself: an object would have to be copied with each tick.
  if (payloadObject !== undefined)
    throw atItem(payloadTooLarge(payloadObject.bytes, OBJECT_FROM_BYTES), "schedule.task.");
  const { startBy: _startBy, completeBy: _completeBy, ...fixed } = options;
  return {
    type,
    queue,
    priority,
    labels,
    payload,
    ...(payloadContentType !== undefined && { payloadContentType }),
    options: fixed,
  };
}
