import { type KV, Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS, permitKey } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** What became of the renewal of a permit. */
export type Renewed =
  | { readonly kind: "renewed"; readonly revision: number }
  /** Somebody else has it. */
  | { readonly kind: "lost" }
  /** NATS does not answer. */
  | { readonly kind: "unknown" };

/** The permits of one queue or project: entries `<of>.<n>` of the bucket `permits`, each of them one task that may run. */
export interface Permits {
  /** How long a permit lasts that is not renewed, in milliseconds. */
  readonly ttlMs: number;
  /** Whether somebody has a permit, as far as is known here. */
  isTaken(n: number): boolean;
  /** Takes one that is free, by compare-and-set. Resolves with its revision; undefined when it is not free, or nobody can say. */
  take(n: number): Promise<number | undefined>;
  /** Never rejects. */
  renew(n: number, revision: number): Promise<Renewed>;
  /** Never rejects: one that cannot be released lapses. */
  release(n: number, revision: number): Promise<void>;
  stop(): void;
}

/**
 * Follows the permits of one queue or project. Rejects when NATS does not answer, or the bucket is not there.
 *
 * @param of the queue, or what `projectPermits` says of a project
 * @param holder who takes them, unique per process
 * @param onFreed told when somebody has released one
 */
export async function openPermits(
  connection: Connection,
  of: string,
  holder: string,
  onFreed: () => void,
): Promise<Permits> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.permits);
  const ttlMs = (await kv.status()).ttl;
  const permits = new StoredPermits(kv, of, holder, ttlMs);
  const watch = await kv.watch({ key: permitKey(of, "*") });
  void (async () => {
    for await (const { key, operation } of watch) {
      const isPut = operation === "PUT";
      permits.see(Number(key.slice(of.length + 1)), isPut);
      if (!isPut) onFreed();
    }
  })();
  permits.onStop = () => watch.stop();
  return permits;
}

class StoredPermits implements Permits {
  readonly ttlMs: number;
  onStop: () => void = () => undefined;
  readonly #kv: KV;
  readonly #of: string;
  readonly #value: string;
  /** When each that somebody has was last renewed, as far as was seen here. */
  readonly #seen = new Map<number, number>();

  constructor(kv: KV, of: string, holder: string, ttlMs: number) {
    this.#kv = kv;
    this.#of = of;
    this.#value = JSON.stringify({ version: 1, holder });
    this.ttlMs = ttlMs;
  }

  see(n: number, isTaken: boolean): void {
    if (isTaken) this.#seen.set(n, performance.now());
    else this.#seen.delete(n);
  }

  isTaken(n: number): boolean {
    // Nobody says when one lapses.
    const seenAt = this.#seen.get(n);
    return seenAt !== undefined && performance.now() - seenAt < this.ttlMs;
  }

  async take(n: number): Promise<number | undefined> {
    try {
      return await this.#kv.create(permitKey(this.#of, n), this.#value);
    } catch {
      return undefined;
    }
  }

  async renew(n: number, revision: number): Promise<Renewed> {
    const renewed = await this.#put(n, revision);
    if (renewed !== undefined) return renewed;
    const key = permitKey(this.#of, n);
    try {
      // An earlier renewal may have arrived although its answer did not, or the entry may have lapsed with nobody taking it.
      const entry = await this.#kv.get(key);
      if (entry?.operation === "PUT") {
        if (entry.string() !== this.#value) return { kind: "lost" };
        // That renewal may be old: what it stored does not last from now.
        return (await this.#put(n, entry.revision)) ?? { kind: "unknown" };
      }
    } catch {
      return { kind: "unknown" };
    }
    const again = await this.take(n);
    return again === undefined ? { kind: "unknown" } : { kind: "renewed", revision: again };
  }

  /** Undefined when the entry is at another revision. */
  async #put(n: number, revision: number): Promise<Renewed | undefined> {
    const key = permitKey(this.#of, n);
    try {
      return { kind: "renewed", revision: await this.#kv.put(key, this.#value, { previousSeq: revision }) };
    } catch (error) {
      return /wrong last sequence/.test(messageOf(error)) ? undefined : { kind: "unknown" };
    }
  }

  async release(n: number, revision: number): Promise<void> {
    this.#seen.delete(n);
    await this.#kv.delete(permitKey(this.#of, n), { previousSeq: revision }).catch(() => undefined);
  }

  stop(): void {
    this.onStop();
  }
}
