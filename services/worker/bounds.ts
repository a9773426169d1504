/** What a handler says is its own business, and may be of any size. Here it gets a size that messages can have. */

import { isJsonObject } from "../../core/json-object.ts";
import type { HandlerLogLine, HandlerProgress } from "./pool/pool.ts";

/** The most bytes of a line's text, as UTF-8; the rest is cut, which the text then says. */
export const MESSAGE_MAX_BYTES = 8 * 1024;

/** The most bytes of a line's fields, as JSON; larger ones are left out, which a field then says. */
export const FIELDS_MAX_BYTES = 8 * 1024;

/** The most characters of a progress report's text. */
const PROGRESS_TEXT_MAX = 512;

/** Room for the words that say that a text was cut. A text that was cut before fits, and is not cut again. */
const MARK_MAX_BYTES = 64;

const encoder = new TextEncoder();
const room = new Uint8Array(MESSAGE_MAX_BYTES);

/** The line with its text cut and its fields as plain JSON of at most 8 KiB each. Never throws for what JSON cannot hold. */
export function boundLine({ level, message, fields, stream }: HandlerLogLine): HandlerLogLine {
  const bounded = boundFields(fields);
  return {
    level,
    message: cut(message),
    ...(bounded !== undefined && { fields: bounded }),
    ...((stream === "stdout" || stream === "stderr") && { stream }),
  };
}

/** The report with its text cut; what is no number or no text is left out. */
export function boundProgress({ done, total, message }: HandlerProgress): HandlerProgress {
  return {
    done,
    ...(typeof total === "number" && { total }),
    ...(typeof message === "string" && { message: message.slice(0, PROGRESS_TEXT_MAX) }),
  };
}

function cut(text: string): string {
  // No character takes more than three bytes for each of its UTF-16 units.
  if (text.length * 3 <= MESSAGE_MAX_BYTES) return text;
  const isShort = text.length <= MESSAGE_MAX_BYTES + MARK_MAX_BYTES;
  if (isShort && Buffer.byteLength(text) <= MESSAGE_MAX_BYTES + MARK_MAX_BYTES) return text;
  const { read } = encoder.encodeInto(text, room);
  return `${text.slice(0, read)}… (cut at ${MESSAGE_MAX_BYTES / 1024} KiB)`;
}

function boundFields(fields: unknown): Readonly<Record<string, unknown>> | undefined {
  let text: string | undefined;
  try {
    text = JSON.stringify(fields);
  } catch (error) {
    return { fields_lost: error instanceof Error ? error.message : "no JSON" };
  }
  if (text === undefined) return undefined;
  const bytes = Buffer.byteLength(text);
  if (bytes > FIELDS_MAX_BYTES)
    return { fields_lost: `${bytes} bytes of JSON, at most ${FIELDS_MAX_BYTES} are kept` };
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : { value };
}
