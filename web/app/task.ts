import type { Json } from "./api.ts";

/** The states of a task, in the order in which tabs show them. */
export const STATES = [
  "QUEUED",
  "SCHEDULED",
  "RUNNING",
  "RETRYING",
  "CANCELLING",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "EXPIRED",
] as const;

/** Those in which nothing more happens by itself. */
export const ENDED: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"]);

/** What went wrong in an attempt. */
export interface TaskError {
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly causes?: readonly string[];
  readonly reason?: string;
  readonly attempt?: number;
}

/** One entry of a timeline. */
export interface TaskEvent {
  readonly number: number;
  readonly type: string;
  readonly time: string;
  readonly attempt?: number;
  readonly state?: string;
  readonly worker?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly by?: string;
  readonly dueTime?: string;
  /** Such as `1.5s`. */
  readonly stopDuration?: string;
  readonly error?: TaskError;
}

/** A task as the API shows it in JSON; what is not set is left out. */
export interface Task {
  readonly taskId: string;
  readonly type: string;
  readonly queue: string;
  readonly priority?: string;
  readonly state: string;
  readonly stateReason?: string;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly createTime: string;
  readonly scheduleTime?: string;
  readonly nextAttemptTime?: string;
  readonly startTime?: string;
  readonly finishTime?: string;
  readonly expireTime?: string;
  readonly worker?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly uniqueKey?: string;
  readonly scheduleId?: string;
  readonly traceId?: string;
  readonly payload?: Json;
  readonly payloadBytes?: { readonly contentType?: string; readonly data?: string };
  readonly result?: Json;
  readonly error?: TaskError;
  readonly progress?: { readonly done?: number; readonly total?: number; readonly message?: string };
  readonly timeline?: readonly TaskEvent[];
}
