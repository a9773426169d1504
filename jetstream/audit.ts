import { auditSubject } from "../core/subject.ts";
import type { Published, Publisher } from "./publisher.ts";

/** Who did what: one line of the audit stream. Free of payloads and secrets. */
export interface AuditEntry {
  readonly project: string;
  /** What was done, as a word: `task_cancelled`, `key_created`. */
  readonly action: string;
  /** Who did it: the id of the key. */
  readonly by: string;
  /** RFC 3339. */
  readonly time: string;
  /** What it was done to, such as the task's id, and why. */
  readonly detail: Readonly<Record<string, string>>;
}

/** How long an entry is tried to be stored, in milliseconds. */
const GIVE_UP_MS = 30_000;

/** Stores an audit entry. Calls back once with what became of it; nobody need wait for that. */
export function publishAudit(
  publisher: Publisher,
  entry: AuditEntry,
  nowMs: number,
  onPublished: (published: Published) => void,
): void {
  const subject = auditSubject(entry.project, entry.action);
  publisher.publish(
    { subject, body: JSON.stringify(entry), headers: [], giveUpAt: nowMs + GIVE_UP_MS },
    onPublished,
  );
}
