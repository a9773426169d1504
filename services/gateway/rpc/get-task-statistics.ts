import { invalidField, LongshoreError } from "../../../core/error.ts";
import type { WindowCounts } from "../../../core/window-statistics.ts";
import type { GetTaskStatisticsRequest__Output } from "../../../proto/gen/longshore/v1/GetTaskStatisticsRequest.ts";
import type { TaskCounts } from "../../../proto/gen/longshore/v1/TaskCounts.ts";
import type { TaskStatistics } from "../../../proto/gen/longshore/v1/TaskStatistics.ts";
import { durationToMs, msToDuration } from "../../../proto/time.ts";
import { askForStatistics } from "../ask-index.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { timestamp } from "../event-view.ts";

/** What windows may be, in milliseconds. */
const DEFAULT_MS = 3_600_000;
const MIN_MS = 60_000;
const MAX_MS = 86_400_000;

/** What happened to the caller's tasks within a window of time. Throws FIELD_INVALID, INDEX_UNAVAILABLE. */
export async function getTaskStatistics(
  { window }: GetTaskStatisticsRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<TaskStatistics> {
  const windowMs = window === null ? DEFAULT_MS : durationToMs(window);
  if (windowMs === undefined || windowMs < MIN_MS || windowMs > MAX_MS)
    throw invalidField("window", `is ${windowMs ?? "no duration"} ms, must be from one minute to one day`);
  const reply = await askForStatistics(windowMs, caller, deps);
  if (!reply.ok) throw new LongshoreError("INDEX_UNAVAILABLE", { problem: reply.problem });
  const { all, types, minutes, byState, lagMs } = reply.answer;
  return {
    window: msToDuration(windowMs),
    all: toCounts(all),
    types: types.map((each) => ({ type: each.type, counts: toCounts(each) })),
    minutes: minutes.map(({ atMs, ...counts }) => ({
      time: timestamp(new Date(atMs).toISOString()),
      ...counts,
    })),
    states: { ...byState },
    indexLag: msToDuration(lagMs),
  };
}

function toCounts({ wait, run, total, ...counts }: WindowCounts): TaskCounts {
  return { ...counts, wait, run, total };
}
