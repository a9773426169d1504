import { isTerminal } from "../../../core/lifecycle.ts";
import type { BulkResult } from "../../../proto/gen/longshore/v1/BulkResult.ts";
import type { CancelTasksRequest__Output } from "../../../proto/gen/longshore/v1/CancelTasksRequest.ts";
import type { Caller } from "../caller.ts";
import { changeMany } from "../change-many.ts";
import type { Deps } from "../deps.ts";
import { requireFilter } from "../read-filter.ts";
import { checkReason } from "../reason.ts";
import { cancelOne } from "./cancel-task.ts";

/**
 * Cancels the tasks that match and have not ended; those that are being cancelled already do not count. Throws
 * FILTER_INVALID, FIELD_INVALID, BROKER_UNAVAILABLE.
 */
export function cancelTasks(
  request: CancelTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<BulkResult> {
  const reason = checkReason(request.reason);
  const filter = requireFilter(request.filter, "create_time > 1970-01-01");
  const work = {
    method: "CancelTasks",
    terms: {
      filter,
      states: (state: Parameters<typeof isTerminal>[0]) => !isTerminal(state) && state !== "CANCELLING",
    },
    change: (found: Parameters<typeof cancelOne>[4] & object, giveUpAt: number) =>
      cancelOne(found.record, { by: caller.keyId, reason }, giveUpAt, deps, found),
  };
  return changeMany(request, work, caller, deps);
}
