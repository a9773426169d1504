import { Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS } from "../core/subject.ts";
import { parseRateState, type RateState } from "../core/token-rate.ts";
import type { Connection } from "./connection.ts";

/** How many starts a queue has had, as stored: the entry `<queue>` of the bucket `rates`. */
export interface StoredRate {
  /** Undefined: none so far. */
  readonly state: RateState | undefined;
  /** What a change must name. */
  readonly revision: number;
}

export interface Rate {
  /** As last seen here. */
  current(): StoredRate;
  /** Reads it anew. Rejects when NATS does not answer. */
  read(): Promise<StoredRate>;
  /** Stores it by compare-and-set. Resolves with false when somebody else was first; rejects when NATS does not answer. */
  write(state: RateState, revision: number): Promise<boolean>;
  stop(): void;
}

/** Follows the rate of one queue. Rejects when NATS does not answer, or the bucket is not there. */
export async function openRate(connection: Connection, queue: string): Promise<Rate> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.rates);
  let seen: StoredRate = { state: undefined, revision: 0 };
  const see = (found: StoredRate) => {
    // Of what is watched and what is read the newer counts.
    if (found.revision >= seen.revision) seen = found;
  };
  const watch = await kv.watch({ key: queue });
  void (async () => {
    for await (const entry of watch) see(fromEntry(entry));
  })();
  const read = async () => {
    const entry = await kv.get(queue);
    see(entry === null ? { state: undefined, revision: 0 } : fromEntry(entry));
    return seen;
  };
  await read();
  return {
    current: () => seen,
    read,
    async write(state, revision) {
      try {
        const next = await kv.put(queue, JSON.stringify(state), { previousSeq: revision });
        see({ state, revision: next });
        return true;
      } catch (error) {
        if (/wrong last sequence/.test(messageOf(error))) return false;
        throw error;
      }
    },
    stop: () => watch.stop(),
  };
}

function fromEntry(entry: { operation: string; revision: number; string(): string }): StoredRate {
  const state = entry.operation === "PUT" ? parseRateState(entry.string()) : undefined;
  return { state, revision: entry.revision };
}
