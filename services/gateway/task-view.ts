/** What callers see of a record. */

import { PAYLOAD_MAX_BYTES } from "../../core/stored-object.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Progress } from "../../jetstream/progress.ts";
import type { Progress as ProtoProgress } from "../../proto/gen/longshore/v1/Progress.ts";
import type { Task } from "../../proto/gen/longshore/v1/Task.ts";
import { PRIORITY_TO_PROTO } from "../../proto/priority.ts";
import { unpackJson } from "../../runtime/packed-json.ts";
import { errorToProto, timelineToProto, timestamp, type View } from "./event-view.ts";
import { toValue, toValueOrText } from "./json-view.ts";
import type { LargeParts } from "./large-parts.ts";

/**
 * A record as the API shows it. `progress` is shown only where it belongs to the attempt that runs. View FULL needs the parts that
 * do not stand in the record.
 */
export function taskToProto(
  record: TaskRecord,
  view: View,
  progress?: Progress,
  parts: LargeParts = NO_PARTS,
): Task {
  const task: Task = {
    taskId: record.id,
    project: record.project,
    type: record.type,
    queue: record.queue,
    priority: PRIORITY_TO_PROTO[record.priority],
    state: record.state,
    stateReason: stateReason(record),
    attempt: record.attempt,
    maxAttempts: record.maxAttempts,
    createTime: timestamp(record.createdAt),
    worker: record.worker ?? "",
    labels: record.labels,
    uniqueKey: record.uniqueKey ?? "",
    timeline: timelineToProto(record, view),
    traceId: record.traceId,
    scheduleId: record.scheduleId ?? "",
  };
  addTimes(task, record);
  addOutcome(task, record, view, parts);
  if (view === "FULL") addPayload(task, record, parts);
  if (progress !== undefined && progress.attempt === record.attempt)
    task.progress = progressToProto(progress);
  return task;
}

/** What a handler last reported, as the API shows it. */
export function progressToProto({ done, total, message, time }: Progress): ProtoProgress {
  return {
    done,
    message: message ?? "",
    time: timestamp(time),
    ...(total !== undefined && { total, _total: "total" }),
  };
}

function stateReason(record: TaskRecord): string {
  if (record.reason !== undefined) return record.reason;
  if (record.state !== "CANCELLING" && record.state !== "CANCELLED") return "";
  return record.timeline.findLast((event) => event.message !== undefined)?.message ?? "";
}

function addTimes(task: Task, record: TaskRecord): void {
  const { state, dueAt, startedAt, finishedAt, expiresAt } = record;
  if (startedAt !== undefined) task.startTime = timestamp(startedAt);
  if (finishedAt !== undefined) task.finishTime = timestamp(finishedAt);
  if (expiresAt !== undefined) task.expireTime = timestamp(expiresAt);
  const { startBy, completeBy } = record.options;
  if (startBy !== undefined) task.startByTime = timestamp(startBy);
  if (completeBy !== undefined) task.completeByTime = timestamp(completeBy);
  if (dueAt === undefined) return;
  if (state === "SCHEDULED") task.scheduleTime = timestamp(dueAt);
  else if (state === "RETRYING") task.nextAttemptTime = timestamp(dueAt);
}

const NO_PARTS: LargeParts = {};

const JSON_TYPE = "application/json";

function addOutcome(task: Task, record: TaskRecord, view: View, parts: LargeParts): void {
  const { result, resultGzip, resultObject } = record;
  const returned =
    record.state === "SUCCEEDED" || [result, resultGzip, resultObject].some((kept) => kept !== undefined);
  if (returned) {
    if (view === "FULL" && parts.result !== undefined) {
      task.resultBytes = { data: parts.result, contentType: JSON_TYPE };
      task.outcome = "resultBytes";
    } else if (view === "FULL") {
      task.result = toValueOrText(
        resultGzip === undefined ? (result ?? null) : unpackJson(resultGzip, PAYLOAD_MAX_BYTES),
      );
      task.outcome = "result";
    }
  } else if (record.error !== undefined) {
    const failed = record.timeline.findLast((event) => event.error !== undefined);
    task.error = errorToProto(record.error, failed?.attempt ?? record.attempt, view);
    task.outcome = "error";
  }
}

function addPayload(task: Task, record: TaskRecord, { payload }: LargeParts): void {
  if (payload === undefined) {
    Object.assign(task, payloadToProto(record));
    return;
  }
  task.payloadBytes = { data: payload, contentType: record.payloadContentType ?? JSON_TYPE };
  task.body = "payloadBytes";
}

/** A payload in the form it was submitted in. */
export function payloadToProto({
  payload,
  payloadContentType,
}: Pick<TaskRecord, "payload" | "payloadContentType">): Pick<Task, "body" | "payload" | "payloadBytes"> {
  const value = payloadContentType === undefined ? toValue(payload) : undefined;
  if (value !== undefined) return { payload: value, body: "payload" };
  const payloadBytes =
    payloadContentType === undefined
      ? { data: Buffer.from(JSON.stringify(payload)), contentType: JSON_TYPE }
      : { data: Buffer.from(String(payload), "base64"), contentType: payloadContentType };
  return { payloadBytes, body: "payloadBytes" };
}
