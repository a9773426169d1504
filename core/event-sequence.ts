import type { TaskEvent } from "./event.ts";
import type { TaskRecord } from "./task.ts";

/**
 * The record with each event that is new to it told on which one it follows: the sequence that the write of the record names.
 * Whoever goes on with a record that it has written, instead of reading it again, stamps it before: else what was written
 * then is taken for part of the next write, and is told once too often to whoever follows all events.
 *
 * @param sequence that of the record before; 0 when there is none
 */
export function stampEvents(record: TaskRecord, sequence: number): TaskRecord {
  const { timeline } = record;
  let stamped = timeline.length;
  while (stamped > 0 && timeline[stamped - 1]?.after === undefined) stamped--;
  if (stamped === timeline.length) return record;
  const fresh = timeline.slice(stamped).map((event): TaskEvent => ({ ...event, after: sequence }));
  return { ...record, timeline: [...timeline.slice(0, stamped), ...fresh] };
}

/**
 * Under which sequence of EVENTS each event of a timeline was stored. What one write added has one sequence, and the write after
 * it names that. Events from before they were stamped count to the write after them.
 *
 * @param sequence that of the record
 */
export function sequencesOf(timeline: readonly TaskEvent[], sequence: number): number[] {
  const sequences = new Array<number>(timeline.length);
  let current = sequence;
  for (let index = timeline.length - 1; index >= 0; index--) {
    sequences[index] = current;
    const after = timeline[index]?.after;
    if (after !== undefined && after > 0 && after !== timeline[index - 1]?.after) current = after;
  }
  return sequences;
}
