import type { StoredApiKey } from "../core/api-key.ts";
import { readApiKey, writeApiKey } from "../jetstream/api-keys.ts";
import { publishAudit } from "../jetstream/audit.ts";
import type { Connection } from "../jetstream/connection.ts";
import { createPublisher } from "../jetstream/create-publisher.ts";

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
  if ((await readApiKey(connection, id))?.hash === stored.hash) return;
  await writeApiKey(connection, id, stored);
  const { project, role, label } = stored;
  const detail = { key: id, role, ...(label !== undefined && { label }) };
  await auditKey(connection, project, "key_created", by, detail);
}

/** Writes down what was done to a key. Resolves also when that cannot be stored: the key is as it is. */
export function auditKey(
  connection: Connection,
  project: string,
  action: "key_created" | "key_revoked",
  by: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const publisher = createPublisher(connection, "standard");
  const now = new Date();
  const entry = { project, action, by, time: now.toISOString(), detail };
  return new Promise<void>((resolve) => {
    publishAudit(publisher, entry, now.getTime(), () => resolve());
  }).finally(() => publisher.stop());
}
