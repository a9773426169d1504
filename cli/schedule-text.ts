import { formatDuration } from "../core/duration.ts";
import type { ComingTick, Schedule } from "../sdk/schedule.ts";
import { plainText } from "./plain-text.ts";
import { formatFields, formatTable } from "./table.ts";
import type { Style } from "./terminal.ts";
import { formatTime } from "./time-text.ts";

/** A row a schedule. */
export function formatSchedules(schedules: readonly Schedule[], style: Style): string {
  const header = [
    "SCHEDULE",
    "TICKS",
    "TYPE",
    "STATE",
    "NEXT",
    "LAST",
    "FIRED",
    "SKIPPED",
    "MISSED",
    "FAILED",
  ];
  const rows = schedules.map((schedule) => [
    schedule.scheduleId,
    describeTimes(schedule),
    schedule.task.type,
    stateOf(schedule),
    schedule.nextTime === undefined ? "-" : formatTime(schedule.nextTime),
    schedule.lastTick === undefined ? "-" : schedule.lastTick.outcome.toLowerCase(),
    String(schedule.firedCount),
    String(schedule.skippedCount),
    String(schedule.missedCount),
    String(schedule.failedCount),
  ]);
  return formatTable(header, rows, style);
}

/** A schedule for people: when it ticks, what it submits, and what became of its ticks. */
export function describeSchedule(schedule: Schedule, style: Style): string {
  const { task, pauseReason, startTime, endTime, nextTime, jitterMs } = schedule;
  const state = stateOf(schedule);
  return formatFields(
    [
      ["schedule", schedule.scheduleId],
      ["ticks", describeTimes(schedule)],
      ["state", pauseReason === undefined ? state : `${state} (${plainText(pauseReason)})`],
      ["next", nextTime && formatTime(nextTime)],
      ["last", describeLast(schedule)],
      [
        "so far",
        `${schedule.firedCount} fired, ${schedule.skippedCount} skipped, ${schedule.missedCount} missed, ${schedule.failedCount} failed`,
      ],
      ["overlap", schedule.overlapPolicy.toLowerCase().replaceAll("_", "-")],
      ["catch up", formatDuration(schedule.catchUpWindowMs)],
      ["jitter", jitterMs === 0 ? undefined : formatDuration(jitterMs)],
      ["start", startTime && formatTime(startTime)],
      ["end", endTime && formatTime(endTime)],
      ["type", task.type],
      ["queue", `${task.queue}, ${task.priority} priority`],
      [
        "labels",
        plainText(
          Object.entries(task.labels ?? {})
            .map(([key, value]) => `${key}=${value}`)
            .join(" "),
        ),
      ],
      ["payload", describePayload(task.payload)],
      ["created", formatTime(schedule.createTime)],
      ["updated", formatTime(schedule.updateTime)],
    ],
    style,
  );
}

/** A line for each coming tick: as the clocks of the place show it, and as those of this machine do. */
export function formatTicks(ticks: readonly ComingTick[], style: Style): string {
  const rows = ticks.map(({ time, localTime }) => [localTime, formatTime(time), time.toISOString()]);
  return formatTable(["THERE", "HERE", "UTC"], rows, style);
}

function describeTimes({ cron, timeZone, everyMs }: Schedule): string {
  return cron === undefined ? `every ${formatDuration(everyMs ?? 0)}` : `${cron} ${timeZone ?? "UTC"}`;
}

function stateOf({ paused, nextTime }: Schedule): string {
  if (paused) return "paused";
  return nextTime === undefined ? "over" : "active";
}

function describeLast({ lastTick }: Schedule): string | undefined {
  if (lastTick === undefined) return undefined;
  const { time, outcome, taskId, problem } = lastTick;
  const detail = taskId ?? (problem && plainText(problem));
  return `${formatTime(time)} ${outcome.toLowerCase()}${detail === undefined ? "" : `: ${detail}`}`;
}

function describePayload(payload: unknown): string | undefined {
  if (payload instanceof Uint8Array) return `${payload.length} bytes`;
  return payload === undefined ? undefined : plainText(JSON.stringify(payload, null, 2));
}
