import {
  type KeyLimitName,
  type KeyLimits,
  type LimitName,
  limitProblem,
  type ProjectLimits,
  type SetLimits,
} from "../../../core/limits.ts";
import type {
  KeyLimits__Output,
  KeyLimits as ProtoKeyLimits,
} from "../../../proto/gen/longshore/v1/KeyLimits.ts";
import type {
  ProjectLimits__Output,
  ProjectLimits as ProtoProjectLimits,
} from "../../../proto/gen/longshore/v1/ProjectLimits.ts";
import { durationToMs, msToDuration } from "../../../proto/time.ts";
import { Violations } from "../violations.ts";

/** What each limit is called in the API. */
const FIELDS: Readonly<Record<LimitName, string>> = {
  requestsPerSecond: "requests_per_second",
  requestBurst: "request_burst",
  maxQueued: "max_queued",
  maxRunning: "max_running",
  maxPayloadBytes: "max_payload_bytes",
  maxWatches: "max_watches",
  maxSchedules: "max_schedules",
  minScheduleIntervalMs: "min_schedule_interval",
};

/** What a request sets of the limits of a key; 0 is for the default. Values that cannot be are noted. */
export function readKeyLimits(
  given: KeyLimits__Output | null,
  violations: Violations,
): SetLimits<KeyLimitName> {
  return check(given === null ? {} : ofKey(given), violations);
}

/** The same for a project. */
export function readProjectLimits(given: ProjectLimits__Output | null, violations: Violations): SetLimits {
  if (given === null) return {};
  const { maxQueued, maxRunning, maxSchedules, minScheduleInterval } = given;
  const values = {
    ...ofKey(given),
    maxQueued: maxQueued === undefined ? undefined : Number(maxQueued),
    maxRunning,
    maxSchedules,
    minScheduleIntervalMs:
      minScheduleInterval === null ? undefined : (durationToMs(minScheduleInterval) ?? Number.NaN),
  };
  return check(values, violations);
}

function ofKey({ requestsPerSecond, requestBurst, maxPayloadBytes, maxWatches }: KeyLimits__Output) {
  return {
    requestsPerSecond,
    requestBurst,
    maxPayloadBytes: maxPayloadBytes === undefined ? undefined : Number(maxPayloadBytes),
    maxWatches,
  };
}

function check<Name extends LimitName>(
  given: { readonly [N in Name]?: number | undefined },
  violations: Violations,
): SetLimits<Name> {
  const set = Object.entries(given).filter(([, value]) => value !== undefined) as [LimitName, number][];
  for (const [name, value] of set) {
    const problem = value === 0 ? undefined : limitProblem(name, value);
    if (problem !== undefined) violations.add(`limits.${FIELDS[name]}`, `is ${value}, ${problem}`);
  }
  return Object.fromEntries(set) as SetLimits<Name>;
}

/** The limits of a key as the API shows them. */
export function keyLimitsToProto(limits: KeyLimits): ProtoKeyLimits {
  const { requestsPerSecond, requestBurst, maxPayloadBytes, maxWatches } = limits;
  return { requestsPerSecond, requestBurst, maxPayloadBytes, maxWatches };
}

/** The same for a project. */
export function projectLimitsToProto(limits: ProjectLimits): ProtoProjectLimits {
  const { maxQueued, maxRunning, maxSchedules, minScheduleIntervalMs } = limits;
  return {
    ...keyLimitsToProto(limits),
    maxQueued,
    maxRunning,
    maxSchedules,
    minScheduleInterval: msToDuration(minScheduleIntervalMs),
  };
}

/** Limits that a request sets, for the audit; 0 is back to the default. */
export function limitTexts(limits: KeyLimits__Output | ProjectLimits__Output | null): Record<string, string> {
  const violations = new Violations();
  const set =
    limits !== null && "minScheduleInterval" in limits
      ? readProjectLimits(limits, violations)
      : readKeyLimits(limits, violations);
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => [FIELDS[name as LimitName], String(value)]),
  );
}
