import { createHash } from "node:crypto";
import { invalidField, type LongshoreError } from "../../core/error.ts";
import { SCAN_START, type ScanPosition } from "./task-scan.ts";

/** Where a scan goes on that was left, and what it holds on to. */
export interface Bookmark {
  readonly position: ScanPosition;
  /** See `ScanTerms`. */
  readonly eventsUntil?: number;
}

/** Where the first page begins. */
const BEGINNING: Bookmark = { position: SCAN_START };

/**
 * A bookmark as the text that callers send back. It is good for the same project, method and filter only.
 *
 * @param scope all that the pages have in common
 */
export function writePageToken({ position, eventsUntil }: Bookmark, scope: readonly string[]): string {
  const { stage, delayed, waiting, events } = position;
  return write([stage, delayed, waiting, events, eventsUntil ?? 0], scope);
}

/** Reads such a text; empty is the beginning. Throws FIELD_INVALID when it is none, or one of another request. */
export function readPageToken(token: string, scope: readonly string[]): Bookmark {
  if (token === "") return BEGINNING;
  const [stage = -1, delayed = 0, waiting = 0, events = 0, until = 0] = read(token, 5, scope);
  return { position: { stage, delayed, waiting, events }, ...(until > 0 && { eventsUntil: until }) };
}

/** The place in one stream at which the next page begins, as the text that callers send back. */
export function writePlaceToken(sequence: number, scope: readonly string[]): string {
  return write([sequence], scope);
}

/** Reads such a text; undefined is the beginning. Throws FIELD_INVALID when it is none, or one of another request. */
export function readPlaceToken(token: string, scope: readonly string[]): number | undefined {
  return token === "" ? undefined : read(token, 1, scope)[0];
}

function write(numbers: readonly number[], scope: readonly string[]): string {
  return Buffer.from([VERSION, scopeDigest(scope), ...numbers].join(".")).toString("base64url");
}

function read(token: string, count: number, scope: readonly string[]): readonly number[] {
  const parts = Buffer.from(token.slice(0, MAX_LENGTH), "base64url").toString("latin1").split(".");
  const [version, given, ...rest] = parts;
  const numbers = rest.map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : Number.NaN));
  if (version !== VERSION || numbers.length !== count || numbers.some(Number.isNaN))
    throw invalidField("page_token", "is none: it must be a next_page_token as it came, or empty");
  if (given !== scopeDigest(scope)) throw wrongScope();
  return numbers;
}

const VERSION = "1";
const MAX_LENGTH = 256;

/** What a token of another request is refused with. */
export function wrongScope(): LongshoreError {
  const problem = "belongs to another request: filter, order and key must be the same for all pages";
  return invalidField("page_token", problem);
}

/** What stands in a token for all that the pages have in common. */
export function scopeDigest(scope: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(scope)).digest("hex").slice(0, 12);
}
