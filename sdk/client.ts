import * as grpc from "@grpc/grpc-js";
import type { ListTaskTypesResponse__Output } from "../proto/gen/longshore/v1/ListTaskTypesResponse.ts";
import type { ListWorkersResponse__Output } from "../proto/gen/longshore/v1/ListWorkersResponse.ts";
import type { ScaleWorkerResponse__Output } from "../proto/gen/longshore/v1/ScaleWorkerResponse.ts";
import type { SubmitTasksResponse__Output } from "../proto/gen/longshore/v1/SubmitTasksResponse.ts";
import { msToDuration } from "../proto/time.ts";
import { ApiError, apiErrorFromStatus } from "./api-error.ts";
import { type AuditCalls, auditCalls } from "./audit-calls.ts";
import type { CallOptions } from "./call-options.ts";
import { type ChangeCalls, changeCalls } from "./change-calls.ts";
import { type ChannelOptions, call, openChannel } from "./channel.ts";
import { type ListCalls, listCalls } from "./list-calls.ts";
import type { TaskLogLine } from "./log-line.ts";
import { createOutage, pause } from "./outage.ts";
import { type QueueCalls, queueCalls } from "./queue-calls.ts";
import { type RegisteredType, readType } from "./registered-type.ts";
import { type ScheduleCalls, scheduleCalls } from "./schedule-calls.ts";
import { type Submission, writeSubmission } from "./submission.ts";
import { type TailOptions, tailLogs } from "./tail-logs.ts";
import { isFinal, readTask, type Task, type TaskEvent } from "./task.ts";
import { type WatchOptions, watch } from "./watch.ts";
import { readWorker, type Scaled, type Worker } from "./worker.ts";

/** What became of one task of a batch. */
export type SubmitOutcome =
  | { readonly ok: true; readonly task: Task }
  | { readonly ok: false; readonly error: ApiError };

/** Submits tasks and follows them. Every method rejects with an `ApiError` when the gateway refuses, or is not there. */
export interface Client extends AuditCalls, ChangeCalls, ListCalls, QueueCalls, ScheduleCalls {
  /** Resolves once the task is stored. Safe to repeat with a `taskId`. */
  submitTask(submission: Submission, options?: CallOptions): Promise<Task>;
  /** Up to 1,000 at once, each for itself; outcomes in the same order. */
  submitTasks(submissions: readonly Submission[], options?: CallOptions): Promise<readonly SubmitOutcome[]>;
  /** The task with payload and result, or without them in view `BASIC`. */
  getTask(taskId: string, options?: CallOptions & { readonly view?: "BASIC" | "FULL" }): Promise<Task>;
  /**
   * Waits until the task has ended, at most `timeoutMs` (default: as long as it takes). Resolves with the task as it is
   * then; `isFinal(task.state)` tells which. Outlives a gateway that restarts.
   */
  waitTask(taskId: string, options?: CallOptions & { readonly timeoutMs?: number }): Promise<Task>;
  /** Every event once, in order, until the final one; opens the stream again when it breaks. */
  watchTask(taskId: string, options?: WatchOptions): AsyncIterable<TaskEvent>;
  /**
   * What the task has logged and printed, in order: the last 1,000 lines, or with `follow` also all that come until it has
   * ended. Opens the stream again when it breaks.
   */
  tailTaskLogs(taskId: string, options?: TailOptions): AsyncIterable<TaskLogLine>;
  /** Cancels; one that runs is told to stop. `reason` is for the timeline and the handler. */
  cancelTask(taskId: string, options?: CallOptions & { readonly reason?: string }): Promise<Task>;
  /** What workers have registered, by name. */
  listTaskTypes(options?: CallOptions): Promise<readonly RegisteredType[]>;
  /** The workers that have spoken within the last minute, by id. */
  listWorkers(options?: CallOptions): Promise<readonly Worker[]>;
  /**
   * Changes how many tasks a worker runs at once in one of its pools (default: its only one, or `prefork`), until it ends.
   * Resolves once it has; none of what runs is killed.
   */
  scaleWorker(
    workerId: string,
    concurrency: number,
    options?: CallOptions & { readonly pool?: string },
  ): Promise<Scaled>;
  /** Ends the connection; calls under way fail. */
  close(): void;
}

/** How long a call may take that only asks or stores, in milliseconds. */
const CALL_MS = 30_000;

/** How long one call waits for the end of a task; then the next one begins. */
const WAIT_MS = 60_000;
const FIRST_WAIT_MS = 1_000;

