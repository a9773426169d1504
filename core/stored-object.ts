/**
 * Where a payload or a result lies that is too large for a record: the claim check in its place. It says nothing of project and
 * task: those are the record's own, and so a reference that gets into another record leads nowhere.
 */
export interface StoredObject {
  /** Made by `objectId`. */
  readonly id: string;
  /** Of the payload or the JSON of the result, in bytes. */
  readonly bytes: number;
  /** SHA-256 of these bytes, in hexadecimal. */
  readonly sha256: string;
}

/** What is larger than so many bytes is stored as an object; what is not stays in the record. */
export const OBJECT_FROM_BYTES = 512 * 1024;

/** The largest payload and the largest result, in bytes; a deployment may allow less. */
export const PAYLOAD_MAX_BYTES = 64 * 1024 ** 2;

/** How long an object may lie there before its task does, in milliseconds: far longer than anybody tries to store a task. */
export const OBJECT_GRACE_MS = 3_600_000;

/** How much longer than its record a result is kept, in milliseconds: the record is written after it, once NATS answers. */
export const RESULT_MARGIN_MS = 86_400_000;

const OBJECT_ID = /^[0-9a-f]{12}-[0-9a-f]{32}$/;

/** The id of a new object: when it was made, in milliseconds since 1970, and 16 random bytes in hexadecimal. */
export function objectId(nowMs: number, random: string): string {
  return `${Math.floor(nowMs).toString(16).padStart(12, "0")}-${random}`;
}

/** Whether a text is an id of an object: one token of a NATS subject. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/** When an object was made, in milliseconds since 1970. */
export function objectTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16);
}
