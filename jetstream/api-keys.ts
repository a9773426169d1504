import { type KvEntry, Kvm } from "@nats-io/kv";
import { decodeApiKey, retireKey, type StoredApiKey } from "../core/api-key.ts";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS, bucketStream } from "../core/subject.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";

/** A key as it is stored, under its id. */
export interface ListedApiKey {
  readonly id: string;
  readonly stored: StoredApiKey;
  /** When a gateway last let it in, to about a minute; absent when none has. */
  readonly lastUsedAt?: Date;
}

/** Read in one go: a key takes some hundred bytes. */
const READ_KEYS = 1_000;
const READ_BYTES = 1024 ** 2;

/** All keys of all projects, by project and id. Rejects when the store does not answer. */
export async function listApiKeys(connection: Connection): Promise<readonly ListedApiKey[]> {
  const uses = await readAll(connection, BUCKETS.apiKeyUses);
  const found: ListedApiKey[] = [];
  for (const [id, text] of await readAll(connection, BUCKETS.apiKeys)) {
    const stored = decodeApiKey(text);
    const lastUsedAt = uses.get(id);
    if (stored !== undefined)
      found.push({ id, stored, ...(lastUsedAt !== undefined && { lastUsedAt: new Date(lastUsedAt) }) });
  }
  const orderOf = ({ id, stored }: ListedApiKey) => `${stored.project} ${id}`;
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Reads one key; undefined when there is none. Rejects when the store does not answer. */
export async function readApiKey(connection: Connection, id: string): Promise<StoredApiKey | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.apiKeys);
  const entry = await kv.get(id);
  return entry?.operation === "PUT" ? decodeApiKey(entry.string()) : undefined;
}

/** Stores a key under its id, where gateways find it within milliseconds. Rejects when the bucket is missing. */
export async function writeApiKey(connection: Connection, id: string, stored: StoredApiKey): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.apiKeys);
  await kv.put(id, JSON.stringify(stored));
}

/** How often a change is made anew when somebody else changes the same key in between. */
const TRIES = 20;

/**
 * Changes a key by compare-and-set. Resolves with the key as it is then; undefined when there is none. What somebody else
 * changes about it meanwhile is kept: a key that was revoked stays so. Rejects when the store does not answer, or when others
 * kept changing it.
 *
 * @param change what it becomes; it may be asked several times
 */
export async function changeApiKey(
  connection: Connection,
  id: string,
  change: (before: StoredApiKey) => StoredApiKey,
): Promise<StoredApiKey | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.apiKeys);
  for (let i = 0; ; i++) {
    const entry: KvEntry | null = await kv.get(id);
    const stored = entry?.operation === "PUT" ? decodeApiKey(entry.string()) : undefined;
    if (entry === null || stored === undefined) return undefined;
    const after = change(stored);
    try {
      await kv.update(id, JSON.stringify(after), entry.revision);
      return after;
    } catch (error) {
      if (i >= TRIES || !/wrong last sequence/.test(messageOf(error))) throw error;
    }
  }
}

/** Has a key end after `overlapMs` milliseconds; otherwise as `changeApiKey`. */
export function retireApiKey(
  connection: Connection,
  id: string,
  now: Date,
  overlapMs: number,
): Promise<StoredApiKey | undefined> {
  return changeApiKey(connection, id, (stored) => retireKey(stored, now.getTime(), overlapMs));
}

/** Ends a key for good: gateways refuse it within milliseconds. False when there is none. */
export async function removeApiKey(connection: Connection, id: string): Promise<boolean> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.apiKeys);
  if ((await kv.get(id))?.operation !== "PUT") return false;
  await kv.delete(id);
  return true;
}

/** Notes when a key was last used. Nobody waits for that; without a connection nothing happens. */
export function writeKeyUse(connection: Connection, id: string, at: Date): void {
  if (connection.isConnected()) connection.nc.publish(`$KV.${BUCKETS.apiKeyUses}.${id}`, at.toISOString());
}

/** The values of a bucket by their keys, without those that were deleted. */
async function readAll(connection: Connection, bucket: string): Promise<ReadonlyMap<string, string>> {
  const prefix = `$KV.${bucket}.`;
  const values = new Map<string, string>();
  for (let fromSequence = 1; ; ) {
    const request = { filter: `${prefix}>`, fromSequence, messages: READ_KEYS, bytes: READ_BYTES };
    const batch = await getBatch(connection, bucketStream(bucket), request);
    if (!batch.ok) throw new Error(batch.problem);
    for (const { subject, text, header } of batch.messages)
      if (header("KV-Operation") === "") values.set(subject.slice(prefix.length), text);
    const last = batch.messages.at(-1);
    if (last === undefined || last.pending === 0) return values;
    fromSequence = last.sequence + 1;
  }
}
