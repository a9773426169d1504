import { hash } from "node:crypto";

/** What spans of a task stand for. The ids of a kind are told apart by a number: see `spanIdOf`. */
export type SpanKey = "task" | "queued" | "scheduled" | "backoff" | "process";

/**
 * The id of a span of a task: the same whoever works it out, and however often, so that a worker can name the span that a monitor will
 * make, and one that is told twice is the same span. 16 hexadecimal digits.
 *
 * @param number the attempt for `process`; for the others which event of the timeline they begin with, from 0
 */
export function spanIdOf(taskId: string, number: number, key: SpanKey): string {
  const id = hash("sha256", `${taskId}/${number}/${key}`, "hex").slice(0, 16);
  // An id of zeros is none; one in 2^64 is.
  return id === "0".repeat(16) ? "0".repeat(15).concat("1") : id;
}

/** A span as others name it, out of a `traceparent`. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a `traceparent` of version 00; undefined for any other text. */
export function readTraceparent(text: string): TraceContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes a `traceparent` of version 00. */
export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}
