import { setTimeout as delay } from "node:timers/promises";
import type { AttemptOutcome } from "../../core/outcome.ts";
import { RESULT_MARGIN_MS, type StoredObject } from "../../core/stored-object.ts";
import type { TaskRecord } from "../../core/task.ts";
import { describeObject, type Objects } from "../../jetstream/objects.ts";
import type { Log } from "../../runtime/log.ts";
import { unpackJson } from "../../runtime/packed-json.ts";
import type { Job } from "./pool/pool.ts";

/** A store that does not answer, or is full, is asked again after so long, in milliseconds. */
const AGAIN_MS = 1_000;

/** How long one upload is tried before it begins anew, in milliseconds; less than the time for which chunks are told apart. */
const UPLOAD_MS = 60_000;

type Returned = Extract<AttemptOutcome, { readonly kind: "returned" }>;

/** A payload as a job has it, or the end of an attempt that has none. */
export type FetchedPayload =
  | { readonly ok: true; readonly payload: Pick<Job, "payload" | "payloadText"> }
  | { readonly ok: false; readonly outcome: AttemptOutcome };

export interface LargePartsDeps {
  readonly objects: Objects;
  /** The server's time, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly log: Log;
}

/** Brings large payloads to this worker, and large results to where they are kept. */
export class LargeParts {
  readonly #objects: Objects;
  readonly #nowMs: () => number;
  readonly #log: Log;
  #stopped = false;

  constructor({ objects, nowMs, log }: LargePartsDeps) {
    this.#objects = objects;
    this.#nowMs = nowMs;
    this.#log = log;
  }

  /** Reads the payload of a record, for as long as it takes; undefined once nobody wants it, or this worker stops. */
  async fetch(
    record: TaskRecord,
    object: StoredObject,
    isWanted: () => boolean,
  ): Promise<FetchedPayload | undefined> {
    while (isWanted() && !this.#stopped) {
      const read = await this.#objects.read(record, object);
      if (read.kind === "lost") return { ok: false, outcome: payloadLost(read.problem) };
      if (read.kind === "read") {
        const payload =
          record.payloadContentType === undefined
            ? { payload: null, payloadText: read.bytes.toString() }
            : { payload: read.bytes.toString("base64") };
        return { ok: true, payload };
      }
      this.#log.warn({ task_id: record.id, problem: read.problem }, "payload not readable; tried again");
      await delay(AGAIN_MS);
    }
    return undefined;
  }

  /** Stores a result, for as long as it takes; undefined once this worker stops. It goes a day after its record. */
  async store(record: TaskRecord, outcome: Returned): Promise<Returned | undefined> {
    const bytes = Buffer.from(textOf(outcome));
    while (!this.#stopped) {
      const object = describeObject(bytes, this.#nowMs());
      const ttlMs = record.options.resultTtlMs + RESULT_MARGIN_MS;
      const failed = await this.#objects.put(record, object, bytes, Date.now() + UPLOAD_MS, ttlMs);
      if (failed === undefined) return { kind: "returned", resultObject: object };
      this.#objects.discard(record, object);
      this.#log.error(
        { task_id: record.id, problem: failed.problem },
        "the result is not stored: it is kept and tried again",
      );
      await delay(AGAIN_MS);
    }
    return undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.#objects.stop();
  }
}

function textOf({ resultText, resultGzip, result }: Returned): string {
  if (resultText !== undefined) return resultText;
  return JSON.stringify(resultGzip === undefined ? result : unpackJson(resultGzip, Number.POSITIVE_INFINITY));
}

/** No retry would find it. */
function payloadLost(problem: string): AttemptOutcome {
  const message = `the payload cannot be read: ${problem}`;
  return {
    kind: "failed",
    error: { name: "PayloadLost", message, reason: "PAYLOAD_LOST" },
    retryable: false,
  };
}
