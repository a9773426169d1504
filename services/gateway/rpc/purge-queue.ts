import type { TaskState } from "../../../core/task.ts";
import type { BulkResult } from "../../../proto/gen/longshore/v1/BulkResult.ts";
import type { PurgeQueueRequest__Output } from "../../../proto/gen/longshore/v1/PurgeQueueRequest.ts";
import type { Caller } from "../caller.ts";
import { changeMany } from "../change-many.ts";
import type { Deps } from "../deps.ts";
import type { FoundTask } from "../find-task.ts";
import { checkQueue } from "../queue-view.ts";
import { requireFilter } from "../read-filter.ts";
import { checkReason } from "../reason.ts";
import { cancelOne } from "./cancel-task.ts";

const IN_LINE: ReadonlySet<TaskState> = new Set(["QUEUED"]);
const BEFORE_START: ReadonlySet<TaskState> = new Set(["QUEUED", "SCHEDULED", "RETRYING"]);

/**
 * Cancels the tasks of the caller's project that wait in a queue, each by compare-and-set: one that starts meanwhile goes on.
 * Throws QUEUE_NOT_FOUND, FIELD_INVALID, BROKER_UNAVAILABLE.
 */
export async function purgeQueue(
  request: PurgeQueueRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<BulkResult> {
  const { queue, includeDelayed } = request;
  checkQueue(queue, deps.types);
  const reason = checkReason(request.reason);
  const states = includeDelayed ? BEFORE_START : IN_LINE;
  const filter = `queue = "${queue}"`;
  const cancel = { by: caller.keyId, reason, purged: states };
  const work = {
    method: includeDelayed ? "PurgeQueue, delayed" : "PurgeQueue",
    terms: { filter: requireFilter(filter, filter), states: (state: TaskState) => states.has(state) },
    change: (found: FoundTask, giveUpAt: number) => cancelOne(found.record, cancel, giveUpAt, deps, found),
  };
  return changeMany({ ...request, filter }, work, caller, deps);
}
