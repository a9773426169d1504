import { isTerminal } from "../../../core/lifecycle.ts";
import { objectsOf } from "../../../core/orphaned-object.ts";
import { STREAMS } from "../../../core/subject.ts";
import { deleteMessage } from "../../../jetstream/delete-message.ts";
import { purgeTaskLogs } from "../../../jetstream/task-logs.ts";
import type { BulkResult } from "../../../proto/gen/longshore/v1/BulkResult.ts";
import type { PurgeTasksRequest__Output } from "../../../proto/gen/longshore/v1/PurgeTasksRequest.ts";
import type { Caller } from "../caller.ts";
import { type BulkWork, changeMany } from "../change-many.ts";
import type { Deps } from "../deps.ts";
import { type FoundTask, taskNotFound } from "../find-task.ts";
import { requireFilter } from "../read-filter.ts";
import { storeError } from "../store-error.ts";

/**
 * Removes the records of tasks that match and have ended, for good. Throws FILTER_INVALID, FIELD_INVALID,
 * BROKER_UNAVAILABLE.
 */
export function purgeTasks(
  request: PurgeTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<BulkResult> {
  const filter = requireFilter(request.filter, "state = FAILED");
  const work: BulkWork = {
    method: "PurgeTasks",
    terms: { filter, states: isTerminal },
    change: (found) => purgeOne(found, deps),
  };
  return changeMany(request, work, caller, deps);
}

/**
 * Removes all that is kept of a task that has ended: a message that was left in line first, because without the record it would
 * start the task; the record by its sequence, so that one that is being done again stays; then what is large of it, and its log.
 */
async function purgeOne({ record, sequence }: FoundTask, deps: Deps): Promise<void> {
  const removed = await deps.queue.removeOlder(record, sequence);
  if (!removed.ok) throw storeError({ kind: "unknown", problem: removed.problem });
  const deleted = await deleteMessage(deps.connection, STREAMS.events, sequence);
  if (!deleted.ok) throw storeError({ kind: "unknown", problem: deleted.problem });
  if (!deleted.wasThere) throw taskNotFound(record.id);
  for (const object of objectsOf(record)) deps.objects.discard(record, object);
  if (record.attempt > 0) await purgeTaskLogs(deps.connection, record);
}
