import { publishAudit } from "../../jetstream/audit.ts";
import type { Deps } from "./deps.ts";

/** What was done, by whom, and to what. Free of payloads and secrets. */
export interface Deed {
  readonly project: string;
  /** A word such as `task_cancelled`. */
  readonly action: string;
  /** The id of the caller's key. */
  readonly by: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** Keeps who did what. The caller does not wait for it; when it cannot be kept, the log says so. */
export function writeAudit(
  { project, action, by, detail }: Deed,
  deps: Pick<Deps, "publisher" | "log">,
): void {
  const nowMs = Date.now();
  const entry = { project, action, by, time: new Date(nowMs).toISOString(), detail };
  publishAudit(deps.publisher, entry, nowMs, (published) => {
    if (published.kind !== "stored")
      deps.log.warn({ action, ...detail, outcome: published.kind }, "no audit entry");
  });
}
