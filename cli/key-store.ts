import { hostname } from "node:os";
import type { StoredApiKey } from "../core/api-key.ts";
import { AUDIT_OK } from "../core/audit-entry.ts";
import type { SetLimits } from "../core/limits.ts";
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
  const { project, role, label, limits = {} } = stored;
  const detail = { role, label: label ?? "", ...limitTexts(limits) };
  await auditKey(connection, project, "CreateApiKey", id, detail);
}

/** Writes down what was done to a key. Resolves also when that cannot be stored: the key is as it is. */
export function auditKey(
  connection: Connection,
  project: string,
  action: "CreateApiKey" | "RotateApiKey" | "RevokeApiKey" | "UpdateApiKey",
  id: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  return audit(connection, project, action, `keys/${id}`, detail);
}

/** Writes down which limits of a project were set. Resolves also when that cannot be stored. */
export function auditProject(connection: Connection, project: string, changes: SetLimits): Promise<void> {
  return audit(connection, project, "UpdateProject", "project", limitTexts(changes));
}

/** Limits that were set, as texts. */
export function limitTexts(changes: SetLimits): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, String(value)]));
}

function audit(
  connection: Connection,
  project: string,
  action: string,
  resource: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const publisher = createPublisher(connection, "standard");
  const now = new Date();
  const who = { project, by: BY, from: hostname(), time: now.toISOString() };
  const entry = { ...who, action, resource, outcome: AUDIT_OK, detail };
  return new Promise<void>((resolve) => {
    publishAudit(publisher, entry, now.getTime(), () => resolve());
  }).finally(() => publisher.stop());
}
