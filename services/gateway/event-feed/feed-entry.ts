import { type FeedPosition, writePosition } from "../../../core/event-feed/position.ts";
import type { MetRecord, News } from "../../../core/event-feed/reader.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { matchesFilter } from "../../../core/task-filter/match.ts";
import { recordsThen } from "../../../core/timeline.ts";
import type { TaskEvent } from "../../../proto/gen/longshore/v1/TaskEvent.ts";
import type { WatchTasksResponse } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { timelineToProto } from "../event-view.ts";

/** A record on its way to those who watch all events, without payload and result. */
export class FeedEntry {
  readonly record: TaskRecord;
  readonly met: MetRecord;
  #bytes: number | undefined;
  #then: readonly TaskRecord[] | undefined;
  #events: readonly TaskEvent[] | undefined;

  constructor(record: TaskRecord, met: MetRecord) {
    this.record = lean(record);
    this.met = met;
  }

  /** About how much memory it takes, in bytes. */
  get bytes(): number {
    // What is made of it when it is sent takes about as much again.
    this.#bytes ??= 2 * JSON.stringify(this.record).length;
    return this.#bytes;
  }

  /** Whether a filter lets through the task as it was after an event. */
  matches(filter: TaskFilter | undefined, number: number): boolean {
    if (filter === undefined) return true;
    this.#then ??= recordsThen(this.record);
    const then = this.#then[number - 1];
    return then !== undefined && matchesFilter(filter, then);
  }

  /** The time of an event, in milliseconds since 1970. */
  timeOf(number: number): number {
    return Date.parse(this.record.timeline[number - 1]?.time ?? "");
  }

  /** What a reader is told of an event. */
  answer(number: number, position: FeedPosition): WatchTasksResponse {
    this.#events ??= timelineToProto(this.record, "BASIC");
    const { id, type, queue, labels } = this.record;
    const event = this.#events[number - 1];
    return { position: writePosition(position), taskId: id, type, queue, labels, ...(event && { event }) };
  }
}

/** An entry with what it tells those who have had all before it. */
export class LiveEntry extends FeedEntry {
  readonly news: News;
  #answers: (WatchTasksResponse | undefined)[] = [];

  constructor(record: TaskRecord, met: MetRecord, news: News) {
    super(record, met);
    this.news = news;
  }

  /** What a reader who is in step is told of the n-th news, from 0: the same for all, so that it is made once. */
  sharedAnswer(n: number): WatchTasksResponse | undefined {
    const number = this.news.numbers[n];
    const position = this.news.positions[n];
    if (number === undefined || position === undefined) return undefined;
    this.#answers[n] ??= this.answer(number, position);
    return this.#answers[n];
  }
}

function lean(record: TaskRecord): TaskRecord {
  const { result: _result, resultGzip: _packed, payloadContentType: _type, ...rest } = record;
  const timeline = rest.timeline.map(({ error, ...event }) => {
    if (error === undefined) return event;
    const { stack: _stack, causes: _causes, ...short } = error;
    return { ...event, error: short };
  });
  return { ...rest, payload: null, timeline };
}
