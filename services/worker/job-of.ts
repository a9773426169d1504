import { limitsBy } from "../../core/deadlines.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { TaskType } from "../../core/task-type.ts";
import { isSampled } from "../../runtime/telemetry/sampling.ts";
import { spanIdOf, writeTraceparent } from "../../runtime/telemetry/trace-context.ts";
import type { Job } from "./pool/pool.ts";
import type { RunnerDeps } from "./runner-deps.ts";

/** The attempt that a record tells of, as a pool needs to know it. */
export function jobOf(
  record: TaskRecord,
  type: TaskType,
  { nowMs, resultMaxBytes, sampling }: Pick<RunnerDeps, "nowMs" | "resultMaxBytes" | "sampling">,
): Job {
  return {
    taskId: record.id,
    project: record.project,
    type: record.type,
    attempt: record.attempt,
    maxAttempts: record.maxAttempts,
    payload: record.payload,
    ...(record.payloadContentType !== undefined && { payloadContentType: record.payloadContentType }),
    resultMaxBytes,
    ...limitsBy(record.options, type.cancelGraceMs, nowMs()),
    cancelGraceMs: type.cancelGraceMs,
    memoryLimitBytes: type.memoryLimitBytes,
    traceparent: writeTraceparent({
      traceId: record.traceId,
      spanId: spanIdOf(record.id, record.attempt, "process"),
      isSampled: isSampled(record, sampling),
    }),
  };
}
