import { messageOf } from "../../../core/message-of.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import type { Log } from "../../../runtime/log.ts";
import { findGone, TASKS_PER_LOOK } from "./gone-tasks.ts";
import type { TaskIndex } from "./task-index.ts";

/** How often the index is compared with the streams, in milliseconds. */
const EVERY_MS = 3_600_000;

/** How soon it is tried again while the index is not up to date, or NATS does not answer. */
const AGAIN_MS = 1_000;

/** Between two looks, so that neither NATS nor whoever asks the index waits for this. */
const REST_MS = 20;

export interface ReconcilerDeps {
  readonly connection: Connection;
  readonly index: TaskIndex;
  readonly log: Log;
  /** Whether the index has all that the streams hold: only then can it be told what they no longer hold. */
  readonly isCurrent: () => boolean;
  /** Told what goes wrong with the file. */
  readonly onFailure: (error: unknown) => void;
}

/** Compares the index with the streams until it is stopped. */
export interface Reconciler {
  /** When it was last compared to its end, in milliseconds since 1970; 0 is never. */
  reconciledAtMs(): number;
  stop(): void;
}

/**
 * Forgets, and counts as lost, the tasks that have not ended as far as the index knows and of which the streams hold nothing any more: they
 * ended while no monitor was there, and their records have expired or were removed. Once the index is up to date, and then every hour.
 */
export function startReconciler(deps: ReconcilerDeps): Reconciler {
  const { index, log, isCurrent } = deps;
  let reconciledAtMs = 0;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The row of the last task that was looked at; 0 is none. */
  let after = 0;
  let lost = 0;

  const step = async (): Promise<number> => {
    if (!isCurrent()) return AGAIN_MS;
    const tasks = index.unended(after, TASKS_PER_LOOK);
    const read = await findGone(deps.connection, tasks);
    if (isStopped || !isCurrent()) return AGAIN_MS;
    if (!read.ok) {
      log.debug({ problem: read.problem }, "the index cannot be compared with the streams yet");
      return AGAIN_MS;
    }
    lost += index.forgetLost(read.gone);
    after = tasks.at(-1)?.key ?? 0;
    if (tasks.length === TASKS_PER_LOOK) return REST_MS;
    if (lost > 0)
      log.warn({ tasks: lost }, "tasks ended unseen, and their records are gone: they are counted as lost");
    reconciledAtMs = Date.now();
    after = 0;
    lost = 0;
    return EVERY_MS;
  };
  const run = async (): Promise<void> => {
    let rest = AGAIN_MS;
    try {
      rest = await step();
    } catch (error) {
      if (isStopped) return;
      log.error(
        { problem: messageOf(error) },
        "the index could not be compared with the streams; it is tried again",
      );
      deps.onFailure(error);
    }
    if (!isStopped) timer = setTimeout(() => void run(), rest);
  };
  void run();
  return {
    reconciledAtMs: () => reconciledAtMs,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
