import { LongshoreError } from "../../../core/error.ts";
import { fieldsOf } from "../../../core/task-filter/fields-of.ts";
import type { CountTasksRequest__Output } from "../../../proto/gen/longshore/v1/CountTasksRequest.ts";
import type { CountTasksResponse } from "../../../proto/gen/longshore/v1/CountTasksResponse.ts";
import { msToDuration } from "../../../proto/time.ts";
import { askForCount } from "../ask-index.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { readFilter } from "../read-filter.ts";
import { SCAN_START, scanTasks } from "../task-scan.ts";

/** How long is counted without a monitor, in milliseconds. */
const COUNT_MS = 2_000;

/**
 * Counts the tasks of the caller's project that match, by state: as the monitor has them, or, when there is none, by reading the
 * streams. Throws FILTER_INVALID, FILTER_TOO_BROAD, INDEX_UNAVAILABLE for words, BROKER_UNAVAILABLE.
 */
export async function countTasks(
  request: CountTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<CountTasksResponse> {
  const filter = readFilter(request.filter);
  const reply = await askForCount(request.filter, caller, deps);
  if (reply.ok) {
    const { byState, isComplete, lagMs } = reply.answer;
    return { ...toCounts(byState), isPartial: !isComplete, indexLag: msToDuration(lagMs) };
  }
  if (fieldsOf(filter).has("text")) throw new LongshoreError("INDEX_UNAVAILABLE", { problem: reply.problem });
  const byState: Record<string, number> = {};
  const until = Math.min(Date.now() + COUNT_MS, answerBy(caller));
  const terms = { project: caller.project, filter, states: () => true };
  for await (const { found, next } of scanTasks(deps.connection, terms, SCAN_START, giveUpAt(caller))) {
    caller.signal.throwIfAborted();
    if (found !== undefined) byState[found.record.state] = (byState[found.record.state] ?? 0) + 1;
    if (next !== undefined && Date.now() >= until) return { ...toCounts(byState), isPartial: true };
  }
  return { ...toCounts(byState), isPartial: false };
}

function toCounts(counts: Readonly<Record<string, number>>): {
  counts: Record<string, number>;
  total: number;
} {
  return { counts: { ...counts }, total: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}
