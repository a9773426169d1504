import type { FastifyReply } from "fastify";
import { ERRORS, LongshoreError, type Reason } from "../../../core/error.ts";
import type { Status__Output } from "../../../proto/gen/google/rpc/Status.ts";
import type { Json } from "../../../proto/json-value.ts";
import { writeMessage } from "../../../proto/write-message.ts";
import { type OnInternal, toStatusMessage } from "../grpc/status.ts";

/** The most bytes of a body: as much as a batch over gRPC may have. */
export const MAX_BODY_BYTES = 16 * 1024 ** 2;

/** The names of the canonical codes, and what each is over HTTP (google/rpc/code.proto), by number. */
const CODES: readonly (readonly [name: string, http: number])[] = [
  ["OK", 200],
  ["CANCELLED", 499],
  ["UNKNOWN", 500],
  ["INVALID_ARGUMENT", 400],
  ["DEADLINE_EXCEEDED", 504],
  ["NOT_FOUND", 404],
  ["ALREADY_EXISTS", 409],
  ["PERMISSION_DENIED", 403],
  ["RESOURCE_EXHAUSTED", 429],
  ["FAILED_PRECONDITION", 400],
  ["ABORTED", 409],
  ["OUT_OF_RANGE", 400],
  ["UNIMPLEMENTED", 501],
  ["INTERNAL", 500],
  ["UNAVAILABLE", 503],
  ["DATA_LOSS", 500],
  ["UNAUTHENTICATED", 401],
];

const HTTP_STATUSES = new Map(CODES);

/** The status of HTTP that a reason has. */
export function httpStatusOf(reason: Reason): number {
  const { status, http }: { readonly status: string; readonly http?: number } = ERRORS[reason];
  return http ?? HTTP_STATUSES.get(status) ?? 500;
}

/** An error as HTTP answers it. */
export interface ErrorAnswer {
  readonly status: number;
  /** After AIP-193: `{"error": {code, message, status, details}}`. */
  readonly body: { readonly error: Json };
  /** For `Retry-After`, in seconds; absent when the same request makes no sense later. */
  readonly retryAfterSeconds?: number;
}

/** Turns what a method threw into an answer, with the same message and details as over gRPC. */
export function toErrorAnswer(error: unknown, onInternal: OnInternal): ErrorAnswer {
  const status: Status__Output = toStatusMessage(error, onInternal);
  const [name] = CODES[status.code] ?? ["UNKNOWN"];
  const http = error instanceof LongshoreError ? httpStatusOf(error.reason) : 500;
  const { details = [] } = writeMessage("google.rpc.Status", status) as { details?: readonly Detail[] };
  const retryDelay = details.find(({ "@type": type }) => type.endsWith("RetryInfo"))?.retryDelay;
  const body = { error: { code: http, message: status.message, status: name, details } as unknown as Json };
  if (retryDelay === undefined) return { status: http, body };
  return { status: http, body, retryAfterSeconds: Math.max(1, Math.ceil(Number.parseFloat(retryDelay))) };
}

interface Detail {
  readonly "@type": string;
  readonly retryDelay?: string;
}

/** Answers with an error. */
export function sendError(
  reply: FastifyReply,
  { status, body, retryAfterSeconds }: ErrorAnswer,
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  if (status === 401) reply.header("www-authenticate", "Bearer");
  return reply.code(status).send(body);
}

/** A request that never reached its method, as the framework tells it, in our words. */
export function fromFramework(
  error: { readonly code?: string; readonly message: string; readonly statusCode?: number },
  bodyLimit = MAX_BODY_BYTES,
): unknown {
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return unreadable("the body must be JSON, with content-type: application/json");
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new LongshoreError("REQUEST_TOO_LARGE", { limit: String(bodyLimit) });
  const isOfCaller = error.statusCode !== undefined && error.statusCode < 500;
  return error.code?.startsWith("FST_ERR_") && isOfCaller ? unreadable(error.message) : error;
}

function unreadable(problem: string): LongshoreError {
  return new LongshoreError("REQUEST_UNREADABLE", { problem });
}
