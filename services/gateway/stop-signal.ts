import { setTimeout as delay } from "node:timers/promises";
import { stopCause } from "../../core/stop-request.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Records } from "../../jetstream/records.ts";
import { sendStop } from "../../jetstream/signals.ts";
import type { Log } from "../../runtime/log.ts";

/** How often the signal is repeated while nobody answers, and how long at most. Milliseconds. */
const REPEAT_MS = 1_000;
const GIVE_UP_MS = 60_000;

/**
 * Tells workers to stop attempts whose tasks are CANCELLING: the one place that sends stop signals. A signal is repeated
 * until the worker answers, the attempt is no longer CANCELLING, or a minute has passed: by then the lease of a worker that
 * died has ended, and whoever is handed the task next records the end.
 */
export class StopSignals {
  readonly #connection: Connection;
  readonly #records: Records;
  readonly #log: Log;
  /** The tasks that are being told of, by project and id. */
  readonly #underWay = new Set<string>();
  readonly #stopped = new AbortController();

  constructor(connection: Connection, records: Records, log: Log) {
    this.#connection = connection;
    this.#records = records;
    this.#log = log;
  }

  /** Begins to tell the worker of this record, and returns. A task that is being told of already is left alone. */
  send(record: TaskRecord): void {
    const name = `${record.project}/${record.id}`;
    if (this.#underWay.has(name) || this.#stopped.signal.aborted) return;
    this.#underWay.add(name);
    void this.#repeat(record)
      .catch((error: unknown) =>
        this.#log.error({ task_id: record.id, err: error }, "a stop signal could not be sent"),
      )
      .finally(() => this.#underWay.delete(name));
  }

  /** Ends all telling. The records still say CANCELLING, so that cancelling again sends the signal again. */
  stop(): void {
    this.#stopped.abort();
  }

  async #repeat(record: TaskRecord): Promise<void> {
    const { project, id, attempt, worker = "" } = record;
    const until = Date.now() + GIVE_UP_MS;
    while (!this.#stopped.signal.aborted && Date.now() < until) {
      const answer = this.#connection.isConnected()
        ? await sendStop(this.#connection, worker, { project, id, attempt, why: stopCause(record) })
        : "no_worker";
      if (answer !== "no_worker") {
        this.#log.debug({ task_id: id, attempt, worker, answer }, "the worker has the stop signal");
        return;
      }
      await delay(REPEAT_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (!(await this.#isStillCancelling(record))) return;
    }
    if (this.#stopped.signal.aborted) return;
    this.#log.warn(
      { task_id: id, attempt, worker },
      "no worker took the stop signal; the end of its lease ends the task",
    );
  }

  async #isStillCancelling({ project, id, attempt }: TaskRecord): Promise<boolean> {
    const read = await this.#records.read({ project, id });
    // When nobody can say, it is better to tell once too often.
    if (!read.ok) return true;
    const now = read.stored?.record;
    return now?.state === "CANCELLING" && now.attempt === attempt;
  }
}
