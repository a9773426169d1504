import { setTimeout as delay } from "node:timers/promises";
import type { AuditEntry__Output } from "../proto/gen/longshore/v1/AuditEntry.ts";
import type { ListAuditResponse__Output } from "../proto/gen/longshore/v1/ListAuditResponse.ts";
import { msToTimestamp } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime } from "./read-time.ts";

/** One call that changed something, or was to. */
export interface AuditEntry {
  readonly time: Date;
  /** The method that was called: `CancelTask`. */
  readonly action: string;
  /** Who: the id of the key, or `cli` for a command that works on the store itself. */
  readonly keyId: string;
  readonly address: string;
  /** What it was done to: `tasks/ID`, `queues/NAME`, `schedules/ID`, `keys/ID`, `workers/ID`. */
  readonly resource: string;
  /** `OK`, or the reason of the error that the caller got. */
  readonly outcome: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** Which entries; without any of them all that there are. */
export interface AuditQuery {
  readonly startTime?: Date | undefined;
  readonly endTime?: Date | undefined;
  readonly action?: string | undefined;
  readonly keyId?: string | undefined;
  readonly resource?: string | undefined;
}

/** Reads the audit of one's own project. Needs the role `operator`. */
export interface AuditLogCalls {
  /** The entries, oldest first, page by page as they are read. */
  readAudit(query?: AuditQuery, options?: CallOptions): AsyncIterable<AuditEntry>;
  /** The same, and then those that come, without an end; a new one is there within about a second. */
  followAudit(query?: AuditQuery, options?: CallOptions): AsyncIterable<AuditEntry>;
}

/** How long one call may take, in milliseconds. */
const CALL_MS = 30_000;

/** How often is asked for new entries, in milliseconds. */
const POLL_MS = 1_000;

/** An entry may come so much later than its time says, when the store did not take it at once. Milliseconds. */
const LATE_MS = 30_000;

const PAGE_SIZE = 1_000;

/** The calls about the audit, over a channel. */
export function auditLogCalls({ admin, metadata }: Channel): AuditLogCalls {
  async function* readAudit(
    query: AuditQuery = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<AuditEntry> {
    let pageToken = "";
    do {
      const request = { ...writeQuery(query), pageSize: PAGE_SIZE, pageToken };
      const page: ListAuditResponse__Output = await call<ListAuditResponse__Output>(
        (settings, done) => admin.ListAudit(request, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      for (const entry of page.entries) yield readEntry(entry);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }
  async function* followAudit(query: AuditQuery = {}, options: CallOptions = {}): AsyncGenerator<AuditEntry> {
    /** Those that the next reading may bring again, with their times. */
    const seen = new Map<string, number>();
    for (let startTime = query.startTime; ; ) {
      let newestMs = startTime?.getTime() ?? 0;
      for await (const entry of readAudit({ ...query, startTime }, options)) {
        newestMs = Math.max(newestMs, entry.time.getTime());
        const text = JSON.stringify(entry);
        if (seen.has(text)) continue;
        seen.set(text, entry.time.getTime());
        yield entry;
      }
      const fromMs = Math.max(newestMs - LATE_MS, query.startTime?.getTime() ?? 0);
      startTime = new Date(fromMs);
      for (const [text, ms] of seen) if (ms < fromMs) seen.delete(text);
      await delay(POLL_MS, undefined, { signal: options.signal });
    }
  }
  return { readAudit, followAudit };
}

function writeQuery({ startTime, endTime, action = "", keyId = "", resource = "" }: AuditQuery) {
  return {
    startTime: startTime === undefined ? null : msToTimestamp(startTime.getTime()),
    endTime: endTime === undefined ? null : msToTimestamp(endTime.getTime()),
    action,
    keyId,
    resource,
  };
}

function readEntry({
  time,
  action,
  keyId,
  address,
  resource,
  outcome,
  detail,
}: AuditEntry__Output): AuditEntry {
  return { time: readKnownTime(time), action, keyId, address, resource, outcome, detail };
}
