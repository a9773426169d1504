import type { EventType, TaskEvent } from "./event.ts";

/** What ends an attempt when one is running. */
const ENDS: ReadonlySet<EventType> = new Set([
  "retry_scheduled",
  "interrupted",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
]);

/** How long the attempt ran that ended with event `i` of a timeline, in milliseconds; undefined when none ended there. */
export function ranMs(timeline: readonly TaskEvent[], i: number): number | undefined {
  const end = timeline[i];
  if (end === undefined || !ENDS.has(end.type)) return undefined;
  for (let k = i - 1; k >= 0; k--) {
    const before = timeline[k];
    if (before === undefined || before.type === "cancel_requested") continue;
    return before.type === "started" ? between(before.time, end.time) : undefined;
  }
  return undefined;
}

/**
 * How long the attempt that began with event `i` could have started and had not, in milliseconds: since it was due, or was put
 * in line. Undefined when none began there.
 */
export function waitedMs(timeline: readonly TaskEvent[], i: number): number | undefined {
  const started = timeline[i];
  if (started?.type !== "started") return undefined;
  const before = timeline[i - 1] ?? started;
  return between(before.dueAt ?? before.time, started.time);
}

/** How long the latest attempt that has ended ran, in milliseconds; undefined while none has. */
export function lastRunMs(timeline: readonly TaskEvent[]): number | undefined {
  return latest(timeline, ranMs);
}

/** How long the latest attempt waited before it began, in milliseconds; undefined while none has begun. */
export function lastWaitMs(timeline: readonly TaskEvent[]): number | undefined {
  return latest(timeline, waitedMs);
}

function latest(
  timeline: readonly TaskEvent[],
  measure: (timeline: readonly TaskEvent[], i: number) => number | undefined,
): number | undefined {
  for (let i = timeline.length - 1; i >= 0; i--) {
    const ms = measure(timeline, i);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/** Clocks of those who write differ: it is never less than nothing. */
function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
