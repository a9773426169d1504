import { isTerminal } from "../core/lifecycle.ts";
import type { Priority } from "../core/task.ts";
import type { Timestamp__Output } from "../proto/gen/google/protobuf/Timestamp.ts";
import type { Blob__Output } from "../proto/gen/longshore/v1/Blob.ts";
import type { Progress__Output } from "../proto/gen/longshore/v1/Progress.ts";
import type { _longshore_v1_Task_State__Output, Task__Output } from "../proto/gen/longshore/v1/Task.ts";
import type { TaskError__Output } from "../proto/gen/longshore/v1/TaskError.ts";
import type {
  _longshore_v1_TaskEvent_Type__Output,
  TaskEvent__Output,
} from "../proto/gen/longshore/v1/TaskEvent.ts";
import { valueToJson } from "../proto/json-value.ts";
import { priorityFromProto } from "../proto/priority.ts";
import { durationToMs } from "../proto/time.ts";
import { readKnownTime, readMs, readTime } from "./read-time.ts";

/** Where a task is in its life. */
export type TaskState = Exclude<_longshore_v1_Task_State__Output, "STATE_UNSPECIFIED">;

/** What happened to a task; `PROGRESS` comes only while watching. */
export type TaskEventType = _longshore_v1_TaskEvent_Type__Output;

/**
 * A task as the API shows it, with the names of the protos: times are Dates, payload and result plain JSON. A field
 * that is not set is absent.
 */
export interface Task {
  readonly taskId: string;
  readonly project: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: Priority;
  readonly state: TaskState;
  readonly stateReason?: string;
  /** From 1; 0 before the first. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly createTime: Date;
  readonly scheduleTime?: Date;
  readonly startTime?: Date;
  readonly finishTime?: Date;
  readonly nextAttemptTime?: Date;
  readonly expireTime?: Date;
  /** By when its first attempt must have begun. */
  readonly startByTime?: Date;
  /** By when it must have ended. */
  readonly completeByTime?: Date;
  readonly progress?: TaskProgress;
  readonly worker?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly uniqueKey?: string;
  /** JSON, or the bytes that were submitted. Absent in view BASIC. */
  readonly payload?: unknown;
  readonly payloadContentType?: string;
  /** What the handler returned. Absent in view BASIC. */
  readonly result?: unknown;
  readonly error?: TaskFailure;
  readonly timeline: readonly TaskEvent[];
  readonly traceId: string;
  /** The schedule that submitted it. */
  readonly scheduleId?: string;
}

/** One thing that happened to a task. */
export interface TaskEvent {
  /** Its place in the timeline, from 1; for PROGRESS that of the lifecycle event before it. */
  readonly number: number;
  readonly type: TaskEventType;
  readonly time: Date;
  readonly attempt: number;
  /** The state of the task after it. */
  readonly state: TaskState;
  readonly reason?: string;
  readonly message?: string;
  readonly worker?: string;
  readonly error?: TaskFailure;
  readonly progress?: TaskProgress;
  readonly dueTime?: Date;
  /** How long the handler took to stop, in milliseconds. */
  readonly stopDurationMs?: number;
  /** Who asked for it: the id of their API key. */
  readonly by?: string;
}

/** Why an attempt failed. */
export interface TaskFailure {
  readonly name: string;
  readonly message: string;
  /** HANDLER_ERROR, WORKER_LOST, HARD_LIMIT, … */
  readonly reason: string;
  readonly attempt: number;
  readonly stack?: string;
  readonly causes?: readonly string[];
  readonly exitCode?: number;
  readonly signal?: string;
  /** The most memory that the attempt was seen to take, in bytes. */
  readonly peakMemoryBytes?: number;
  /** CPU time of the attempt, in milliseconds. */
  readonly cpuMs?: number;
}

/** How far a handler says it is. */
export interface TaskProgress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
  readonly time: Date;
}

/** Whether nothing can happen to a task in this state any more. */
export function isFinal(state: TaskState): boolean {
  return isTerminal(state);
}

