import { crc32 } from "node:zlib";
import { lastRunMs, lastWaitMs } from "../../../core/attempt-times.ts";
import type { TaskRecord, TaskState } from "../../../core/task.ts";
import { filterablePayload } from "../../../core/task-filter/payload.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";

/** A task as `tasks` has it; times in milliseconds since 1970. */
export interface TaskRow {
  readonly project: string;
  readonly id: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: string;
  readonly state: TaskState;
  /** JSON. */
  readonly labels: string;
  readonly unique_key: string | null;
  readonly schedule_id: string | null;
  readonly created: number;
  readonly due: number | null;
  readonly started: number | null;
  readonly finished: number | null;
  /** How long its latest attempt waited, and how long the latest one that has ended ran. */
  readonly wait: number | null;
  readonly run: number | null;
  readonly attempt: number;
  readonly worker: string | null;
  readonly reason: string | null;
  readonly error_reason: string | null;
  readonly error_message: string | null;
  /** That of its record in EVENTS; 0 while it has none. */
  readonly sequence: number;
  /** How many events of its timeline are counted. */
  readonly events: number;
  /** A checksum of what is searched in it; 0 when that is nothing. */
  readonly words: number;
}

/** The row of a record, in which this text is searched. */
export function toRow({ record, sequence }: StoredRecord, said: string): TaskRow {
  const { error } = record;
  return {
    project: record.project,
    id: record.id,
    type: record.type,
    queue: record.queue,
    priority: record.priority.toUpperCase(),
    state: record.state,
    labels: JSON.stringify(record.labels),
    unique_key: record.uniqueKey ?? null,
    schedule_id: record.scheduleId ?? null,
    created: Date.parse(record.createdAt),
    due: parseTime(record.dueAt),
    started: parseTime(record.startedAt),
    finished: parseTime(record.finishedAt),
    wait: lastWaitMs(record.timeline) ?? null,
    run: lastRunMs(record.timeline) ?? null,
    attempt: record.attempt,
    worker: record.worker ?? null,
    reason: record.reason ?? null,
    error_reason: error?.reason ?? null,
    error_message: error?.message ?? null,
    sequence,
    events: record.timeline.length,
    words: said === "" ? 0 : crc32(said) || 1,
  };
}

/** What else is kept of a record: all but payload and result, and the payload by itself when filters can look into it. */
export function toDocument(record: TaskRecord): { readonly record: string; readonly payload: string | null } {
  const { payload: _, result: __, resultGzip: ___, ...rest } = record;
  return { record: JSON.stringify({ ...rest, payload: null }), payload: filterablePayload(record) ?? null };
}

function parseTime(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}
