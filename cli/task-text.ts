import type { Task, TaskEvent, TaskFailure, TaskProgress, TaskState } from "../sdk/task.ts";
import { plainText } from "./plain-text.ts";
import { formatFields } from "./table.ts";
import type { Style } from "./terminal.ts";
import { formatClock, formatElapsed, formatTime } from "./time-text.ts";

/** A task for people: what it is, how it stands, what happened, and how it ended. */
export function describeTask(task: Task, style: Style): string {
  const fields = formatFields(
    [
      ["task", task.taskId],
      ["type", task.type],
      ["state", describeState(task, style)],
      ["queue", `${task.queue}, ${task.priority} priority`],
      ["attempt", `${task.attempt} of ${task.maxAttempts}`],
      ["created", formatTime(task.createTime)],
      ["due", when(task.scheduleTime ?? task.nextAttemptTime)],
      ["must start by", task.attempt === 0 ? when(task.startByTime) : undefined],
      ["must end by", when(task.completeByTime)],
      ["started", when(task.startTime)],
      ["finished", describeFinish(task)],
      ["kept until", when(task.expireTime)],
      ["progress", task.progress && plainText(describeProgress(task.progress))],
      ["worker", task.worker],
      ["labels", plainText(describeLabels(task.labels))],
      ["unique key", task.uniqueKey && plainText(task.uniqueKey)],
      ["schedule", task.scheduleId],
      ["trace", task.traceId],
      ["payload", json(task.payload)],
      ["error", task.error && plainText(describeError(task.error))],
      ["result", json(task.result)],
    ],
    style,
  );
  return [fields, "", ...task.timeline.map((event) => describeEvent(event, style))].join("\n");
}

/** One event as one line: when, what, and what else is known of it. */
export function describeEvent(event: TaskEvent, style: Style): string {
  const details = [
    event.attempt > 0 && event.type !== "PROGRESS" && `attempt ${event.attempt}`,
    event.type === "STARTED" && event.worker !== undefined && `on ${event.worker}`,
    event.progress && describeProgress(event.progress),
    event.reason,
    event.error && `${event.error.name}: ${event.error.message}`,
    event.message !== event.error?.message && event.message,
    event.by !== undefined && (event.by === "scheduler" ? "by the scheduler" : `by key ${event.by}`),
    event.dueTime && `due ${formatTime(event.dueTime)}`,
    event.stopDurationMs !== undefined && `stopped after ${formatElapsed(event.stopDurationMs)}`,
  ].flatMap((detail) => (typeof detail === "string" && detail !== "" ? [plainText(detail)] : []));
  const type = style(colorOf(event.state, event.type), event.type.toLowerCase().padEnd(16));
  return `${style("dim", formatClock(event.time))}  ${type}  ${details.join(", ")}`.trimEnd();
}

/** How far a handler says it is: `300 of 512 (59%), reading`. */
function describeProgress({ done, total, message }: TaskProgress): string {
  const share =
    total === undefined || total === 0 ? "" : ` of ${total} (${Math.floor((done / total) * 100)}%)`;
  return `${done}${share}${message === undefined ? "" : `, ${message}`}`;
}

function describeState({ state, stateReason }: Task, style: Style): string {
  const word = style(colorOf(state, ""), state);
  return stateReason === undefined ? word : `${word} (${plainText(stateReason)})`;
}

function describeFinish({ startTime, finishTime }: Task): string | undefined {
  if (finishTime === undefined) return undefined;
  const ran =
    startTime === undefined
      ? ""
      : `, ${formatElapsed(finishTime.getTime() - startTime.getTime())} after its start`;
  return `${formatTime(finishTime)}${ran}`;
}

function describeLabels(labels: Task["labels"]): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}

function describeError(error: TaskFailure): string {
  const how = [error.reason, error.signal, error.exitCode !== undefined && `exit code ${error.exitCode}`]
    .filter(Boolean)
    .join(", ");
  const causes = (error.causes ?? []).map((cause) => `caused by ${cause}`);
  return [`${error.name}: ${error.message} (${how})`, ...causes, ...(error.stack ? [error.stack] : [])].join(
    "\n",
  );
}

function when(time: Date | undefined): string | undefined {
  return time && formatTime(time);
}

function json(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return value === undefined ? undefined : plainText(JSON.stringify(value, null, 2));
}

function colorOf(state: TaskState, type: TaskEvent["type"] | ""): Parameters<Style>[0] {
  if (type === "PROGRESS") return "dim";
  if (state === "SUCCEEDED") return "green";
  if (state === "FAILED" || state === "CANCELLED" || state === "EXPIRED") return "red";
  return state === "RETRYING" || state === "CANCELLING" ? "yellow" : "bold";
}
