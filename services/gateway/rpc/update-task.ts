import { encodeRecord } from "../../../core/codec.ts";
import { invalidField } from "../../../core/error.ts";
import type { Priority, TaskChanges, TaskRecord } from "../../../core/task.ts";
import { decideUpdate } from "../../../core/task-change.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { UpdateTaskRequest__Output } from "../../../proto/gen/longshore/v1/UpdateTaskRequest.ts";
import { priorityFromProto } from "../../../proto/priority.ts";
import type { Caller } from "../caller.ts";
import { changeTask } from "../change-task.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { type NewPayload, readNewPayload } from "../new-payload.ts";
import { sizeError } from "../submission.ts";
import { checkLabels, readStart } from "../submission-options.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";
import { Violations } from "../violations.ts";

/**
 * Changes a task that has not started. Resolves with the task as it is then, view BASIC. Throws FIELD_INVALID, also when
 * nothing is to be changed, what is wrong with the payload, TASK_NOT_FOUND, TASK_STARTED, TASK_FINISHED, CONFLICT.
 */
export async function updateTask(
  request: UpdateTaskRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const key = readTaskKey(caller.project, request.taskId);
  const update = readUpdate(request, deps);
  const limit = giveUpAt(caller);
  const by = caller.keyId;
  const message = `changed: ${update.fields.join(", ")}`;
  const decide = async (record: TaskRecord) => {
    const asking = { by, nowMs: Date.now(), message };
    const changes = changesFor(record, update, deps);
    const decision = decideUpdate(record, { dueAtMs: update.dueAtMs, changes }, asking);
    if (decision.do === "record") {
      checkSize(decision.record, caller, deps);
      await update.payload?.store(record, decision.record, caller, limit, deps);
    }
    return decision;
  };
  const change = () => changeTask(key, decide, limit, deps);
  const record = await (update.payload === undefined ? change() : update.payload.during(key, deps, change));
  return taskToProto(record, "BASIC");
}

interface Update {
  /** Milliseconds since 1970; undefined is as before. */
  readonly dueAtMs: number | undefined;
  readonly priority: Priority | undefined;
  readonly payload: NewPayload | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** What is changed, as the request calls it. */
  readonly fields: readonly string[];
}

function readUpdate(request: UpdateTaskRequest__Output, deps: Deps): Update {
  const nowMs = Date.now();
  const violations = new Violations();
  const dueAtMs =
    request.start === undefined ? undefined : (readStart(request, "", nowMs, violations) ?? nowMs);
  const priority = priorityFromProto(request.priority);
  const payload = readNewPayload(request, deps);
  const { labels } = request;
  violations.throwIfAny();
  const fields = changedFields(request);
  if (fields.length === 0) {
    const problem = "alone changes nothing: set delay or schedule_time, priority, payload or labels";
    throw invalidField("task_id", problem);
  }
  return { dueAtMs, priority, payload, labels, fields };
}

/** What a request changes, as the request calls it. */
export function changedFields(request: UpdateTaskRequest__Output): readonly string[] {
  return [
    ...(request.start === undefined ? [] : [request.start === "delay" ? "delay" : "schedule_time"]),
    ...(priorityFromProto(request.priority) === undefined ? [] : ["priority"]),
    ...(request.body === undefined ? [] : ["payload"]),
    ...(Object.keys(request.labels).length === 0 ? [] : ["labels"]),
  ];
}

function changesFor(record: TaskRecord, { priority, payload, labels }: Update, deps: Deps): TaskChanges {
  payload?.check(record, deps);
  return {
    ...(priority !== undefined && { priority }),
    ...payload?.changes,
    ...(Object.keys(labels).length > 0 && { labels: mergeLabels(record.labels, labels) }),
  };
}

/** An empty value takes a label away. */
function mergeLabels(before: TaskRecord["labels"], given: TaskRecord["labels"]): TaskRecord["labels"] {
  const merged = Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(
      ([key, value]) => value !== "" || !Object.hasOwn(given, key),
    ),
  );
  const violations = new Violations();
  checkLabels(merged, violations);
  violations.throwIfAny();
  return merged;
}

function checkSize(record: TaskRecord, caller: Caller, deps: Deps): void {
  const error = sizeError(record, encodeRecord(record), caller, deps);
  if (error !== undefined) throw error;
}
