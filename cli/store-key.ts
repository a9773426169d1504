import type { StoredApiKey } from "../core/api-key.ts";
import { BUCKETS } from "../core/subject.ts";
import { publishAudit } from "../jetstream/audit.ts";
import type { Connection } from "../jetstream/connection.ts";
import { createPublisher } from "../jetstream/create-publisher.ts";
import { watchBucket } from "../jetstream/watched-bucket.ts";

/**
 * Stores a key under its id, where gateways look keys up, and writes down who made it. Stored again as it was, nothing
 * happens. Rejects when the bucket is missing: `provision` makes it.
 */
export async function storeKey(
  connection: Connection,
  id: string,
  stored: StoredApiKey,
  by: string,
): Promise<void> {
  const bucket = await watchBucket<StoredApiKey>(connection, BUCKETS.apiKeys);
  try {
    if (bucket.get(id)?.hash === stored.hash) return;
    await bucket.put(id, stored);
  } finally {
    bucket.stop();
  }
  await audit(connection, id, stored, by);
}

function audit(connection: Connection, id: string, stored: StoredApiKey, by: string): Promise<void> {
  const publisher = createPublisher(connection, "standard");
  const { project, createdAt, label } = stored;
  const entry = {
    project,
    action: "key_created",
    by,
    time: createdAt,
    detail: { key: id, ...(label !== undefined && { label }) },
  };
  return new Promise<void>((resolve) => {
    // The key works whether or not this was written down.
    publishAudit(publisher, entry, Date.now(), () => resolve());
  }).finally(() => publisher.stop());
}
