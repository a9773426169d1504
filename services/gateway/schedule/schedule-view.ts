import type { OverlapPolicy, ScheduleDefinition, TaskTemplate } from "../../../core/schedule.ts";
import { nextTime, type ScheduleState, stateOf, type TickOutcome } from "../../../core/tick.ts";
import type { Revised } from "../../../jetstream/schedules.ts";
import type {
  _longshore_v1_Schedule_OverlapPolicy__Output as ProtoOverlap,
  Schedule,
  _longshore_v1_Schedule_Tick as Tick,
  _longshore_v1_Schedule_Tick_Outcome__Output as TickOutcomeProto,
} from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { SubmitTaskRequest } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { PRIORITY_TO_PROTO } from "../../../proto/priority.ts";
import { msToDuration, msToTimestamp } from "../../../proto/time.ts";
import { nextOfCron } from "../../../runtime/cron.ts";
import { payloadToProto } from "../task-view.ts";

/** A schedule as the API shows it. */
export function scheduleToProto(
  { value: definition, revision }: Revised<ScheduleDefinition>,
  stored: ScheduleState | undefined,
  nowMs: number,
): Schedule {
  const state = stateOf(definition, stored);
  const nextMs = nextTime(definition, state, nowMs, nextOfCron);
  const { startMs, endMs } = definition;
  return {
    scheduleId: definition.id,
    ...specToProto(definition),
    task: templateToProto(definition.template),
    overlapPolicy: OVERLAP_TO_PROTO[definition.overlap],
    catchUpWindow: msToDuration(definition.catchUpMs),
    jitter: msToDuration(definition.jitterMs),
    ...(startMs !== undefined && { startTime: msToTimestamp(startMs) }),
    ...(endMs !== undefined && { endTime: msToTimestamp(endMs) }),
    paused: definition.paused,
    pauseReason: definition.pauseReason ?? "",
    ...(nextMs !== undefined && { nextTime: msToTimestamp(nextMs) }),
    ...(state.lastTick !== undefined && { lastTick: tickToProto(state.lastTick) }),
    firedCount: String(state.fired),
    skippedCount: String(state.skipped),
    missedCount: String(state.missed),
    failedCount: String(state.failed),
    createTime: msToTimestamp(definition.createdMs),
    updateTime: msToTimestamp(definition.updatedMs),
    etag: String(revision),
  };
}

const OVERLAP_TO_PROTO = {
  skip: "SKIP",
  allow: "ALLOW",
  buffer_one: "BUFFER_ONE",
  cancel_running: "CANCEL_RUNNING",
} as const satisfies Record<OverlapPolicy, ProtoOverlap>;

const OUTCOME_TO_PROTO = {
  fired: "FIRED",
  skipped: "SKIPPED",
  buffered: "BUFFERED",
  missed: "MISSED",
  failed: "FAILED",
} as const satisfies Record<TickOutcome, TickOutcomeProto>;

function specToProto({ spec }: ScheduleDefinition): Pick<Schedule, "spec" | "cron" | "interval"> {
  if (spec.kind === "cron") return { spec: "cron", cron: { expression: spec.cron, timeZone: spec.timeZone } };
  const { everyMs, anchorMs } = spec;
  return { spec: "interval", interval: { every: msToDuration(everyMs), anchor: msToTimestamp(anchorMs) } };
}

function tickToProto({ tickMs, outcome, taskId, problem }: NonNullable<ScheduleState["lastTick"]>): Tick {
  return {
    time: msToTimestamp(tickMs),
    outcome: OUTCOME_TO_PROTO[outcome],
    taskId: taskId ?? "",
    problem: problem ?? "",
  };
}

function templateToProto(template: TaskTemplate): SubmitTaskRequest {
  const { options } = template;
  const { retry, startTimeoutMs, totalTimeoutMs } = options;
  return {
    type: template.type,
    queue: template.queue,
    priority: PRIORITY_TO_PROTO[template.priority],
    labels: template.labels,
    ...payloadToProto(template),
    options: {
      softLimit: msToDuration(options.softLimitMs),
      hardLimit: msToDuration(options.hardLimitMs),
      resultTtl: msToDuration(options.resultTtlMs),
      retry: {
        maxRetries: retry.maxRetries,
        backoff: retry.backoffMs.map(msToDuration),
        jitter: retry.jitter === "full" ? "FULL" : "NONE",
      },
      ...(startTimeoutMs !== undefined && { startTimeout: msToDuration(startTimeoutMs) }),
      ...(totalTimeoutMs !== undefined && { totalTimeout: msToDuration(totalTimeoutMs) }),
    },
  };
}
