import { invalidField, type LongshoreError } from "../../core/error.ts";
import { messageOf } from "../../core/message-of.ts";
import { isPrototypeKey } from "../../core/prototype-key.ts";
import { OBJECT_FROM_BYTES } from "../../core/stored-object.ts";
import type { Blob__Output } from "../../proto/gen/longshore/v1/Blob.ts";
import type { SubmitTaskRequest__Output } from "../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { JsonValueError, valueToJson } from "../../proto/json-value.ts";
import { hasTooManyValues, MAX_JSON_VALUES } from "./json-values.ts";
import { quoted, refusedField } from "./violations.ts";

/** A payload as the record holds it. */
export interface Payload {
  /** Any JSON value; base64 text when there is a content type. */
  readonly payload: unknown;
  readonly payloadContentType?: string;
  /** What is to be stored as an object because it is large: JSON text or bytes. The record then holds no payload. */
  readonly large?: Uint8Array;
}

export type ReadPayload =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly error: LongshoreError };

/** How deep JSON in bytes may nest. A `Value` may nest less: see proto/json-value.ts. */
const MAX_BYTES_DEPTH = 100;

/** RFC 9110: type/subtype, then parameters. No control characters: the content type may become a header. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;[\x20-\x7e]*)?$/;

/** Reads the payload of a request, in whichever form it came; null when there is none. */
export function readPayload(
  { body, payload, payloadBytes }: Pick<SubmitTaskRequest__Output, "body" | "payload" | "payloadBytes">,
  maxBytes: number,
): ReadPayload {
  if (body === "payloadBytes" && payloadBytes) return readBlob(payloadBytes, maxBytes);
  if (body !== "payload" || !payload) return { ok: true, payload: { payload: null } };
  try {
    return { ok: true, payload: { payload: valueToJson(payload) } };
  } catch (error) {
    if (!(error instanceof JsonValueError)) throw error;
    return { ok: false, error: invalidField(`payload${error.path}`, error.problem) };
  }
}

function readBlob({ data, contentType }: Blob__Output, maxBytes: number): ReadPayload {
  if (data.length > maxBytes) return { ok: false, error: payloadTooLarge(data.length, maxBytes) };
  const type = contentType === "" ? "application/octet-stream" : contentType;
  if (type.length > 256 || !MEDIA_TYPE.test(type)) {
    const problem = `${quoted(contentType)} is no media type; must be like "image/png", at most 256 characters`;
    return { ok: false, error: invalidField("payload_bytes.content_type", problem) };
  }
  if (isJson(type)) return parseJson(data);
  const isLarge = base64Length(data.length) > OBJECT_FROM_BYTES;
  const payload = isLarge ? { payload: null, large: data } : { payload: data.toString("base64") };
  return { ok: true, payload: { ...payload, payloadContentType: type } };
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** More than may be. */
export function payloadTooLarge(bytes: number, maxBytes: number): LongshoreError {
  return refusedField("PAYLOAD_TOO_LARGE", "payload", { size: String(bytes), limit: String(maxBytes) });
}

function isJson(type: string): boolean {
  const [essence = ""] = type.toLowerCase().split(/ *;/);
  return essence === "application/json" || essence.endsWith("+json");
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(data: Uint8Array): ReadPayload {
  if (data.length > OBJECT_FROM_BYTES && hasTooManyValues(data)) {
    const problem = `more than ${MAX_JSON_VALUES} values and keys`;
    return { ok: false, error: invalidField("payload_bytes.data", problem) };
  }
  let payload: unknown;
  try {
    payload = JSON.parse(utf8.decode(data));
  } catch (error) {
    const problem = messageOf(error);
    return { ok: false, error: refusedField("PAYLOAD_NOT_JSON", "payload_bytes.data", { problem }) };
  }
  const problem = problemOf(payload, MAX_BYTES_DEPTH);
  if (problem !== undefined) return { ok: false, error: invalidField("payload_bytes.data", problem) };
  return { ok: true, payload: data.length > OBJECT_FROM_BYTES ? { payload, large: data } : { payload } };
}

/** The same that a `Value` is refused for, but for the depth. Looks no deeper than `depthLeft`. */
function problemOf(value: unknown, depthLeft: number): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (depthLeft === 0) return `more than ${MAX_BYTES_DEPTH} levels of lists and objects`;
  for (const [key, item] of Object.entries(value)) {
    if (isPrototypeKey(key, item)) return `the key ${quoted(key)} is not allowed`;
    const problem = problemOf(item, depthLeft - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
