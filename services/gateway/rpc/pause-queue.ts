import { invalidField } from "../../../core/error.ts";
import { type QueueSettings, withoutPause } from "../../../core/queue-settings.ts";
import type { PauseQueueRequest__Output } from "../../../proto/gen/longshore/v1/PauseQueueRequest.ts";
import type { Queue } from "../../../proto/gen/longshore/v1/Queue.ts";
import { timestampToMs } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import { changeQueue } from "../change-queue.ts";
import type { Deps } from "../deps.ts";
import { checkReason } from "../reason.ts";

/** The longest pause that ends by itself, in milliseconds. */
const LONGEST_MS = 365 * 86_400_000;

/**
 * Pauses a queue. Resolves with the queue as it is then. Throws FIELD_INVALID, QUEUE_NOT_FOUND, BROKER_UNAVAILABLE.
 */
export function pauseQueue(
  request: PauseQueueRequest__Output,
  caller: Pick<Caller, "keyId">,
  deps: Deps,
): Promise<Queue> {
  const reason = checkReason(request.reason);
  const until = readUntil(request, deps.storeClock.nowMs());
  const change = (before: QueueSettings): QueueSettings => ({
    ...withoutPause(before),
    paused: true,
    pausedBy: caller.keyId,
    ...(until !== undefined && { pausedUntil: until }),
    ...(reason !== "" && { pauseReason: reason }),
  });
  return changeQueue(request.queue, change, deps);
}

/** RFC 3339; undefined when none is given. Throws FIELD_INVALID. */
function readUntil({ until }: PauseQueueRequest__Output, nowMs: number): string | undefined {
  if (until === null) return undefined;
  const ms = timestampToMs(until);
  if (ms === undefined) throw invalidField("until", "is no valid time, must be in the years 1 to 9999");
  const [is, now, latest] = [ms, nowMs, nowMs + LONGEST_MS].map((each) => new Date(each).toISOString());
  if (ms <= nowMs) throw invalidField("until", `is ${is}, must be after now (${now})`);
  if (ms > nowMs + LONGEST_MS)
    throw invalidField("until", `is ${is}, must not be after ${latest} (a year from now)`);
  return is;
}
