import type { Connection } from "../../../jetstream/connection.ts";
import type { Objects } from "../../../jetstream/objects.ts";
import type { Records } from "../../../jetstream/records.ts";
import type { ServerClock } from "../../../jetstream/server-clock.ts";
import type { TaskQueue } from "../../../jetstream/task-queue.ts";
import type { Timers } from "../../../jetstream/timers.ts";
import type { UniqueKeys } from "../../../jetstream/unique-keys.ts";
import type { Log } from "../../../runtime/log.ts";
import type { LiveTasks } from "../live-tasks.ts";
import type { WorkerPresence } from "../worker-presence.ts";
import type { Tally } from "./tally.ts";

/** What audits work with. */
export interface AuditDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly uniqueKeys: UniqueKeys;
  readonly timers: Timers;
  readonly objects: Objects;
  readonly liveTasks: LiveTasks;
  readonly workers: WorkerPresence;
  readonly clock: ServerClock;
  readonly log: Log;
}

/** One audit under way. */
export interface Look {
  readonly tally: Tally;
  /**
   * What has changed later than this is left alone, in milliseconds since 1970 by the server's clock: whoever changed it may
   * be about to write what belongs to it.
   */
  readonly settledBeforeMs: number;
  /** Aborts when this scheduler does not lead any more: nothing more is looked at then. */
  readonly signal: AbortSignal;
}

/** How many tasks are looked at one by one at the same time. */
const AT_ONCE = 50;

/** Looks at items one by one, a few at the same time, and lets everything else of this process have its turn in between. */
export async function inSlices<T>(
  items: readonly T[],
  { signal }: Look,
  lookAt: (item: T) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    signal.throwIfAborted();
    await Promise.all(items.slice(i, i + AT_ONCE).map(lookAt));
  }
}
