import { invalidField, LongshoreError } from "../../../core/error.ts";
import { type FeedPosition, readPosition } from "../../../core/event-feed/position.ts";
import type { WatchTasksRequest__Output } from "../../../proto/gen/longshore/v1/WatchTasksRequest.ts";
import type { WatchTasksResponse } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { msToTimestamp, timestampToMs } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readStream } from "../event-feed/event-feed.ts";
import { Watcher } from "../event-feed/watcher.ts";
import type { Emit } from "../method.ts";
import { readEventFilter } from "../read-filter.ts";
import { fromStore } from "../store-error.ts";

/**
 * Emits every event of the tasks that match, from a position on, and goes on with those that come. Throws FILTER_INVALID,
 * FIELD_INVALID, WATCH_POSITION_UNKNOWN, BROKER_UNAVAILABLE when the store does not answer at the beginning; then it waits for it.
 * Later WATCH_TOO_SLOW; SHUTTING_DOWN when the gateway stops: the caller resumes.
 */
export async function watchTasks(
  request: WatchTasksRequest__Output,
  caller: Caller,
  deps: Deps,
  emit: Emit<WatchTasksResponse>,
): Promise<void> {
  const { project, signal } = caller;
  const filter = readEventFilter(request.filter);
  const given = readStart(request);
  const { epoch, last } = await fromStore(readStream(deps.connection));
  const from = given && checkPosition({ ...given, epoch: given.epoch || epoch }, epoch, last);
  await deps.feed.with(async (feed) => {
    const terms = { project, filter, from, stallMs: deps.watchStallMs, signal };
    const watcher = new Watcher(feed, terms, emit);
    await watcher.run(from === undefined ? {} : gapSince(from, deps));
  });
}

/** Where to begin; undefined is now. With an `epoch` of 0 where none was told. */
function readStart({ position, startTime }: WatchTasksRequest__Output): FeedPosition | undefined {
  if (position !== "") {
    if (startTime !== null)
      throw invalidField("start_time", "is given beside position: leave out one of them");
    const read = readPosition(position);
    if (read === undefined)
      throw invalidField("position", "is none: it must be that of an answer as it came, or empty");
    return read;
  }
  if (startTime === null) return undefined;
  const since = timestampToMs(startTime);
  if (since === undefined) throw invalidField("start_time", "is no time");
  return { epoch: 0, sequence: 0, missing: [], readTo: 0, since, timeMs: since };
}

function checkPosition(position: FeedPosition, epoch: number, last: number): FeedPosition {
  if (position.epoch !== epoch) throw unknown("the events are others");
  if (Math.max(position.sequence, position.readTo ?? 0) > last)
    throw unknown("it is ahead of the newest event");
  return position;
}

function unknown(problem: string): LongshoreError {
  return new LongshoreError("WATCH_POSITION_UNKNOWN", { problem });
}

/** What a reader may have missed that was away for longer than the records of some type are kept. */
function gapSince({ timeMs }: FeedPosition, { types, storeClock }: Deps): Pick<WatchTasksResponse, "gap"> {
  const keptMs = Math.min(...types.list().map(({ resultTtlMs }) => resultTtlMs));
  return storeClock.nowMs() - timeMs > keptMs ? { gap: { sinceTime: msToTimestamp(timeMs) } } : {};
}
