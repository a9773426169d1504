import { Kvm } from "@nats-io/kv";
import { decodeSilence, type Silence } from "../core/silence.ts";
import { BUCKETS, bucketStream } from "../core/subject.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { type WatchedBucket, watchBucket } from "./watched-bucket.ts";

/** Read in one go: the bucket may hold no more than a mebibyte. */
const READ = { filter: `$KV.${BUCKETS.silences}.*`, fromSequence: 1, messages: 5_000, bytes: 2 * 1024 ** 2 };

/** All silences, also those that have ended lately. Rejects when the store does not answer. */
export async function readSilences(connection: Connection): Promise<readonly Silence[]> {
  const batch = await getBatch(connection, bucketStream(BUCKETS.silences), READ);
  if (!batch.ok) throw new Error(batch.problem);
  return batch.messages.flatMap(({ text }) => decodeSilence(text) ?? []);
}

/** Follows the silences from now on. Rejects when the bucket is not there. */
export function watchSilences(connection: Connection): Promise<WatchedBucket<Silence>> {
  return watchBucket<Silence>(connection, BUCKETS.silences, decodeSilence);
}

/** Stores a silence. Rejects when the store does not answer. */
export async function writeSilence(connection: Connection, silence: Silence): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.silences);
  await kv.put(silence.id, JSON.stringify(silence));
}

/** Removes a silence; one that is not there is no fault. Rejects when the store does not answer. */
export async function removeSilence(connection: Connection, id: string): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.silences);
  await kv.delete(id);
}
