import { ranMs, waitedMs } from "../../../core/attempt-times.ts";
import type { TaskEvent } from "../../../core/event.ts";
import type { TaskRecord } from "../../../core/task.ts";

/** What is counted by the name of the event, or `wait`, `run` and `total` with how long that took. */
export type TallyName =
  | "submitted"
  | "started"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "expired"
  | "retried"
  | "interrupted"
  | "requeued"
  /** Nobody saw it end, and its record is gone. */
  | "lost"
  /** An attempt that failed, by its reason. */
  | `error:${string}`
  | `${DurationName}:${number}`;

/**
 * What takes time: `wait` from when it could have started to each start, `run` each attempt, `total` from the submission to the
 * end.
 */
export type DurationName = "wait" | "run" | "total";

/** The upper bounds of the buckets in which durations are counted, in seconds; the last one has none. */
export const DURATION_BOUNDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400,
  86_400,
] as const;

/** One thing that happened. */
export interface Tally {
  readonly name: TallyName;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** How long it took, where it took time; else 0. */
  readonly seconds: number;
}

/**
 * What a record tells beyond the first `seen` events of its timeline, each thing once: however many records in between were
 * replaced before anybody read them, the newest one holds the whole timeline.
 */
export function newTallies({ timeline }: TaskRecord, seen: number): readonly Tally[] {
  const tallies: Tally[] = [];
  for (let i = seen; i < timeline.length; i++) {
    const event = timeline[i];
    if (event !== undefined) tallies.push(...talliesOf(event, timeline, i));
  }
  return tallies;
}

function talliesOf(event: TaskEvent, timeline: readonly TaskEvent[], i: number): readonly Tally[] {
  const atMs = Date.parse(event.time);
  const count = (name: TallyName): Tally => ({ name, atMs, seconds: 0 });
  const took = (name: DurationName, ms: number | undefined): readonly Tally[] => {
    if (ms === undefined) return [];
    const seconds = ms / 1_000;
    return [{ name: `${name}:${bucketOf(seconds)}`, atMs, seconds }];
  };
  switch (event.type) {
    case "submitted":
    case "requeued":
      return [count(event.type)];
    case "started":
      return [count("started"), ...took("wait", waitedMs(timeline, i))];
    case "retry_scheduled":
      return [count("retried"), ...errorOf(event, count), ...took("run", ranMs(timeline, i))];
    case "interrupted":
      return [count("interrupted"), ...took("run", ranMs(timeline, i))];
    case "succeeded":
    case "failed":
    case "cancelled":
    case "expired": {
      const submittedMs = Date.parse(timeline[0]?.time ?? event.time);
      return [
        count(event.type),
        ...errorOf(event, count),
        ...took("run", ranMs(timeline, i)),
        ...took("total", Math.max(0, atMs - submittedMs)),
      ];
    }
    default:
      return [];
  }
}

/** The duration that a tally is of; undefined when it is of none. */
export function durationOfTally(name: TallyName): DurationName | undefined {
  return (["wait", "run", "total"] as const).find((duration) => name.startsWith(`${duration}:`));
}

/** The bucket of such a tally. */
export function bucketOfTally(name: TallyName): number {
  return Number(name.slice(name.indexOf(":") + 1));
}

function errorOf({ error }: TaskEvent, count: (name: TallyName) => Tally): readonly Tally[] {
  return error === undefined ? [] : [count(`error:${error.reason}`)];
}

function bucketOf(seconds: number): number {
  const index = DURATION_BOUNDS.findIndex((bound) => seconds <= bound);
  return index === -1 ? DURATION_BOUNDS.length : index;
}
