import { hostname } from "node:os";
import type { StoredApiKey } from "../core/api-key.ts";
import { AUDIT_OK } from "../core/audit-entry.ts";
import { readApiKey, writeApiKey } from "../jetstream/api-keys.ts";
import { publishAudit } from "../jetstream/audit.ts";
import type { Connection } from "../jetstream/connection.ts";
import { createPublisher } from "../jetstream/create-publisher.ts";

/** Who made or revoked a key, as the audit has it, when it was a command that works on the store itself. */
const BY = "cli";

/**
 * Stores a key under its id, where gateways look keys up, and writes down who made it. Stored again as it was, nothing
 * happens. Rejects when the bucket is missing: `provision` makes it.
 */
export async function storeKey(connection: Connection, id: string, stored: StoredApiKey): Promise<void> {
  if ((await readApiKey(connection, id))?.hash === stored.hash) return;
  await writeApiKey(connection, id, stored);
  const { project, role, label } = stored;
  const detail = { role, label: label ?? "" };
  await auditKey(connection, project, "CreateApiKey", id, detail);
}

/** Writes down what was done to a key. Resolves also when that cannot be stored: the key is as it is. */
export function auditKey(
  connection: Connection,
  project: string,
  action: "CreateApiKey" | "RotateApiKey" | "RevokeApiKey",
  id: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  const publisher = createPublisher(connection, "standard");
  const now = new Date();
  const who = { project, by: BY, from: hostname(), time: now.toISOString() };
  const entry = { ...who, action, resource: `keys/${id}`, outcome: AUDIT_OK, detail };
  return new Promise<void>((resolve) => {
    publishAudit(publisher, entry, now.getTime(), () => resolve());
  }).finally(() => publisher.stop());
}
