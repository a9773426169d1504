import type { SequenceRange } from "./sequences.ts";

/**
 * What a reader of all events has had, in terms of the stream EVENTS, so that it goes on there at any gateway: all events that
 * were stored up to a sequence, but for those that were stored at some of them. (The stream holds the newest event of a task
 * only, whose record tells of the others: so an event may be met later than others that were stored after it.)
 */
export interface FeedPosition {
  /** Tells the streams of one name apart: when this one was made. Milliseconds since 1970. */
  readonly epoch: number;
  readonly sequence: number;
  /** Which of those up to `sequence` have not been met. */
  readonly missing: readonly SequenceRange[];
  /**
   * Present while a reader catches up: the records up to here have been read. Whoever goes on from there misses nothing, but may be
   * told again of a task that has changed since it was read.
   */
  readonly readTo?: number;
  /** Of the task that has an event stored at `sequence`, the events up to this number have been had, too. */
  readonly partly?: { readonly sequence: number; readonly number: number };
  /** Only events from then on are wanted. Milliseconds since 1970. Only beside `readTo`. */
  readonly since?: number;
  /** When it was so, by the clock of the store. Milliseconds since 1970. */
  readonly timeMs: number;
}

/** How many ranges a position names at most: then it is short enough for a header. */
export const MAX_MISSING = 32;

const VERSION = "1";
/** Numbers are written in this base. */
const BASE = 36;
const MAX_LENGTH = 2_000;

/** Writes a position as the text that readers send back. */
export function writePosition(position: FeedPosition): string {
  const { epoch, sequence, missing, readTo, partly, since, timeMs } = position;
  let text = `${VERSION}.${short(epoch)}.${short(timeMs)}.${short(sequence)}`;
  // Each range by its distance from the one before: they are near each other.
  let before = sequence;
  for (const [first, last] of missing.toReversed()) {
    text += `.m${short(before - last)}${first === last ? "" : `-${short(last - first)}`}`;
    before = first;
  }
  if (readTo !== undefined) text += `.r${short(readTo)}`;
  if (partly !== undefined) text += `.p${short(partly.sequence)}-${short(partly.number)}`;
  if (since !== undefined) text += `.s${short(since)}`;
  return text;
}

/** Reads a text that `writePosition` wrote; undefined for any other. */
export function readPosition(text: string): FeedPosition | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [version, epoch, timeMs, sequence, ...rest] = text.split(".");
  const numbers = [epoch, timeMs, sequence].map(long);
  const [epochMs = -1, time = -1, last = -1] = numbers;
  if (version !== VERSION || numbers.some((number) => number < 0)) return undefined;
  let position: FeedPosition = { epoch: epochMs, timeMs: time, sequence: last, missing: [] };
  for (const part of rest) {
    const next = withPart(position, part.slice(0, 1), part.slice(1).split("-").map(long));
    if (next === undefined) return undefined;
    position = next;
  }
  return position;
}

function withPart(
  position: FeedPosition,
  kind: string,
  numbers: readonly number[],
): FeedPosition | undefined {
  const [a = -1, b, ...more] = numbers;
  if (a < 0 || (b !== undefined && b < 0) || more.length > 0) return undefined;
  const { sequence, missing } = position;
  switch (kind) {
    case "m": {
      const last = (missing[0]?.[0] ?? sequence) - a;
      const first = last - (b ?? 0);
      if (first < 1 || missing.length >= MAX_MISSING * 2) return undefined;
      return { ...position, missing: [[first, last], ...missing] };
    }
    case "r":
      return b === undefined ? { ...position, readTo: a } : undefined;
    case "p":
      return b === undefined ? undefined : { ...position, partly: { sequence: a, number: b } };
    case "s":
      return b === undefined ? { ...position, since: a } : undefined;
    default:
      return undefined;
  }
}

function short(number: number): string {
  return number.toString(BASE);
}

function long(text = ""): number {
  return /^[0-9a-z]{1,10}$/.test(text) ? Number.parseInt(text, BASE) : -1;
}
