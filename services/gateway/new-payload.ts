import { encodeRecord } from "../../core/codec.ts";
import { LongshoreError } from "../../core/error.ts";
import type { StoredObject } from "../../core/stored-object.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskChanges, TaskRecord } from "../../core/task.ts";
import type { Caller } from "./caller.ts";
import type { Deps } from "./deps.ts";
import { type Payload, readPayload } from "./payload.ts";
import { type PlacedPayload, placePayload } from "./place-payload.ts";
import { storeError } from "./store-error.ts";
import { findType, payloadError, type SubmissionRules, sizeError } from "./submission.ts";
import { Violations } from "./violations.ts";

type PayloadFields = Parameters<typeof readPayload>[0];

type Placed = Extract<PlacedPayload, { readonly ok: true }>;

/** A payload that a task is to have from now on. To be used for one task. */
export class NewPayload {
  readonly #given: Payload;
  readonly #placed: Placed;
  #isStored = false;
  #replaced: StoredObject | undefined;

  constructor(given: Payload, placed: Placed) {
    this.#given = given;
    this.#placed = placed;
  }

  /** What of the record it changes. */
  get changes(): TaskChanges {
    return this.#placed.fields;
  }

  /** Checks it against the type of its task. Throws PAYLOAD_INVALID, TASK_TYPE_UNKNOWN, FIELD_INVALID. */
  check(record: TaskRecord, rules: SubmissionRules): void {
    const known = findType(record.type, rules.types);
    if (known instanceof LongshoreError) throw known;
    const violations = new Violations();
    const error =
      payloadError({ type: record.type, ...this.#given }, known, violations) ?? violations.toError();
    if (error !== undefined) throw error;
  }

  /**
   * To be called before the record that has it is written: what is large is stored, once. Throws PAYLOAD_TOO_LARGE when the
   * record is larger than it may be, STORE_FULL, BROKER_UNAVAILABLE.
   *
   * @param before the record that it is to change
   */
  async store(
    before: TaskRecord,
    after: TaskRecord,
    caller: Pick<Caller, "keyId" | "project">,
    giveUpAt: number,
    deps: Deps,
  ): Promise<void> {
    const error = sizeError(after, encodeRecord(after), caller, deps);
    if (error !== undefined) throw error;
    this.#replaced = before.payloadObject;
    const { object, fields } = this.#placed;
    if (this.#isStored || object === undefined || fields.payloadObject === undefined) return;
    this.#isStored = true;
    const failed = await deps.objects.put(after, fields.payloadObject, object, giveUpAt);
    if (failed !== undefined) throw storeError(failed);
  }

  /**
   * Makes the change, then removes the large payload that nothing refers to any more: the one before, or this one when the change
   * was refused. What nobody knows is left to the audit of the schedulers.
   */
  async during<T>(task: TaskKey, { objects }: Pick<Deps, "objects">, change: () => Promise<T>): Promise<T> {
    try {
      const changed = await change();
      objects.discard(task, this.#replaced);
      return changed;
    } catch (error) {
      const isRefused = error instanceof LongshoreError && error.reason !== "BROKER_UNAVAILABLE";
      if (isRefused && this.#isStored) objects.discard(task, this.#placed.fields.payloadObject);
      throw error;
    }
  }
}

/** Reads the payload that a task is to have from now on; undefined when the request has none. Throws what is wrong with it. */
export function readNewPayload(request: PayloadFields, rules: SubmissionRules): NewPayload | undefined {
  if (request.body === undefined) return undefined;
  const read = readPayload(request, rules.payloadMaxBytes);
  if (!read.ok) throw read.error;
  const placed = placePayload(read.payload, rules);
  if (!placed.ok) throw placed.error;
  return new NewPayload(read.payload, placed);
}