/** The pause before asking a gateway again that is away. */
const RETRY_MS = 250;

/** A client of one gateway. Connects with the first call. Throws TypeError for an address that cannot be one. */
export function createClient(options: ChannelOptions): Client {
  const channel = openChannel(options);
  const { tasks, admin, metadata } = channel;

  return {
    ...changeCalls(channel),
    ...listCalls(channel),

    async submitTask(submission, { signal } = {}) {
      const request = writeSubmission(submission);
      return readTask(
        await call((settings, done) => tasks.SubmitTask(request, metadata(), settings, done), {
          timeoutMs: CALL_MS,
          signal,
        }),
      );
    },

    async submitTasks(submissions, { signal } = {}) {
      const request = { tasks: submissions.map(writeSubmission) };
      const { outcomes } = await call<SubmitTasksResponse__Output>(
        (settings, done) => tasks.SubmitTasks(request, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return outcomes.map(({ task, error }) => readOutcome(task, error));
    },

    async getTask(taskId, { view = "FULL", signal } = {}) {
      return readTask(
        await call((settings, done) => tasks.GetTask({ taskId, view }, metadata(), settings, done), {
          timeoutMs: CALL_MS,
          signal,
        }),
      );
    },

    waitTask(taskId, { timeoutMs = Number.POSITIVE_INFINITY, signal } = {}) {
      const waitOnce = async (ms: number) => {
        const request = { taskId, timeout: msToDuration(ms) };
        return readTask(
          await call((settings, done) => tasks.WaitTask(request, metadata(), settings, done), {
            timeoutMs: ms + CALL_MS,
            signal,
          }),
        );
      };
      return waitUntilFinal(waitOnce, timeoutMs, signal);
    },

    watchTask: (taskId, watchOptions = {}) => watch(channel, taskId, watchOptions),

    tailTaskLogs: (taskId, tailOptions = {}) => tailLogs(channel, taskId, tailOptions),

    async cancelTask(taskId, { reason = "", signal } = {}) {
      return readTask(
        await call((settings, done) => tasks.CancelTask({ taskId, reason }, metadata(), settings, done), {
          timeoutMs: CALL_MS,
          signal,
        }),
      );
    },

    async listTaskTypes({ signal } = {}) {
      const { taskTypes } = await call<ListTaskTypesResponse__Output>(
        (settings, done) => admin.ListTaskTypes({}, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return taskTypes.map(readType);
    },

    async listWorkers({ signal } = {}) {
      const { workers } = await call<ListWorkersResponse__Output>(
        (settings, done) => admin.ListWorkers({}, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return workers.map(readWorker);
    },

    async scaleWorker(workerId, concurrency, { pool = "", signal } = {}) {
      const request = { workerId, concurrency, pool };
      const scaled = await call<ScaleWorkerResponse__Output>(
        (settings, done) => admin.ScaleWorker(request, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      const { previousConcurrency } = scaled;
      return { pool: scaled.pool, concurrency: scaled.concurrency, previousConcurrency };
    },

    ...auditCalls(channel),
    ...queueCalls(channel),
    ...scheduleCalls(channel),

    close: () => channel.close(),
  };
}

type Outcome = Parameters<typeof readTask>[0] | null | undefined;
type OutcomeError = Parameters<typeof apiErrorFromStatus>[0] | null | undefined;

function readOutcome(task: Outcome, error: OutcomeError): SubmitOutcome {
  if (task) return { ok: true, task: readTask(task) };
  if (error) return { ok: false, error: apiErrorFromStatus(error) };
  return {
    ok: false,
    error: new ApiError(grpc.status.INTERNAL, "the gateway gave no outcome for this task"),
  };
}

/** Waits call by call, through a gateway that restarts. */
async function waitUntilFinal(
  waitOnce: (ms: number) => Promise<Task>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Task> {
  const deadline = performance.now() + timeoutMs;
  const outage = createOutage();
  // The first call is a short one: that there is a gateway, and the task, is known at once.
  for (let longestMs = FIRST_WAIT_MS; ; longestMs = WAIT_MS) {
    const leftMs = Math.max(0, deadline - performance.now());
    try {
      const task = await waitOnce(Math.ceil(Math.min(longestMs, leftMs)));
      outage.end();
      if (isFinal(task.state) || leftMs <= longestMs) return task;
    } catch (error) {
      if (!outage.canSitOut(error)) throw error;
      await pause(error.retryAfterMs ?? RETRY_MS, signal);
    }
  }
}
