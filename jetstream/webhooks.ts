import { type KvEntry, Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS, bucketStream } from "../core/subject.ts";
import { decodeWebhook, type Webhook, webhookKey } from "../core/webhook.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { type WatchedBucket, watchBucket } from "./watched-bucket.ts";

type Key = Pick<Webhook, "project" | "id">;

/** Read in one go: a project has few. */
const READ = { fromSequence: 1, messages: 1_000, bytes: 4 * 1024 ** 2 };

/** How often a change is made anew when somebody else changes the same webhook in between. */
const TRIES = 20;

/** The webhooks of a project, the oldest first. Rejects when the store does not answer. */
export async function readWebhooks(connection: Connection, project: string): Promise<readonly Webhook[]> {
  const filter = `$KV.${BUCKETS.webhooks}.${project}.*`;
  const batch = await getBatch(connection, bucketStream(BUCKETS.webhooks), { ...READ, filter });
  if (!batch.ok) throw new Error(batch.problem);
  return batch.messages
    .flatMap(({ text }) => decodeWebhook(text) ?? [])
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** One webhook; undefined when there is none. Rejects when the store does not answer. */
export async function readWebhook(connection: Connection, key: Key): Promise<Webhook | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.webhooks);
  const entry = await kv.get(webhookKey(key));
  return entry?.operation === "PUT" ? decodeWebhook(entry.string()) : undefined;
}

/** Follows the webhooks of all projects. Rejects when the bucket is not there. */
export function watchWebhooks(connection: Connection): Promise<WatchedBucket<Webhook>> {
  return watchBucket<Webhook>(connection, BUCKETS.webhooks, decodeWebhook);
}

/** Stores a webhook. Rejects when the store does not answer. */
export async function writeWebhook(connection: Connection, webhook: Webhook): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.webhooks);
  await kv.put(webhookKey(webhook), JSON.stringify(webhook));
}

/**
 * Changes a webhook by compare-and-set. Resolves with it as it is then; undefined when there is none. Rejects when the store does
 * not answer, or when others kept changing it.
 *
 * @param change what it becomes; it may be asked several times
 */
export async function changeWebhook(
  connection: Connection,
  key: Key,
  change: (before: Webhook) => Webhook,
): Promise<Webhook | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.webhooks);
  for (let i = 0; ; i++) {
    const entry: KvEntry | null = await kv.get(webhookKey(key));
    const before = entry?.operation === "PUT" ? decodeWebhook(entry.string()) : undefined;
    if (entry === null || before === undefined) return undefined;
    const after = change(before);
    try {
      await kv.update(webhookKey(key), JSON.stringify(after), entry.revision);
      return after;
    } catch (error) {
      if (i >= TRIES || !/wrong last sequence/.test(messageOf(error))) throw error;
    }
  }
}

/** Removes a webhook; one that is not there is no fault. Rejects when the store does not answer. */
export async function removeWebhook(connection: Connection, key: Key): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.webhooks);
  await kv.delete(webhookKey(key));
}
