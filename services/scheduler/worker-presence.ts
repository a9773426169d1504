import type { Connection } from "../../jetstream/connection.ts";
import type { ServerClock } from "../../jetstream/server-clock.ts";
import { readWorkers } from "../../jetstream/workers.ts";

/** What is known of the workers is asked for anew after so long, in milliseconds. */
const FRESH_MS = 1_000;

/** Tells which workers have spoken lately, asking the store at most once a second however many want to know. */
export class WorkerPresence {
  readonly #connection: Connection;
  readonly #clock: ServerClock;
  readonly #leaseMs: number;
  #asked:
    | { readonly at: number; readonly seenAt: Promise<ReadonlyMap<string, number> | undefined> }
    | undefined;

  /** @param leaseMs how long a worker may be silent before its tasks go to others, in milliseconds */
  constructor(connection: Connection, clock: ServerClock, leaseMs: number) {
    this.#connection = connection;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  /**
   * Whether a worker has been silent for longer than a lease lasts, so that none of its leases can still hold: it has stopped,
   * was killed, or is cut off. False while nobody can say.
   */
  async isGone(worker: string): Promise<boolean> {
    const seenAt = await this.#seenAt();
    if (seenAt === undefined) return false;
    return this.#clock.nowMs() - (seenAt.get(worker) ?? Number.NEGATIVE_INFINITY) > this.#leaseMs;
  }

  #seenAt(): Promise<ReadonlyMap<string, number> | undefined> {
    const now = performance.now();
    if (this.#asked === undefined || now - this.#asked.at > FRESH_MS)
      this.#asked = { at: now, seenAt: this.#ask() };
    return this.#asked.seenAt;
  }

  async #ask(): Promise<ReadonlyMap<string, number> | undefined> {
    const read = await readWorkers(this.#connection);
    if (!read.ok) return undefined;
    return new Map(read.workers.map(({ heartbeat, seenAt }) => [heartbeat.id, seenAt.getTime()]));
  }
}
