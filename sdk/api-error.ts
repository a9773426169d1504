/** The canonical names of the statuses of gRPC, each at its number. */
const STATUSES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** The canonical name of a status: `NOT_FOUND`. */
export type ApiStatus = (typeof STATUSES)[number];

/** One bad field of a request. */
export interface ApiFieldViolation {
  /** The path as in the protos: `tasks[3].payload.source`. */
  readonly field: string;
  readonly description: string;
}

/** What a server of ours says beside status and message. */
export interface ApiErrorDetails {
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly ApiFieldViolation[];
  readonly retryAfterMs?: number;
}

/** A call that failed, or one task of a batch that was refused. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The number of the status: 5. */
  readonly code: number;
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

  constructor(code: number, message: string, details: ApiErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = statusName(code);
    this.reason = details.reason;
    this.metadata = details.metadata ?? {};
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Codes come over the wire: a number that gRPC does not have is UNKNOWN, as its specification says. */
function statusName(code: number): ApiStatus {
  return STATUSES[code] ?? "UNKNOWN";
}
