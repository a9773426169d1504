import fc from "fast-check";
import { EVENT_TYPES, type EventType } from "../../../../core/event.ts";
import { applyEvent } from "../../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../../core/task.ts";
import type { StoredRecord } from "../../../../jetstream/records.ts";
import { newRecord } from "../../../support/task-record.ts";

/** What is asked to happen to which of the tasks; what their life cycle refuses does not. */
export interface Step {
  readonly task: number;
  readonly type: EventType;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    task: fc.nat(4),
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constant<EventType>("started") },
      { weight: 5, arbitrary: fc.constantFrom(...EVENT_TYPES) },
    ),
  }),
  { maxLength: 60 },
);

/** One of them too long to be looked into. */
const PAYLOADS = [
  { n: 5, who: "Ada", at: { deep: true } },
  { n: "5", who: null, at: { deep: "5" } },
  { n: 0.1, who: "x".repeat(5_000) },
  { n: 9_007_199_254_740_992, who: "A*", at: [1] },
  null,
];

const T0 = Date.parse("2026-01-01T00:00:00.000Z");

/** Plays the lives of a few tasks: every record that the streams would have held, in order, those without a record first. */
export function play(life: readonly Step[]): {
  readonly stored: readonly StoredRecord[];
  readonly last: readonly TaskRecord[];
} {
  const records = Array.from({ length: 5 }, (_, i) =>
    newRecord({
      type: i % 2 === 0 ? "greet" : "sum",
      labels: { team: i === 0 ? "ads" : "search" },
      payload: PAYLOADS[i],
    }),
  );
  const stored: StoredRecord[] = records.map((record) => ({ record, sequence: 0 }));
  life.forEach(({ task, type }, step) => {
    const before = records[task];
    if (before === undefined) return;
    const attempt = type === "started" ? before.attempt + 1 : before.attempt;
    const applied = applyEvent(before, {
      type,
      attempt,
      time: new Date(T0 + step * 1_000).toISOString(),
      ...(type === "started" && { worker: "w1" }),
      ...(type === "failed" && {
        error: { name: "Error", message: "disk full on /data", reason: "HANDLER_ERROR" },
      }),
    });
    if (!applied.ok) return;
    records[task] = applied.record;
    stored.push({ record: applied.record, sequence: stored.length });
  });
  return { stored, last: records };
}
