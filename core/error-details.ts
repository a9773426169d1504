/** One bad field of a request: the path as in the proto (`tasks[3].payload.source`) and what is wrong with it. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** The limit that a call ran into, for `QuotaFailure`. */
export interface QuotaViolation {
  /** Whose limit it is, as `key:<id>` or `project:<name>`. */
  readonly subject: string;
  /** Which limit, and its value. */
  readonly description: string;
}

/** What an error may say beside its reason and metadata. */
export interface ErrorDetails {
  readonly violations?: readonly FieldViolation[];
  readonly quota?: QuotaViolation | undefined;
  /** When the same request may be sent again, in milliseconds; only for reasons that are retryable. Default: 1,000. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}
