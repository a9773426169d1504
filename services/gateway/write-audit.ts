import type { AuditEntry } from "../../core/audit-entry.ts";
import { publishAudit } from "../../jetstream/audit.ts";
import type { Caller } from "./caller.ts";
import type { Deps } from "./deps.ts";

/** What writing an entry takes. */
export type AuditDeps = Pick<Deps, "publisher" | "storeClock" | "log">;

/** What was done, to what, and how it ended. Free of payloads and secrets. */
export type Deed = Pick<AuditEntry, "action" | "resource" | "outcome" | "detail">;

/** Keeps who did what. The caller does not wait for it; when it cannot be kept, the log says so. */
export function writeAudit(
  { project, keyId, from }: Pick<Caller, "project" | "keyId" | "from">,
  deed: Deed,
  { publisher, storeClock, log }: AuditDeps,
): void {
  const time = new Date(storeClock.nowMs()).toISOString();
  publishAudit(publisher, { project, by: keyId, from, time, ...deed }, Date.now(), (published) => {
    if (published.kind === "stored") return;
    const { action, resource } = deed;
    log.warn({ action, resource, project, key_id: keyId, outcome: published.kind }, "no audit entry");
  });
}
