import * as grpc from "@grpc/grpc-js";
import type { Status__Output } from "../proto/gen/google/rpc/Status.ts";
import { type ErrorMessages, loadErrorMessages } from "../proto/load.ts";

/** The canonical name of a status: `NOT_FOUND`. */
export type ApiStatus = keyof typeof grpc.status;

/** One bad field of a request. */
export interface ApiFieldViolation {
  /** The path as in the protos: `tasks[3].payload.source`. */
  readonly field: string;
  readonly description: string;
}

interface ApiErrorDetails {
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly ApiFieldViolation[];
  readonly retryAfterMs?: number;
}

/** A call that failed, or one task of a batch that was refused. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The number of the status: 5. */
  readonly code: grpc.status;
  /** Its name: `NOT_FOUND`. */
  readonly status: ApiStatus;
  /** What exactly is wrong, as docs/errors.md lists it: `TASK_NOT_FOUND`. Undefined when no server of ours answered. */
  readonly reason: string | undefined;
  /** The values in the message, by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The bad fields, when the status is INVALID_ARGUMENT. */
  readonly violations: readonly ApiFieldViolation[];
  /** How long to wait before sending the same request again, in milliseconds. Undefined when that is no use. */
  readonly retryAfterMs: number | undefined;

  constructor(code: grpc.status, message: string, details: ApiErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = statusName(code);
    this.reason = details.reason;
    this.metadata = details.metadata ?? {};
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a call failed with, read from its trailers. Errors of the connection itself have no details, and no reason. */
export function apiErrorFrom(error: grpc.ServiceError): ApiError {
  const details = readDetails(error.metadata.get("grpc-status-details-bin")[0]);
  return new ApiError(error.code, error.details, details, error);
}

/** Why one task of a batch was refused: `outcome.error` of SubmitTasks. */
export function apiErrorFromStatus(status: Status__Output): ApiError {
  return new ApiError(status.code, status.message, detailsOf(status));
}

function readDetails(trailer: grpc.MetadataValue | undefined): ApiErrorDetails {
  if (!(trailer instanceof Buffer)) return {};
  try {
    return detailsOf(loadErrorMessages().Status.deserialize(trailer));
  } catch {
    // Some proxy's trailer, not ours. Code and message stand without it.
    return {};
  }
}

function detailsOf(status: Status__Output): ApiErrorDetails {
  const info = find(status, "ErrorInfo");
  const badRequest = find(status, "BadRequest");
  const delay = find(status, "RetryInfo")?.retryDelay;
  return {
    ...(info && { reason: info.reason, metadata: info.metadata }),
    ...(badRequest && {
      violations: badRequest.fieldViolations.map(({ field, description }) => ({ field, description })),
    }),
    ...(delay && { retryAfterMs: Number(delay.seconds) * 1000 + delay.nanos / 1_000_000 }),
  };
}

type DetailName = Exclude<keyof ErrorMessages, "Status">;

function find<Name extends DetailName>(status: Status__Output, name: Name): DetailOf<Name> | undefined {
  const any = status.details.find((detail) => detail.type_url.endsWith(`/google.rpc.${name}`));
  return any && (loadErrorMessages()[name].deserialize(any.value) as DetailOf<Name>);
}

type DetailOf<Name extends DetailName> = ReturnType<ErrorMessages[Name]["deserialize"]>;

/** Codes come over the wire: a number that gRPC does not have is UNKNOWN, as its specification says. */
function statusName(code: number): ApiStatus {
  return (grpc.status[code] as ApiStatus | undefined) ?? "UNKNOWN";
}
