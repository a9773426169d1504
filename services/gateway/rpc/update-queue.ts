import { invalidField } from "../../../core/error.ts";
import {
  BURST_MAX,
  DEPTH_MAX,
  MAX_RUNNING_MAX,
  type QueueSettings,
  RATE_MAX,
  RATE_MIN,
  type RateLimit,
} from "../../../core/queue-settings.ts";
import type { Queue } from "../../../proto/gen/longshore/v1/Queue.ts";
import type { UpdateQueueRequest__Output } from "../../../proto/gen/longshore/v1/UpdateQueueRequest.ts";
import { priorityFromProto } from "../../../proto/priority.ts";
import { changeQueue } from "../change-queue.ts";
import type { Deps } from "../deps.ts";
import { Violations } from "../violations.ts";

type Settable = Pick<QueueSettings, "maxRunning" | "rateLimit" | "defaultPriority" | "maxDepth">;

/** What the request sets; a value of undefined takes the setting away, a key that is absent leaves it as it is. */
type Given = { readonly [Name in keyof Settable]?: Settable[Name] | undefined };

/**
 * Changes settings of a queue: those that the request sets. Resolves with the queue as it is then. Throws FIELD_INVALID,
 * QUEUE_NOT_FOUND, BROKER_UNAVAILABLE.
 */
export function updateQueue(request: UpdateQueueRequest__Output, deps: Deps): Promise<Queue> {
  const given = readGiven(request);
  if (Object.keys(given).length === 0) {
    const problem =
      "alone changes nothing: set max_running, rate_limit, default_priority or max_depth (0 takes it away)";
    throw invalidField("queue", problem);
  }
  return changeQueue(request.queue, (before) => merge(before, given), deps);
}

/** The settings that a valid request gives, as the audit has them: `none` for one that it takes away. */
export function describeQueueUpdate(request: UpdateQueueRequest__Output): Record<string, string> {
  return Object.fromEntries(
    Object.entries(readGiven(request)).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value === undefined ? "none" : typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

function merge(before: QueueSettings, given: Given): QueueSettings {
  const merged = Object.entries({ ...before, ...given }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as unknown as QueueSettings;
}

function readGiven({ maxRunning, rateLimit, defaultPriority, maxDepth }: UpdateQueueRequest__Output): Given {
  const violations = new Violations();
  const whole = (field: string, value: number, max: number) => {
    if (!Number.isInteger(value) || value < 0 || value > max)
      violations.add(field, `is ${value}, must be from 1 to ${max}, or 0 for no limit`);
    return value === 0 ? undefined : value;
  };
  const given: Given = {
    ...(maxRunning !== undefined && { maxRunning: whole("max_running", maxRunning, MAX_RUNNING_MAX) }),
    ...(rateLimit !== null && { rateLimit: readRate(rateLimit, violations) }),
    ...(defaultPriority !== undefined && { defaultPriority: priorityFromProto(defaultPriority) }),
    ...(maxDepth !== undefined && { maxDepth: whole("max_depth", Number(maxDepth), DEPTH_MAX) }),
  };
  violations.throwIfAny();
  return given;
}

function readRate({ perSecond, burst }: RateLimit, violations: Violations): RateLimit | undefined {
  const isRate = perSecond === 0 || (perSecond >= RATE_MIN && perSecond <= RATE_MAX);
  if (!isRate)
    violations.add(
      "rate_limit.per_second",
      `is ${perSecond}, must be from ${RATE_MIN} to ${RATE_MAX}, or 0 for no limit`,
    );
  if (burst < 0 || burst > BURST_MAX)
    violations.add("rate_limit.burst", `is ${burst}, must be from 1 to ${BURST_MAX}, or 0 for 1`);
  return perSecond === 0 ? undefined : { perSecond, burst: Math.max(1, burst) };
}