/** The task that a message stands for. */
export function readTask(task: Task__Output): Task {
  return {
    taskId: task.taskId,
    project: task.project,
    type: task.type,
    queue: task.queue,
    priority: priorityFromProto(task.priority) ?? "normal",
    state: readState(task.state),
    ...text("stateReason", task.stateReason),
    attempt: task.attempt,
    maxAttempts: task.maxAttempts,
    createTime: readKnownTime(task.createTime),
    ...time("scheduleTime", task.scheduleTime),
    ...time("startTime", task.startTime),
    ...time("finishTime", task.finishTime),
    ...time("nextAttemptTime", task.nextAttemptTime),
    ...time("expireTime", task.expireTime),
    ...time("startByTime", task.startByTime),
    ...time("completeByTime", task.completeByTime),
    ...(task.progress && { progress: readProgress(task.progress) }),
    ...text("worker", task.worker),
    labels: task.labels,
    ...text("uniqueKey", task.uniqueKey),
    ...readPayload(task),
    ...(task.result && { result: valueToJson(task.result) }),
    ...(task.resultBytes && { result: readJson(task.resultBytes) }),
    ...(task.error && { error: readFailure(task.error) }),
    timeline: task.timeline.map(readEvent),
    traceId: task.traceId,
    ...text("scheduleId", task.scheduleId),
  };
}

/** The event that a message stands for. */
export function readEvent(event: TaskEvent__Output): TaskEvent {
  const stopDurationMs = event.stopDuration === null ? undefined : durationToMs(event.stopDuration);
  return {
    number: event.number,
    type: event.type,
    time: readKnownTime(event.time),
    attempt: event.attempt,
    state: readState(event.state),
    ...text("reason", event.reason),
    ...text("message", event.message),
    ...text("worker", event.worker),
    ...(event.error && { error: readFailure(event.error) }),
    ...(event.progress && { progress: readProgress(event.progress) }),
    ...time("dueTime", event.dueTime),
    ...(stopDurationMs !== undefined && { stopDurationMs }),
    ...text("by", event.by),
  };
}

/** The server never sends the unspecified state; were it to, a task that is being queued is the least surprising. */
function readState(state: _longshore_v1_Task_State__Output): TaskState {
  return state === "STATE_UNSPECIFIED" ? "QUEUED" : state;
}

function readPayload({ payload, payloadBytes }: Task__Output): Pick<Task, "payload" | "payloadContentType"> {
  if (payload) return { payload: valueToJson(payload) };
  if (payloadBytes?.contentType === "application/json") return { payload: readJson(payloadBytes) };
  if (payloadBytes) return { payload: payloadBytes.data, payloadContentType: payloadBytes.contentType };
  return {};
}

/** JSON that came as text, because it is large or nests deep. */
function readJson({ data }: Blob__Output): unknown {
  return JSON.parse(data.toString());
}

function readFailure(error: TaskError__Output): TaskFailure {
  return {
    name: error.name,
    message: error.message,
    reason: error.reason,
    attempt: error.attempt,
    ...text("stack", error.stack),
    ...(error.causes.length > 0 && { causes: error.causes }),
    ...(error.exitCode !== undefined && { exitCode: error.exitCode }),
    ...text("signal", error.signal),
    ...(error.peakMemoryBytes !== undefined && { peakMemoryBytes: Number(error.peakMemoryBytes) }),
    ...(error.cpuTime && { cpuMs: readMs(error.cpuTime) }),
  };
}

function readProgress(progress: Progress__Output): TaskProgress {
  return {
    done: progress.done,
    ...(progress.total !== undefined && { total: progress.total }),
    ...text("message", progress.message),
    time: readKnownTime(progress.time),
  };
}

function time<Key extends string>(key: Key, timestamp: Timestamp__Output | null): { [K in Key]?: Date } {
  const date = readTime(timestamp);
  return date === undefined ? {} : ({ [key]: date } as { [K in Key]?: Date });
}

function text<Key extends string>(key: Key, value: string): { [K in Key]?: string } {
  return value === "" ? {} : ({ [key]: value } as { [K in Key]?: string });
}
