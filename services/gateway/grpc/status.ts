/** How errors leave the gateway: as `google.rpc.Status` with details, never with more than the registry says. */

import { randomUUID } from "node:crypto";
import * as grpc from "@grpc/grpc-js";
import { ERROR_DOMAIN, ERRORS, LongshoreError, type Reason } from "../../../core/error.ts";
import type { Any__Output } from "../../../proto/gen/google/protobuf/Any.ts";
import type { Status__Output } from "../../../proto/gen/google/rpc/Status.ts";
import { loadErrorMessages } from "../../../proto/load.ts";
import { msToDuration } from "../../../proto/time.ts";

/** The trailer that carries the details. */
const DETAILS_KEY = "grpc-status-details-bin";

/** Clients refuse more than 8 KiB of trailers by default; the rest is for names, and for trailers of others. */
const MAX_TRAILER_BYTES = 7 * 1024;

/** For one of up to 1000 errors in one answer, which together must fit the 4 MiB that clients take by default. */
const MAX_ITEM_BYTES = 2 * 1024;

/** When a client that may repeat its request should do so, unless the error says it better. Milliseconds. */
const RETRY_DELAY_MS = 1_000;

/** How much an error may say, from all that is useful to what always fits. Texts in UTF-16 units. */
const LIMITS = [
  { text: 512, violations: 20 },
  { text: 256, violations: 20 },
  { text: 128, violations: 10 },
  { text: 64, violations: 3 },
] as const;

type Limit = (typeof LIMITS)[number];

/** Told of every error that is not from the registry, under the id that the caller gets. */
export type OnInternal = (errorId: string, error: unknown) => void;

/**
 * The error that ends a call: `callback(toServiceError(error, onInternal))`, or `call.emit("error", …)` for a stream.
 * An error that is not from the registry leaves as INTERNAL with an id, and says nothing else.
 */
export function toServiceError(error: unknown, onInternal: OnInternal): grpc.StatusObject {
  const same = error instanceof LongshoreError ? written.get(error) : undefined;
  if (same !== undefined) return same;
  const known = asKnown(error, onInternal);
  const { status, bytes } = firstThatFits(known, trailerBytes, MAX_TRAILER_BYTES);
  const metadata = new grpc.Metadata();
  metadata.set(DETAILS_KEY, bytes);
  const answer = { code: status.code, details: status.message, metadata };
  if (SHARED.has(known.reason)) written.set(known, answer);
  return answer;
}

/** Refusing calls that there is no time for must cost next to nothing: errors that many calls share are written once. */
const SHARED: ReadonlySet<Reason> = new Set(["OVERLOADED", "REQUEST_RATE_EXCEEDED"]);
const written = new WeakMap<LongshoreError, grpc.StatusObject>();

/** The same as a message, for one of many outcomes in an answer. */
export function toStatusMessage(error: unknown, onInternal: OnInternal): Status__Output {
  return firstThatFits(asKnown(error, onInternal), ({ bytes }) => bytes.length, MAX_ITEM_BYTES).status;
}

/** What NATS and JetStream say of a fault is for the log: these are the words for callers. */
const OWN_WORDS: Partial<Record<Reason, string>> = {
  BROKER_UNAVAILABLE: "no answer in time",
  STORE_FULL: "it has no room for more",
  AUDIT_INCOMPLETE: "it ended before all was looked at",
};

function asKnown(error: unknown, onInternal: OnInternal): LongshoreError {
  if (error instanceof LongshoreError && error.reason !== "INTERNAL") {
    const problem = OWN_WORDS[error.reason];
    return problem === undefined ? error : new LongshoreError(error.reason, { ...error.metadata, problem });
  }
  const errorId = randomUUID();
  onInternal(errorId, error);
  return new LongshoreError("INTERNAL", { error_id: errorId }, { cause: error });
}

interface Encoded {
  readonly status: Status__Output;
  readonly bytes: Buffer;
}

function firstThatFits(error: LongshoreError, size: (encoded: Encoded) => number, maxBytes: number): Encoded {
  let encoded = encode(error, LIMITS[0]);
  for (const limit of LIMITS.slice(1)) {
    if (size(encoded) <= maxBytes) break;
    encoded = encode(error, limit);
  }
  return encoded;
}

/** On the wire: the message percent-encoded in one trailer, and all of the status in base64 in another. */
function trailerBytes({ status, bytes }: Encoded): number {
  return encodeURI(status.message).length + Math.ceil(bytes.length / 3) * 4;
}

function encode(error: LongshoreError, limit: Limit): Encoded {
  const status: Status__Output = {
    code: grpc.status[error.status],
    message: shorten(error.message, limit.text),
    details: details(error, limit),
  };
  return { status, bytes: loadErrorMessages().Status.serialize(status) };
}

function details(error: LongshoreError, limit: Limit): Any__Output[] {
  const { ErrorInfo, BadRequest, QuotaFailure, RetryInfo } = loadErrorMessages();
  const info = { reason: error.reason, domain: ERROR_DOMAIN, metadata: shortMetadata(error, limit) };
  const found = [any("ErrorInfo", ErrorInfo.serialize(info))];
  if (error.violations.length > 0) {
    const fieldViolations = error.violations.slice(0, limit.violations).map((violation) => ({
      field: shorten(violation.field, limit.text),
      description: shorten(violation.description, limit.text),
      reason: error.reason,
    }));
    found.push(any("BadRequest", BadRequest.serialize({ fieldViolations })));
  }
  if (ERRORS[error.reason].retryable && error.status !== "ABORTED") {
    const retryDelay = msToDuration(error.retryAfterMs ?? RETRY_DELAY_MS);
    found.push(any("RetryInfo", RetryInfo.serialize({ retryDelay })));
  }
  if (error.quota !== undefined) {
    const { subject, description } = error.quota;
    const violation = { subject, description: shorten(description, limit.text) };
    found.push(any("QuotaFailure", QuotaFailure.serialize({ violations: [violation] })));
  }
  return found;
}

function shortMetadata(error: LongshoreError, limit: Limit): Record<string, string> {
  const entries = Object.entries(error.metadata).map(([key, text]) => [key, shorten(text, limit.text)]);
  // Whoever shows the violations must be able to say that there are more.
  if (error.violations.length > limit.violations)
    entries.push(["violation_count", String(error.violations.length)]);
  return Object.fromEntries(entries);
}

function any(name: string, value: Buffer): Any__Output {
  return { type_url: `type.googleapis.com/google.rpc.${name}`, value };
}

/** Cut texts end in "…". Half a surrogate pair, given or made by the cut, would break the encoding of the trailer. */
function shorten(text: string, length: number): string {
  const short =
    text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  return short.toWellFormed();
}
