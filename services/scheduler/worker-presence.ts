import { isSilent } from "../../core/worker-heartbeat.ts";
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
  readonly #stopListening: () => void;
  /** By the server's clock. */
  #connectedAtMs: number;
  #asked:
    | { readonly at: number; readonly seenAt: Promise<ReadonlyMap<string, number> | undefined> }
    | undefined;

  /**
   * @param leaseMs how long a worker may be silent before its tasks go to others, in milliseconds
   * @param connectedAtMs since when NATS has been there, as far as is known, by the server's clock
   */
  constructor(
    connection: Connection,
    clock: ServerClock,
    leaseMs: number,
    connectedAtMs: number = clock.nowMs(),
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#connectedAtMs = connectedAtMs;
    this.#stopListening = connection.onReconnect(() => {
      this.#connectedAtMs = clock.nowMs();
    });
  }

  stop(): void {
    this.#stopListening();
  }

  /**
   * Whether a worker has been silent for so long that none of its leases can still hold. False while nobody can say: also after
   * NATS was away, when workers have had no time to speak, and for as long after the start.
   */
  async isGone(worker: string): Promise<boolean> {
    const seenAt = await this.#seenAt();
    if (seenAt === undefined) return false;
    const heardOf = Math.max(seenAt.get(worker) ?? 0, this.#connectedAtMs);
    return isSilent(heardOf, this.#clock.nowMs(), this.#leaseMs);
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
