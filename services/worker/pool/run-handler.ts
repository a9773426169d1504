import { isDeeperThan, MAX_JSON_DEPTH } from "../../../core/json-depth.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { OBJECT_FROM_BYTES } from "../../../core/stored-object.ts";
import type { TaskType } from "../../../core/task-type.ts";
import { packJson } from "../../../runtime/packed-json.ts";
import type { TaskContext, TaskDefinition, TaskLog } from "../../../sdk/task-definition.ts";
import { describeError, outcomeOfThrown } from "./handler-error.ts";
import { withinAttempt } from "./handler-trace.ts";
import type { Job, JobEvents } from "./pool.ts";

/**
 * Runs a handler once and tells how that ended; never throws. The payload is read by the type's own schema first, so that
 * its defaults are filled in.
 */
export async function runHandler(
  definition: TaskDefinition,
  job: Job,
  signal: AbortSignal,
  events: JobEvents,
  now: () => number,
): Promise<AttemptOutcome> {
  try {
    if (!("handler" in definition)) throw new Error(`${job.type} has a command and no handler`);
    const { handler } = definition;
    const read = await readPayload(definition, job);
    if (!read.ok) return read.outcome;
    return checkResult(
      await withinAttempt(job.traceparent, () => handler(read.payload, contextOf(job, signal, events))),
      job.resultMaxBytes,
    );
  } catch (error) {
    const thrown = signal.aborted && error === signal.reason ? stopped(signal.reason) : error;
    return obeyRetryNames(outcomeOfThrown(thrown, now()), definition.type);
  }
}

/** `ctx.signal.throwIfAborted()`, and what is given the signal, throws the bare reason: a word that explains nothing by itself. */
function stopped(reason: unknown): Error {
  const error = new Error(`the handler stopped as ctx.signal told it to: ${String(reason)}`);
  error.name = "AbortError";
  // It was made here, and would name nothing of the handler.
  delete error.stack;
  return error;
}

/** A type may say by name which errors are worth another try; a handler that says so itself knows better. */
function obeyRetryNames(outcome: AttemptOutcome, { retryOn, dontRetryOn }: TaskType): AttemptOutcome {
  if (outcome.kind !== "failed" || outcome.retryAfterMs !== undefined) return outcome;
  const { name } = outcome.error;
  const isWorthIt = dontRetryOn?.includes(name) !== true && (retryOn === undefined || retryOn.includes(name));
  return isWorthIt ? outcome : { ...outcome, retryable: false };
}

type ReadPayload =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly outcome: AttemptOutcome };

/**
 * The payload as the type's schema reads it, its defaults filled in; or the outcome of an attempt whose payload does not fit.
 * Rejects when the schema throws.
 */
export async function readPayload(definition: TaskDefinition, job: Job): Promise<ReadPayload> {
  const parsed = await definition.parsePayload(payloadOf(job));
  return parsed.ok ? parsed : { ok: false, outcome: invalidPayload(parsed.problem) };
}

/** Bytes with a content type reach the handler as they were sent. */
function payloadOf(job: Job): unknown {
  if (job.payloadText !== undefined) return JSON.parse(job.payloadText);
  return job.payloadContentType === undefined ? job.payload : Buffer.from(String(job.payload), "base64");
}

function contextOf(job: Job, signal: AbortSignal, events: JobEvents): TaskContext {
  return {
    taskId: job.taskId,
    project: job.project,
    type: job.type,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    traceparent: job.traceparent,
    signal,
    log: logOf(events),
    progress: (done, total, message) => {
      // 0 of 0 files makes NaN percent; such a report says nothing, and is no reason to fail the task.
      if (!Number.isFinite(done)) return;
      events.onProgress({
        done,
        ...(Number.isFinite(total) && total !== undefined && { total }),
        ...(message !== undefined && { message: String(message) }),
      });
    },
  };
}

function logOf(events: JobEvents): TaskLog {
  const at =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, fields?: Readonly<Record<string, unknown>>) =>
      events.onLog({ level, message: String(message), ...(fields !== undefined && { fields }) });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A result must be JSON, and of a size that can be kept; no retry would change either. A long one is packed. */
export function checkResult(result: unknown, maxBytes: number): AttemptOutcome {
  if (result === undefined || result === null) return { kind: "returned", result: null };
  if (typeof result === "boolean" || (typeof result === "number" && Number.isFinite(result)))
    return { kind: "returned", result };
  let text: string | undefined;
  try {
    text = JSON.stringify(result);
  } catch (error) {
    return { kind: "failed", error: describeError(error, "RESULT_NOT_SERIALISABLE"), retryable: false };
  }
  if (text === undefined) {
    const error = new TypeError(`the handler returned a ${typeof result}, which is no JSON value`);
    return { kind: "failed", error: describeError(error, "RESULT_NOT_SERIALISABLE"), retryable: false };
  }
  if (isDeeperThan(result, MAX_JSON_DEPTH)) {
    const error = new RangeError(`the result is nested deeper than ${MAX_JSON_DEPTH} levels`);
    return { kind: "failed", error: describeError(error, "RESULT_TOO_DEEP"), retryable: false };
  }
  const bytes = text.length * 3 > OBJECT_FROM_BYTES ? Buffer.byteLength(text) : text.length;
  if (bytes > maxBytes) {
    const error = new RangeError(`the result is ${bytes} bytes of JSON, at most ${maxBytes} are kept`);
    return { kind: "failed", error: describeError(error, "RESULT_TOO_LARGE"), retryable: false };
  }
  if (bytes > OBJECT_FROM_BYTES) return { kind: "returned", resultText: text };
  const resultGzip = packJson(text);
  return resultGzip === undefined ? { kind: "returned", result } : { kind: "returned", resultGzip };
}

function invalidPayload(problem: string): AttemptOutcome {
  const error = {
    name: "PayloadInvalid",
    message: `the payload does not fit the type's schema: ${problem}`,
    reason: "PAYLOAD_INVALID",
  };
  return { kind: "failed", error, retryable: false };
}
