import { type KV, Kvm } from "@nats-io/kv";
import type { Connection } from "./connection.ts";

/** A small key-value bucket, held in memory and kept up to date. Values are JSON. */
export interface WatchedBucket<T> {
  /** The newest value known here; undefined when there is none. */
  get(key: string): T | undefined;
  entries(): IterableIterator<[string, T]>;
  /** Resolves once the value is stored. */
  put(key: string, value: T): Promise<void>;
  /** Calls back when values have changed, until the returned function is called. Of two quick changes one may go untold. */
  onChange(listener: (key: string) => void): () => void;
  stop(): void;
}

/**
 * Opens a bucket and reads all of it before it resolves; follows every later change. After a lost connection it reads
 * itself in again. Rejects when the bucket is not there: provisioning makes it.
 *
 * @param decode reads one value; undefined counts as if there were none. Default: what is JSON is taken as it is, what is
 * not is none, because anybody with access to NATS may write here and must not end all services that read it
 */
export async function watchBucket<T>(
  connection: Connection,
  bucket: string,
  decode: (text: string, key: string) => T | undefined = parseJson,
): Promise<WatchedBucket<T>> {
  const kv = await new Kvm(connection.nc).open(bucket);
  const values = new Map<string, T>();
  const listeners = new Set<(key: string) => void>();
  const watch = await startWatch(kv, (key, text) => {
    const value = text === undefined ? undefined : decode(text, key);
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    for (const listener of listeners) listener(key);
  });
  return {
    get: (key) => values.get(key),
    entries: () => values.entries(),
    async put(key, value) {
      await kv.put(key, JSON.stringify(value));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => watch.stop(),
  };
}

function parseJson<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

async function startWatch(
  kv: KV,
  onEntry: (key: string, text: string | undefined) => void,
): Promise<{ stop(): void }> {
  const watch = await kv.watch();
  // An empty bucket never says that it has been read: so ask how much there is to read.
  const { values: expected } = await kv.status();
  let seen = 0;
  const { promise: initialised, resolve } = Promise.withResolvers<void>();
  if (expected === 0) resolve();
  void (async () => {
    for await (const entry of watch) {
      onEntry(entry.key, entry.operation === "PUT" ? entry.string() : undefined);
      if (++seen >= expected) resolve();
    }
  })();
  await initialised;
  return { stop: () => watch.stop() };
}
