import { randomUUID } from "node:crypto";
import { type AuditEntry, parseAuditEntry, tidyAuditEntry } from "../core/audit-entry.ts";
import { auditFilter, auditSubject, STREAMS } from "../core/subject.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import type { Published, Publisher } from "./publisher.ts";
import type { HeaderList } from "./wire-headers.ts";

/** How long an entry is tried to be stored, in milliseconds: it may be younger in the stream than its time says by so much. */
export const AUDIT_GIVE_UP_MS = 30_000;

/** Stores an audit entry. Calls back once with what became of it; nobody need wait for that. */
export function publishAudit(
  publisher: Publisher,
  entry: AuditEntry,
  nowMs: number,
  onPublished: (published: Published) => void,
): void {
  const subject = auditSubject(entry.project, entry.action);
  const body = JSON.stringify(tidyAuditEntry(entry));
  // It is sent again when no answer comes: by its id the stream knows the second one.
  const headers: HeaderList = [["Nats-Msg-Id", randomUUID()]];
  publisher.publish({ subject, body, headers, giveUpAt: nowMs + AUDIT_GIVE_UP_MS }, onPublished);
}

/** Which entries to read: those of one project, oldest first, of one action when one is named. */
export interface AuditRead {
  readonly project: string;
  readonly action?: string;
  /** From this sequence on, or from what was stored at this time (milliseconds since 1970) on. */
  readonly from: { readonly sequence: number } | { readonly timeMs: number };
  /** At most so many messages. */
  readonly messages: number;
  /** At most about so many bytes; one message always comes. */
  readonly bytes: number;
}

/** A message of the audit. */
export interface StoredAuditEntry {
  readonly sequence: number;
  /** When it was stored, in milliseconds since 1970. */
  readonly storedMs: number;
  /** Undefined for what is no entry that this program understands. */
  readonly entry: AuditEntry | undefined;
}

export type AuditPart =
  /** `isAll`: nothing came after them when they were read. */
  | { readonly ok: true; readonly entries: readonly StoredAuditEntry[]; readonly isAll: boolean }
  | { readonly ok: false; readonly problem: string };

/** Reads a part of the audit by one request. Never rejects. */
export async function readAudit(
  connection: Connection,
  { project, action, from, messages, bytes }: AuditRead,
): Promise<AuditPart> {
  const filter = action === undefined ? auditFilter(project) : auditSubject(project, action);
  const start =
    "sequence" in from ? { fromSequence: from.sequence } : { fromTime: new Date(from.timeMs).toISOString() };
  const batch = await getBatch(connection, STREAMS.audit, { filter, ...start, messages, bytes });
  if (!batch.ok) return batch;
  const entries = batch.messages.map(({ sequence, text, header }) => ({
    sequence,
    storedMs: Date.parse(header("Nats-Time-Stamp")),
    entry: parseAuditEntry(text),
  }));
  const last = batch.messages.at(-1);
  return { ok: true, entries, isAll: last === undefined || last.pending === 0 };
}
