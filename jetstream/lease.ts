import { type KV, type KvEntry, Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS, bucketStream } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** The holder renews so often, and the others look so often. Milliseconds. */
const BEAT_MS = 1_000;
/** A lease that has not been renewed for so long may be taken by another. Milliseconds. */
export const LEASE_LAPSES_MS = 6_000;
/** Its holder counts itself out this long after the last renewal that it began and saw succeed: well before others may take it. */
const HOLDS_MS = 4_000;

export interface Lease {
  /** Whether it is held at this very moment; also right after the process has stood still. */
  isHeld(): boolean;
  /** Gives it up, so that another takes it within two seconds. Never rejects. */
  stop(): Promise<void>;
}

export interface LeaseOptions {
  /** What the lease is for: a key of the bucket `leases`. */
  readonly name: string;
  /** Who asks for it. Unique per process. */
  readonly holder: string;
  readonly onGained: () => void;
  /** Also called when it is given up by `stop`. */
  readonly onLost: (why: string) => void;
}

/**
 * Takes a lease as soon as nobody holds it, and renews it from then on, by compare-and-set in the bucket `leases`. At most one
 * process holds it, as long as monotonic clocks run alike; what must not happen twice even if one does not needs a
 * compare-and-set of its own. After a holder dies another has the lease within 8 seconds. Rejects when the bucket is missing.
 */
export async function seekLease(connection: Connection, options: LeaseOptions): Promise<Lease> {
  // To open a bucket does not look whether it is there.
  await connection.jsm.streams.info(bucketStream(BUCKETS.leases));
  const kv = await new Kvm(connection.nc).open(BUCKETS.leases);
  const seeker = new LeaseSeeker(kv, options);
  await seeker.beat();
  const timer = setInterval(() => void seeker.beat(), BEAT_MS);
  return {
    isHeld: () => seeker.isHeld(),
    async stop() {
      clearInterval(timer);
      await seeker.giveUp();
    },
  };
}

/** A lease as its bucket shows it. */
export interface SeenLease {
  readonly holder: string;
  /** By the clock of the store. Longer than `LEASE_LAPSES_MS` ago: nobody holds it. */
  readonly renewedAt: Date;
}

/** Looks who has taken a lease last; undefined when it was given up, or never taken. Rejects when the store does not answer. */
export async function readLease(connection: Connection, name: string): Promise<SeenLease | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.leases);
  const entry = await kv.get(name);
  if (entry === null || entry.operation !== "PUT") return undefined;
  return { holder: entry.json<LeaseEntry>().holder, renewedAt: entry.created };
}

interface LeaseEntry {
  readonly version: 1;
  readonly holder: string;
}

class LeaseSeeker {
  readonly #kv: KV;
  readonly #options: LeaseOptions;
  readonly #value: string;
  /** The revision that is ours, while it is. */
  #revision: number | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;
  /** The revision of another holder, and when it was first seen. */
  #seen = { revision: -1, at: 0 };
  #beating: Promise<void> | undefined;
  #stopped = false;

  constructor(kv: KV, options: LeaseOptions) {
    this.#kv = kv;
    this.#options = options;
    const entry: LeaseEntry = { version: 1, holder: options.holder };
    this.#value = JSON.stringify(entry);
  }

  isHeld(): boolean {
    return this.#revision !== undefined && performance.now() - this.#renewedAt < HOLDS_MS;
  }

  /** One look, one step. A beat that is still under way is not joined by another. */
  async beat(): Promise<void> {
    if (this.#revision !== undefined && !this.isHeld()) this.#lose("it could not be renewed in time");
    if (this.#beating !== undefined || this.#stopped) return;
    this.#beating = this.#step();
    await this.#beating;
    this.#beating = undefined;
  }

  async giveUp(): Promise<void> {
    this.#stopped = true;
    await this.#beating;
    const revision = this.#revision;
    if (revision === undefined) return;
    this.#lose("given up");
    await this.#remove(revision);
  }

  /** Without an answer the entry lapses by itself. */
  async #remove(revision: number): Promise<void> {
    await this.#kv.delete(this.#options.name, { previousSeq: revision }).catch(() => undefined);
  }

  async #step(): Promise<void> {
    const revision = this.#revision ?? (await this.#lapsedRevision());
    if (revision === undefined) return;
    const begunAt = performance.now();
    let next: number;
    try {
      next = await this.#kv.put(this.#options.name, this.#value, { previousSeq: revision });
    } catch (error) {
      // Without an answer it may be ours all the same: then the next step finds its own entry, and waits until it has lapsed.
      if (this.#revision !== undefined && isConflict(error)) this.#lose("another holds it");
      return;
    }
    if (this.#stopped) await this.#remove(next);
    // An answer that comes when it counts no more brings nothing: then, too, the entry must lapse first.
    else if (performance.now() - begunAt < HOLDS_MS) this.#gain(next, begunAt);
  }

  #gain(revision: number, begunAt: number): void {
    const isNew = this.#revision === undefined;
    this.#revision = revision;
    this.#renewedAt = begunAt;
    if (isNew) this.#options.onGained();
  }

  #lose(why: string): void {
    this.#revision = undefined;
    this.#options.onLost(why);
  }

  /** What a takeover must name: the revision that has lapsed, 0 when there is none; undefined while another holds the lease. */
  async #lapsedRevision(): Promise<number | undefined> {
    let entry: KvEntry | null;
    try {
      entry = await this.#kv.get(this.#options.name);
    } catch {
      // Nobody can say; the next look may tell.
      return undefined;
    }
    if (entry === null) return 0;
    if (entry.operation !== "PUT") return entry.revision;
    const now = performance.now();
    if (this.#seen.revision !== entry.revision) this.#seen = { revision: entry.revision, at: now };
    return now - this.#seen.at > LEASE_LAPSES_MS ? entry.revision : undefined;
  }
}

function isConflict(error: unknown): boolean {
  return /wrong last sequence/.test(messageOf(error));
}
