import type { DrainWorkerResponse__Output } from "../proto/gen/longshore/v1/DrainWorkerResponse.ts";
import type { ListTaskTypesResponse__Output } from "../proto/gen/longshore/v1/ListTaskTypesResponse.ts";
import type { ListWorkersResponse__Output } from "../proto/gen/longshore/v1/ListWorkersResponse.ts";
import type { ResumeWorkerResponse__Output } from "../proto/gen/longshore/v1/ResumeWorkerResponse.ts";
import type { ScaleWorkerResponse__Output } from "../proto/gen/longshore/v1/ScaleWorkerResponse.ts";
import { type AlertCalls, alertCalls } from "./alert-calls.ts";
import { type AuditCalls, auditCalls } from "./audit-calls.ts";
import { type AuditLogCalls, auditLogCalls } from "./audit-log-calls.ts";
import type { CallOptions } from "./call-options.ts";
import { type ChangeCalls, changeCalls } from "./change-calls.ts";
import { type Channel, type ChannelOptions, call, openChannel } from "./channel.ts";
import { type FeedEvent, type FeedOptions, watchFeed } from "./feed.ts";
import { type ListCalls, listCalls } from "./list-calls.ts";
import type { TaskLogLine } from "./log-line.ts";
import { type QueueCalls, queueCalls } from "./queue-calls.ts";
import { type RegisteredType, readType } from "./registered-type.ts";
import type { Retries } from "./retries.ts";
import { type ScheduleCalls, scheduleCalls } from "./schedule-calls.ts";
import { type StatisticsCalls, statisticsCalls } from "./statistics-calls.ts";
import { type Submission, writeSubmission } from "./submission.ts";
import { type SubmitOutcome, sendTask, sendTasks } from "./submit-calls.ts";
import { type TailOptions, tailLogs } from "./tail-logs.ts";
import { readTask, type Task, type TaskEvent } from "./task.ts";
import { type TokenCalls, tokenCalls } from "./token-calls.ts";
import { createWait } from "./wait.ts";
import { type WatchOptions, watch } from "./watch.ts";
import { type WebhookCalls, webhookCalls } from "./webhook-calls.ts";
import { readWorker, type Scaled, type Worker } from "./worker.ts";

/** Submits tasks and follows them. Every method rejects with an `ApiError` when the gateway refuses, or is not there. */
export interface Client
  extends AuditCalls,
    TokenCalls,
    AuditLogCalls,
    ChangeCalls,
    ListCalls,
    QueueCalls,
    WebhookCalls,
    ScheduleCalls,
    StatisticsCalls,
    AlertCalls {
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
   * Every event of all tasks that a filter lets through (all for an empty one), in order for each task; opens the stream again when
   * it breaks. Never ends by itself.
   */
  watchTasks(filter: string, options?: FeedOptions): AsyncIterable<FeedEvent>;
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
  /** Has a worker take no more tasks; what it runs goes on. Resolves with how many those are. */
  drainWorker(workerId: string, options?: CallOptions): Promise<number>;
  /** Has a worker take tasks again. */
  resumeWorker(workerId: string, options?: CallOptions): Promise<void>;
  /** Begins no more calls, and ends the connections when those under way have ended. */
  close(): void;
}

/** How the calls of a client behave. */
export interface ClientSettings {
  /** How long a call may take that only asks or stores, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Default: what fails has failed. */
  readonly retries?: Retries | undefined;
  /** Whether waits and streams wait a minute for a gateway that never answered. Default: that is an error at once. */
  readonly isPatient?: boolean | undefined;
}

/** How long a call may take that only asks or stores, in milliseconds, unless settings say otherwise. */
export const CALL_MS = 30_000;

/** A client of one gateway, or of several. Connects with the first call. Throws TypeError for an address that cannot be one. */
export function createClient(options: ChannelOptions): Client {
  return clientOf(openChannel(options));
}

/** The client that makes its calls over this channel. */
export function clientOf(
  channel: Channel,
  { timeoutMs: callMs = CALL_MS, retries, isPatient = false }: ClientSettings = {},
): Client {
  const { tasks, admin, metadata } = channel;
  const wait = createWait(channel, { callMs, isPatient });

  return {
    ...changeCalls(channel),
    ...listCalls(channel),

    submitTask: async (submission, { signal } = {}) =>
      sendTask(channel, writeSubmission(submission), { timeoutMs: callMs, retries, signal }),

    submitTasks: async (submissions, { signal } = {}) =>
      sendTasks(channel, submissions.map(writeSubmission), { timeoutMs: callMs, retries, signal }),

    async getTask(taskId, { view = "FULL", signal } = {}) {
      return readTask(
        await call((settings, done) => tasks.GetTask({ taskId, view }, metadata(), settings, done), {
          timeoutMs: callMs,
          retries,
          signal,
        }),
      );
    },

    waitTask: (taskId, { timeoutMs = Number.POSITIVE_INFINITY, signal } = {}) =>
      wait(taskId, { timeoutMs, signal }),

    watchTask: (taskId, watchOptions = {}) => watch(channel, taskId, watchOptions, isPatient),

    watchTasks: (filter, feedOptions = {}) => watchFeed(channel, filter, feedOptions, isPatient),

    tailTaskLogs: (taskId, tailOptions = {}) => tailLogs(channel, taskId, tailOptions, isPatient),

    async cancelTask(taskId, { reason = "", signal } = {}) {
      return readTask(
        await call((settings, done) => tasks.CancelTask({ taskId, reason }, metadata(), settings, done), {
          timeoutMs: callMs,
          retries,
          signal,
        }),
      );
    },

    async listTaskTypes({ signal } = {}) {
      const { taskTypes } = await call<ListTaskTypesResponse__Output>(
        (settings, done) => admin.ListTaskTypes({}, metadata(), settings, done),
        { timeoutMs: callMs, signal },
      );
      return taskTypes.map(readType);
    },

    async listWorkers({ signal } = {}) {
      const { workers } = await call<ListWorkersResponse__Output>(
        (settings, done) => admin.ListWorkers({}, metadata(), settings, done),
        { timeoutMs: callMs, signal },
      );
      return workers.map(readWorker);
    },

    async scaleWorker(workerId, concurrency, { pool = "", signal } = {}) {
      const request = { workerId, concurrency, pool };
      const scaled = await call<ScaleWorkerResponse__Output>(
        (settings, done) => admin.ScaleWorker(request, metadata(), settings, done),
        { timeoutMs: callMs, signal },
      );
      const { previousConcurrency } = scaled;
      return { pool: scaled.pool, concurrency: scaled.concurrency, previousConcurrency };
    },

    async drainWorker(workerId, { signal } = {}) {
      const { running } = await call<DrainWorkerResponse__Output>(
        (settings, done) => admin.DrainWorker({ workerId }, metadata(), settings, done),
        { timeoutMs: callMs, signal },
      );
      return running;
    },

    async resumeWorker(workerId, { signal } = {}) {
      await call<ResumeWorkerResponse__Output>(
        (settings, done) => admin.ResumeWorker({ workerId }, metadata(), settings, done),
        { timeoutMs: callMs, signal },
      );
    },

    ...auditCalls(channel),
    ...tokenCalls(channel),
    ...auditLogCalls(channel),
    ...queueCalls(channel),
    ...scheduleCalls(channel),
    ...webhookCalls(channel),
    ...statisticsCalls(channel),
    ...alertCalls(channel),

    close: () => channel.close(),
  };
}
