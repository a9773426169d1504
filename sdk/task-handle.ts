import type { CallOptions } from "./call-options.ts";
import type { ConnectedClient } from "./connected-client.ts";
import type { TaskLogLine } from "./log-line.ts";
import type { TailOptions } from "./tail-logs.ts";
import type { Task, TaskEvent } from "./task.ts";
import { TaskFailedError } from "./task-failed-error.ts";
import type { WatchOptions } from "./watch.ts";

/** A task that has been submitted. Its calls reject with an `ApiError` when the gateway refuses, or is away for too long. */
export interface TaskHandle<Result = unknown> {
  readonly id: string;
  /**
   * Resolves with what the handler returned once the task has SUCCEEDED, however long that takes and whatever becomes of single
   * gateways; `signal: AbortSignal.timeout(ms)` sets a limit. Rejects with a `TaskFailedError` when it ends otherwise.
   */
  result(options?: CallOptions): Promise<Result>;
  /** The task as it is now. */
  get(options?: CallOptions): Promise<Task>;
  /**
   * Cancels; one that runs is told to stop, and is CANCELLING until it has. `reason` is for the timeline and the handler. Resolves
   * with the task as it is then.
   */
  cancel(reason?: string, options?: CallOptions): Promise<Task>;
  /**
   * What happens to the task, every event once and in order, until its end. Goes on by itself when a gateway is lost; with
   * `afterEvent` it goes on where an earlier one, of another process maybe, has ended.
   */
  events(options?: WatchOptions): AsyncIterable<TaskEvent>;
  /** What the handler has logged and printed; with `follow` until the task has ended. */
  logs(options?: TailOptions): AsyncIterable<TaskLogLine>;
}

/** The handle of the task with this id. Asks nothing yet. */
export function createTaskHandle<Result>(
  connected: Promise<ConnectedClient>,
  id: string,
): TaskHandle<Result> {
  return {
    id,
    async result(options = {}) {
      const { calls, ...client } = await connected;
      const task = await calls.waitTask(id, untilClosed(client, options));
      if (task.state !== "SUCCEEDED") throw new TaskFailedError(task);
      return (task.result ?? null) as Result;
    },
    async get(options = {}) {
      const { calls, ...client } = await connected;
      return calls.getTask(id, untilClosed(client, options));
    },
    async cancel(reason = "", options = {}) {
      const { calls, ...client } = await connected;
      return calls.cancelTask(id, { ...untilClosed(client, options), reason });
    },
    async *events(options = {}) {
      const { calls, ...client } = await connected;
      yield* calls.watchTask(id, untilClosed(client, options));
    },
    async *logs(options = {}) {
      const { calls, ...client } = await connected;
      yield* calls.tailTaskLogs(id, untilClosed(client, options));
    },
  };
}

/** The same options for a call that ends with its client, too. */
function untilClosed<Options extends CallOptions>(
  { closed }: Pick<ConnectedClient, "closed">,
  options: Options,
): Options {
  const { signal } = options;
  return { ...options, signal: signal === undefined ? closed : AbortSignal.any([signal, closed]) };
}
