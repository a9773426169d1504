import { withDeadlines } from "./deadlines.ts";
import { MAX_DURATION_MS } from "./duration.ts";
import { createRecord, type NewTask, type TaskOptions, type TaskRecord } from "./task.ts";

/** What a tick does while the task that the schedule fired last has not ended. */
export type OverlapPolicy = "skip" | "allow" | "buffer_one" | "cancel_running";

/** When a schedule ticks: by a cron expression in a time zone, or every so often, counted from an anchor. */
export type ScheduleSpec =
  | { readonly kind: "cron"; readonly cron: string; readonly timeZone: string }
  | { readonly kind: "interval"; readonly everyMs: number; readonly anchorMs: number };

/** The shortest and the longest interval, in milliseconds: a second and a year. */
export const INTERVAL_MIN_MS = 1_000;
export const INTERVAL_MAX_MS = 365 * 86_400_000;

/** How late a tick may still fire unless its schedule says otherwise, and at most. Milliseconds. */
export const CATCH_UP_DEFAULT_MS = 60_000;
export const CATCH_UP_MAX_MS = MAX_DURATION_MS;

/** What each tick submits: a submission that has been checked and filled in from its type. */
export interface TaskTemplate
  extends Pick<NewTask, "type" | "queue" | "priority" | "labels" | "payload" | "payloadContentType"> {
  /** Without the times that its deadlines are: those count from each tick. */
  readonly options: Omit<TaskOptions, "startBy" | "completeBy">;
}

/** A schedule as it is stored, under `<project>.<id>`. Times are in milliseconds since 1970, by the clock of the store. */
export interface ScheduleDefinition {
  /** The form of this entry; a reader leaves a form that it does not know alone. */
  readonly version: 1;
  readonly project: string;
  readonly id: string;
  readonly spec: ScheduleSpec;
  readonly template: TaskTemplate;
  readonly overlap: OverlapPolicy;
  /** A tick that could not be fired for so long is counted as missed. Milliseconds. */
  readonly catchUpMs: number;
  /** Each tick fires so much later at most. Milliseconds; 0 is none. */
  readonly jitterMs: number;
  /** The first moment that may be a tick. */
  readonly startMs?: number;
  /** The first moment that may be none any more. */
  readonly endMs?: number;
  readonly paused: boolean;
  /** Why it is paused, as somebody said it. */
  readonly pauseReason?: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** Only moments after this one are ticks: when it was created, resumed, or given other times last. */
  readonly sinceMs: number;
}

/** The next moment of a cron expression after another one, in milliseconds since 1970; undefined when there is none. */
export type NextOfCron = (cron: string, timeZone: string, afterMs: number) => number | undefined;

/** The first tick after a moment, as if the schedule were not paused; undefined when there is none any more. */
export function nextTick(
  definition: Pick<ScheduleDefinition, "spec" | "startMs" | "endMs" | "sinceMs">,
  afterMs: number,
  nextOfCron: NextOfCron,
): number | undefined {
  const { spec, startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY, sinceMs } = definition;
  const from = Math.max(afterMs, sinceMs, startMs - 1);
  const tick = spec.kind === "cron" ? nextOfCron(spec.cron, spec.timeZone, from) : nextOfInterval(spec, from);
  return tick !== undefined && tick < endMs ? tick : undefined;
}

function nextOfInterval(
  { everyMs, anchorMs }: Extract<ScheduleSpec, { kind: "interval" }>,
  afterMs: number,
): number {
  return anchorMs + (Math.floor((afterMs - anchorMs) / everyMs) + 1) * everyMs;
}

/**
 * When a tick fires: later than its time by a share of the jitter that is its own, and never after the next tick.
 *
 * @param share from 0 (included) to 1 (excluded), the same for this tick whoever asks
 */
export function fireTime(
  tickMs: number,
  nextMs: number | undefined,
  jitterMs: number,
  share: number,
): number {
  const room = nextMs === undefined ? jitterMs : Math.min(jitterMs, nextMs - tickMs);
  return tickMs + Math.floor(room * share);
}

/**
 * The task that a schedule fires.
 *
 * @param id that of the tick, or a new one
 */
export function taskOfSchedule(
  { project, id: scheduleId, template }: ScheduleDefinition,
  id: string,
  nowMs: number,
): TaskRecord {
  const task: NewTask = {
    ...template,
    id,
    project,
    scheduleId,
    options: withDeadlines(template.options, nowMs),
    traceId: id.replaceAll("-", ""),
  };
  return createRecord(task, nowMs);
}

/** Reads a stored definition; undefined when it is none of ours, or of a later version. */
export function decodeSchedule(text: string): ScheduleDefinition | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof ScheduleDefinition, unknown>> | null;
    const isOurs =
      value?.version === 1 &&
      typeof value.project === "string" &&
      typeof value.id === "string" &&
      typeof value.spec === "object" &&
      typeof value.template === "object";
    return isOurs ? (value as unknown as ScheduleDefinition) : undefined;
  } catch {
    return undefined;
  }
}
