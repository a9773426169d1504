import type { WatchTasksResponse__Output } from "../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { msToTimestamp } from "../proto/time.ts";
import type { Channel } from "./channel.ts";
import { readKnownTime } from "./read-time.ts";
import { resumedStream } from "./resumed-stream.ts";
import { readEvent, type TaskEvent } from "./task.ts";

/** An event of one of many tasks. */
export interface FeedEvent {
  /** Where to go on after it: `FeedOptions.position`. */
  readonly position: string;
  readonly taskId: string;
  readonly type: string;
  readonly queue: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly event: TaskEvent;
}

export interface FeedOptions {
  /** The `position` of the last event that is known already. Default: only what happens from now on. */
  readonly position?: string;
  /** Begins with the events of this time, of the tasks whose records are still kept. Not beside `position`. */
  readonly startTime?: Date;
  /** Told when tasks may have been forgotten that began and ended while nobody watched, and since when. */
  readonly onGap?: (since: Date) => void;
  /** Ends the watch: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Every event of the tasks that match, in order for each; goes on after the last one when the stream breaks. Never ends by itself. */
export async function* watchFeed(
  channel: Channel,
  filter: string,
  { position = "", startTime, onGap, signal }: FeedOptions,
  isPatient: boolean,
): AsyncGenerator<FeedEvent, void, undefined> {
  const start = startTime === undefined ? {} : { startTime: msToTimestamp(startTime.getTime()) };
  const answers = resumedStream(
    (last: WatchTasksResponse__Output | undefined) => {
      const from = last?.position ?? position;
      return channel.standing.WatchTasks(
        { filter, ...(from === "" ? start : { position: from }) },
        channel.metadata(),
      );
    },
    (answer: WatchTasksResponse__Output) => answer,
    signal,
    isPatient,
  );
  for await (const { event, gap, ...answer } of answers) {
    if (gap !== null) onGap?.(readKnownTime(gap.sinceTime));
    if (event === null) continue;
    const { taskId, type, queue, labels } = answer;
    yield { position: answer.position, taskId, type, queue, labels, event: readEvent(event) };
  }
}
