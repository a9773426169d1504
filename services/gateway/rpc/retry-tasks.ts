import { invalidField } from "../../../core/error.ts";
import { STREAMS } from "../../../core/subject.ts";
import type { TaskState } from "../../../core/task.ts";
import { fieldsOf } from "../../../core/task-filter/fields-of.ts";
import type { BulkResult } from "../../../proto/gen/longshore/v1/BulkResult.ts";
import type { RetryTasksRequest__Output } from "../../../proto/gen/longshore/v1/RetryTasksRequest.ts";
import type { Caller } from "../caller.ts";
import { type BulkWork, changeMany } from "../change-many.ts";
import type { Deps } from "../deps.ts";
import { requireFilter } from "../read-filter.ts";
import { checkReason } from "../reason.ts";
import { retryOne } from "../retry-one.ts";

/** A call must get on within the time it has. */
const MIN_RATE = 0.1;
const MAX_RATE = 10_000;

/**
 * Does the tasks again that match and have ended without success, FAILED ones only unless the filter speaks of the state. What
 * fails again meanwhile is left alone. Throws FILTER_INVALID, FIELD_INVALID, BROKER_UNAVAILABLE.
 */
export function retryTasks(
  request: RetryTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<BulkResult> {
  const reason = checkReason(request.reason);
  const { rate } = request;
  if (rate !== 0 && !(rate >= MIN_RATE && rate <= MAX_RATE))
    throw invalidField("rate", `is ${rate}, must be from ${MIN_RATE} to ${MAX_RATE}, or 0 for no limit`);
  const filter = requireFilter(request.filter, "state = FAILED");
  const states: readonly TaskState[] = fieldsOf(filter).has("state")
    ? ["FAILED", "CANCELLED", "EXPIRED"]
    : ["FAILED"];
  const work: BulkWork = {
    method: "RetryTasks",
    terms: { filter, states: (state) => states.includes(state) },
    change: (found, giveUpAt) => retryOne(found.record, { by: caller.keyId, reason }, giveUpAt, deps, found),
    ...(rate > 0 && { rate }),
    // A record that was written after the first call began is of a task that has failed since: maybe because of us.
    eventsUntil: async () => (await deps.connection.jsm.streams.info(STREAMS.events)).state.last_seq,
  };
  return changeMany(request, work, caller, deps);
}
