import { applyAllowed } from "../core/lifecycle.ts";
import { DEFAULT_RETRY } from "../core/retry.ts";
import { createRecord, type TaskRecord } from "../core/task.ts";

const TYPES = 20;
const QUEUES = ["eager", "lazy", "prefork"];
const MINUTE_MS = 60_000;
/** The tasks are spread over so long, so that there are as many minutes to add up as in a day at work. */
const SPREAD_MS = 24 * 60 * MINUTE_MS;

/** What a task has been: as it was submitted, as it ran, and as it ended, where it did. */
export type Life = readonly TaskRecord[];

/**
 * The life of the `i`-th of `count` made-up tasks, which ended at the latest at `nowMs`: one in ten fails, one in a hundred still waits, one in a
 * thousand still runs.
 */
export function lifeOf(i: number, count: number, nowMs: number): Life {
  const createdMs = Math.floor(nowMs - 2_000 - SPREAD_MS + (i * SPREAD_MS) / count);
  const id = `01000000-0000-7000-8000-${i.toString(16).padStart(12, "0")}`;
  const record = createRecord(
    {
      id,
      project: "bench",
      type: `type_${i % TYPES}`,
      queue: QUEUES[i % QUEUES.length] ?? "eager",
      priority: "normal",
      labels: { team: `team_${i % 7}`, customer: `c${i % 5_000}` },
      payload: { customer: i % 5_000, file: `/data/${i}.csv` },
      options: {
        retry: DEFAULT_RETRY,
        softLimitMs: 540_000,
        hardLimitMs: 600_000,
        resultTtlMs: 3_600_000,
        failedTtlMs: 7 * 86_400_000,
      },
      traceId: "0af7651916cd43dd8448eb211c80319c",
    },
    createdMs,
  );
  if (i % 100 === 1) return [record];
  const at = (ms: number) => new Date(createdMs + ms).toISOString();
  const started = applyAllowed(record, { type: "started", time: at(50), attempt: 1, worker: `w${i % 8}` });
  if (i % 1_000 === 2) return [record, started];
  const error = { name: "Error", message: `disk full on /data/${i % 50}`, reason: "HANDLER_ERROR" };
  const outcome = i % 10 === 3 ? ({ type: "failed", error } as const) : ({ type: "succeeded" } as const);
  return [record, started, applyAllowed(started, { ...outcome, time: at(50 + (i % 2_000)), attempt: 1 })];
}
