/** What the table of errors in `core/error.ts` is made of. Statuses are the canonical codes of gRPC. */

/** The name of a canonical code. */
export type StatusName =
  | "INVALID_ARGUMENT"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "FAILED_PRECONDITION"
  | "ABORTED"
  | "RESOURCE_EXHAUSTED"
  | "UNAUTHENTICATED"
  | "PERMISSION_DENIED"
  | "UNAVAILABLE"
  | "DEADLINE_EXCEEDED"
  | "CANCELLED"
  | "INTERNAL"
  | "DATA_LOSS"
  | "UNIMPLEMENTED";

/** One error of the table. */
export interface ErrorDefinition {
  readonly status: StatusName;
  /** What the caller reads. `{name}` is filled from the metadata of the same name. */
  readonly message: string;
  /** What to do about it, for the documentation. */
  readonly remedy: string;
  /** True when the same request may be sent again as it is. */
  readonly retryable?: true;
  /** The status over HTTP, where it is not the one that belongs to `status`. */
  readonly http?: number;
}
