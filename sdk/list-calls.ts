import type { BulkResult__Output } from "../proto/gen/longshore/v1/BulkResult.ts";
import type { CountTasksResponse__Output } from "../proto/gen/longshore/v1/CountTasksResponse.ts";
import type { ListTasksResponse__Output } from "../proto/gen/longshore/v1/ListTasksResponse.ts";
import type { ApiError } from "./api-error.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { apiErrorFromStatus } from "./read-api-error.ts";
import { readTask, type Task } from "./task.ts";

/** Where to go on. */
export interface PageOptions extends CallOptions {
  /** `nextPageToken` of the answer before, with the same filter. */
  readonly pageToken?: string | undefined;
}

/** A page of tasks in view BASIC. It may be empty although there is more. */
export interface TaskPage {
  readonly tasks: readonly Task[];
  /** Absent when that was all. */
  readonly nextPageToken?: string;
}

/** How many tasks there are. */
export interface TaskCount {
  /** By the name of the state; a state without any is left out. */
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  /** Whether there may be more. */
  readonly isPartial: boolean;
}

export interface BulkOptions extends PageOptions {
  /** Count only, and change nothing. */
  readonly dryRun?: boolean;
  /** At most so many in one call, up to 10,000. Default 1,000. */
  readonly limit?: number;
}

/** What became of the tasks that matched, as far as one call has come. */
export interface BulkChange {
  readonly matched: number;
  readonly changed: number;
  readonly failed: number;
  /** Why the first of those that failed did. */
  readonly firstError?: ApiError;
  /** Up to 20 of those that matched. */
  readonly sampleTaskIds: readonly string[];
  /** Absent when that was all. */
  readonly nextPageToken?: string;
}

/** The calls over many tasks. docs/filters.md describes filters. */
export interface ListCalls {
  /** The tasks that a filter lets through (default: all), at most `pageSize` (default 50, up to 1,000). */
  listTasks(
    options?: PageOptions & { readonly filter?: string; readonly pageSize?: number },
  ): Promise<TaskPage>;
  /** How many tasks a filter lets through (default: all), by state. */
  countTasks(options?: CallOptions & { readonly filter?: string }): Promise<TaskCount>;
  /** Cancels the tasks that a filter lets through and that have not ended. */
  cancelTasks(filter: string, options?: BulkOptions & { readonly reason?: string }): Promise<BulkChange>;
  /** Does the FAILED tasks again that a filter lets through, at most `rate` a second. */
  retryTasks(
    filter: string,
    options?: BulkOptions & { readonly reason?: string; readonly rate?: number },
  ): Promise<BulkChange>;
  /** Removes the records of tasks that a filter lets through and that have ended. */
  purgeTasks(filter: string, options?: BulkOptions): Promise<BulkChange>;
}

/** How long a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** These calls over one channel. */
export function listCalls({ tasks, metadata }: Channel): ListCalls {
  return {
    async listTasks({ signal, ...request } = {}) {
      const page = await call<ListTasksResponse__Output>(
        (settings, done) => tasks.ListTasks(given(request), metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return { tasks: page.tasks.map(readTask), ...more(page) };
    },

    async countTasks({ signal, ...request } = {}) {
      const { counts, total, isPartial } = await call<CountTasksResponse__Output>(
        (settings, done) => tasks.CountTasks(given(request), metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return { counts, total, isPartial };
    },

    async cancelTasks(filter, { signal, ...rest } = {}) {
      return readChange(
        await call<BulkResult__Output>(
          (settings, done) => tasks.CancelTasks({ filter, ...given(rest) }, metadata(), settings, done),
          { timeoutMs: CALL_MS, signal },
        ),
      );
    },

    async retryTasks(filter, { signal, ...rest } = {}) {
      return readChange(
        await call<BulkResult__Output>(
          (settings, done) => tasks.RetryTasks({ filter, ...given(rest) }, metadata(), settings, done),
          { timeoutMs: CALL_MS, signal },
        ),
      );
    },

    async purgeTasks(filter, { signal, ...rest } = {}) {
      return readChange(
        await call<BulkResult__Output>(
          (settings, done) => tasks.PurgeTasks({ filter, ...given(rest) }, metadata(), settings, done),
          { timeoutMs: CALL_MS, signal },
        ),
      );
    },
  };
}

/** Without what is there and undefined, which the encoder would refuse. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** What became of many tasks, from the message. */
export function readChange(result: BulkResult__Output): BulkChange {
  const { matched, changed, failed, firstError, sampleTaskIds } = result;
  return {
    matched,
    changed,
    failed,
    ...(firstError !== null && { firstError: apiErrorFromStatus(firstError) }),
    sampleTaskIds,
    ...more(result),
  };
}

function more({ nextPageToken }: { readonly nextPageToken: string }): { nextPageToken?: string } {
  return nextPageToken === "" ? {} : { nextPageToken };
}
