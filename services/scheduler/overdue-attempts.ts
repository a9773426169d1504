import { type AttemptLimit, endOverdue, judgeOverdue } from "../../core/overdue.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { StateOfTask } from "../../jetstream/event-follower.ts";
import type { Records, StoredRecord } from "../../jetstream/records.ts";
import type { ServerClock } from "../../jetstream/server-clock.ts";
import { sendStop } from "../../jetstream/signals.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { Duty } from "./duty.ts";
import type { LiveTasks } from "./live-tasks.ts";
import type { WorkerPresence } from "./worker-presence.ts";

export interface OverdueDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly liveTasks: LiveTasks;
  readonly workers: WorkerPresence;
  readonly clock: ServerClock;
  readonly log: Log;
  /** Default: `OVERDUE_PACE`. */
  readonly overduePace?: OverduePace;
}

/** When attempts are looked at. Milliseconds. */
export interface OverduePace {
  /** An attempt that has run so long is looked at for the first time: most have ended by then. */
  readonly firstLookMs: number;
  /** What a worker has after a limit to see to it by itself. */
  readonly marginMs: number;
  /** One that is still there after a signal is looked at again. */
  readonly lookAgainMs: number;
  /** How often it is looked whose time has come. */
  readonly tickMs: number;
}

export const OVERDUE_PACE: OverduePace = {
  firstLookMs: 60_000,
  marginMs: 10_000,
  lookAgainMs: 10_000,
  tickMs: 1_000,
};

/** How many attempts are looked at in one tick; the others have the next one. */
const AT_A_TIME = 256;
/** How long one write is tried, in milliseconds. */
const WRITE_MS = 10_000;

/**
 * A second pair of eyes on soft and hard limits: the worker of an attempt that has passed one is told, in case it missed it;
 * when that worker is gone, the attempt is ended here. An attempt whose worker lives is never ended from here.
 */
export function createOverdueAttempts(deps: OverdueDeps): Duty {
  return {
    name: "overdue-attempts",
    begin() {
      const watch = new OverdueWatch(deps);
      const stopListening = deps.liveTasks.follow((task) => watch.note(task));
      return () => {
        stopListening();
        watch.stop();
      };
    },
  };
}

/** An attempt that runs. */
interface Running extends TaskKey {
  /** Of the record that says RUNNING, and so of the attempt: no other write leaves it running. */
  readonly sequence: number;
  readonly startedAtMs: number;
  /** By the server's clock. */
  lookAtMs: number;
  /** The last limit that its worker was told of, and answered. */
  told: AttemptLimit | undefined;
}

class OverdueWatch {
  readonly #deps: OverdueDeps;
  readonly #pace: OverduePace;
  readonly #running = new Map<string, Running>();
  readonly #timer: ReturnType<typeof setInterval>;
  #looking = 0;
  #stopped = false;

  constructor(deps: OverdueDeps) {
    this.#deps = deps;
    this.#pace = deps.overduePace ?? OVERDUE_PACE;
    this.#timer = setInterval(() => this.#tick(), this.#pace.tickMs);
  }

  /** Takes up an attempt that runs, and drops one that no longer does. */
  note({ project, id, state, sequence, storedAtMs }: StateOfTask): void {
    const name = `${project}/${id}`;
    if (state !== "RUNNING") {
      this.#running.delete(name);
      return;
    }
    if (this.#running.get(name)?.sequence === sequence) return;
    const lookAtMs = storedAtMs + this.#pace.firstLookMs;
    this.#running.set(name, { project, id, sequence, startedAtMs: storedAtMs, lookAtMs, told: undefined });
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#running.clear();
  }

  #tick(): void {
    if (!this.#deps.connection.isConnected()) return;
    const now = this.#deps.clock.nowMs();
    for (const running of this.#running.values()) {
      if (running.lookAtMs > now) continue;
      if (this.#looking >= AT_A_TIME) return;
      // Until it is known when it is due next it is not due.
      running.lookAtMs = Number.POSITIVE_INFINITY;
      this.#looking++;
      void this.#look(running).finally(() => {
        this.#looking--;
      });
    }
  }

  /** Never rejects. */
  async #look(running: Running): Promise<void> {
    const { clock, log } = this.#deps;
    try {
      running.lookAtMs = await this.#see(running);
    } catch (error) {
      log.error({ task_id: running.id, err: error }, "an attempt past its limit could not be looked after");
      running.lookAtMs = clock.nowMs() + this.#pace.lookAgainMs;
    }
  }

  /** When to look again, by the server's clock; never, when there is nothing left to see. */
  async #see(running: Running): Promise<number> {
    const { records, clock } = this.#deps;
    const { marginMs, lookAgainMs } = this.#pace;
    const read = await records.read(running);
    const now = clock.nowMs();
    if (!read.ok) return now + lookAgainMs;
    const { stored } = read;
    if (stored === undefined || stored.sequence !== running.sequence) return Number.POSITIVE_INFINITY;
    const { passed, nextAtMs } = judgeOverdue(stored.record.options, running.startedAtMs, now, marginMs);
    const again = now + lookAgainMs;
    if (passed === undefined || (passed === "SOFT_LIMIT" && running.told === passed))
      return nextAtMs ?? again;
    await this.#act(running, stored, passed);
    return Math.min(nextAtMs ?? again, again);
  }

  async #act(running: Running, stored: StoredRecord, passed: AttemptLimit): Promise<void> {
    const { connection, workers, log } = this.#deps;
    const { project, id, attempt, worker = "" } = stored.record;
    const answer = await sendStop(connection, worker, { project, id, attempt, why: passed });
    if (this.#stopped) return;
    if (answer === "stopping") {
      // Most that have passed their soft limit have been told by their worker, and are about to end.
      const level = passed === "HARD_LIMIT" && running.told !== passed ? "warn" : "debug";
      log[level](
        { task_id: id, attempt, worker, limit: passed },
        "an attempt is past its limit: told its worker",
      );
      running.told = passed;
    } else if (answer === "no_worker" && passed === "HARD_LIMIT" && (await workers.isGone(worker))) {
      await this.#end(stored);
    }
    // A worker that lives and does not run it keeps no lease: JetStream hands the message to another.
  }

  /** A crash after the record is repaired by the old message: whoever is handed it puts the task in line. */
  async #end(stored: StoredRecord): Promise<void> {
    const { records, queue, clock, log } = this.#deps;
    const { record, sequence } = endOverdue(stored, clock.nowMs(), Math.random());
    const written = await records.writeAndWait(record, sequence, Date.now() + WRITE_MS);
    // After a conflict, what is recorded now comes by itself; without an answer it is looked at again.
    if (written.kind !== "stored") return;
    const task = { task_id: record.id, project: record.project, attempt: record.attempt };
    log.warn(
      { ...task, worker: record.worker, state: record.state },
      "an attempt had passed its hard limit and its worker is gone: the scheduler has ended it",
    );
    if (record.state === "RETRYING") {
      const published = await new Promise<{ readonly kind: string }>((resolve) =>
        queue.requeue(written, resolve),
      );
      if (published.kind !== "stored") return;
    }
    const removed = await queue.removeOlder(record, written.sequence);
    if (!removed.ok) log.warn({ ...task, problem: removed.problem }, "its message stays in line");
  }
}
