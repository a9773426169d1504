import type { LongshoreError } from "../../core/error.ts";
import { OBJECT_FROM_BYTES } from "../../core/stored-object.ts";
import type { TaskRecord } from "../../core/task.ts";
import { describeObject } from "../../jetstream/objects.ts";
import { type Payload, payloadTooLarge } from "./payload.ts";

/** What of payloads is set for a deployment. */
export interface PayloadLimits {
  /** The largest payload, in bytes. */
  readonly payloadMaxBytes: number;
  /** The time of the store, by which the age of objects is judged. Milliseconds since 1970. */
  readonly storeNowMs: () => number;
}

/** A payload as its record holds it, and what is to be stored before that record. */
export type PlacedPayload =
  | {
      readonly ok: true;
      readonly fields: Pick<TaskRecord, "payload" | "payloadContentType" | "payloadObject">;
      readonly object?: Uint8Array;
    }
  | { readonly ok: false; readonly error: LongshoreError };

/** Puts a payload into its record or, when it is large, a claim check in its place. */
export function placePayload(given: Payload, limits: PayloadLimits): PlacedPayload {
  const { large, ...inRecord } = given;
  const bytes = large ?? outgrown(given);
  return bytes === undefined ? { ok: true, fields: inRecord } : placeObject(given, bytes, limits);
}

/** The claim check for a payload, whatever its size. */
export function placeObject(
  { payloadContentType }: Payload,
  bytes: Uint8Array,
  { payloadMaxBytes, storeNowMs }: PayloadLimits,
): PlacedPayload {
  if (bytes.length > payloadMaxBytes)
    return { ok: false, error: payloadTooLarge(bytes.length, payloadMaxBytes) };
  const fields = {
    payload: null,
    ...(payloadContentType !== undefined && { payloadContentType }),
    payloadObject: describeObject(bytes, storeNowMs()),
  };
  return { ok: true, fields, object: bytes };
}

/** The JSON text of a payload that came as a value and is too large for a record; undefined when it is not. */
export function outgrown({ payload, payloadContentType }: Payload): Uint8Array | undefined {
  // Base64 text stands in the record as it is, and has been measured.
  if (payloadContentType !== undefined) return undefined;
  const text = JSON.stringify(payload);
  return Buffer.byteLength(text) > OBJECT_FROM_BYTES ? Buffer.from(text) : undefined;
}
