import { isApiKeyId } from "../../../core/api-key.ts";
import type { AuditEntry } from "../../../core/audit-entry.ts";
import { LongshoreError } from "../../../core/error.ts";
import { AUDIT_GIVE_UP_MS, type AuditRead, readAudit } from "../../../jetstream/audit.ts";
import type { Timestamp__Output } from "../../../proto/gen/google/protobuf/Timestamp.ts";
import type { AuditEntry as ProtoAuditEntry } from "../../../proto/gen/longshore/v1/AuditEntry.ts";
import type { ListAuditRequest__Output } from "../../../proto/gen/longshore/v1/ListAuditRequest.ts";
import type { ListAuditResponse } from "../../../proto/gen/longshore/v1/ListAuditResponse.ts";
import { timestampToMs } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps } from "../deps.ts";
import { timestamp } from "../event-view.ts";
import { AUDIT_ACTIONS } from "../method-audit.ts";
import { readPlaceToken, writePlaceToken } from "../page-token.ts";
import { Violations } from "../violations.ts";

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1_000;

/** What one request to the store brings. */
const READ_ENTRIES = 1_000;
const READ_BYTES = 1024 ** 2;

/** A page ends once so many entries were looked at, or when its time is up: a filter may let few of them through. */
const LOOK_AT = 10_000;
const PAGE_MS = 2_000;

/** The longest of `resource`, in characters. */
const RESOURCE_MAX = 1_024;

/** Who calls when it is a command that works on the store itself. */
const CLI = "cli";

/**
 * Lists who changed what in the caller's project, page by page, oldest first. A page ends early when it has looked at much, or
 * its time is up. Throws FIELD_INVALID, BROKER_UNAVAILABLE.
 */
export async function listAudit(
  request: ListAuditRequest__Output,
  caller: Caller,
  { connection }: Pick<Deps, "connection">,
): Promise<ListAuditResponse> {
  const terms = readTerms(request);
  const { project } = caller;
  const { action, keyId, resource } = request;
  const scope = ["ListAudit", project, terms.startMs, terms.endMs, action, keyId, resource].map(String);
  const until = Math.min(Date.now() + PAGE_MS, answerBy(caller));

  const entries: ProtoAuditEntry[] = [];
  const start = readPlaceToken(request.pageToken, scope);
  let from: AuditRead["from"] =
    start === undefined ? { timeMs: Math.max(0, terms.startMs) } : { sequence: start };
  for (let lookedAt = 0; ; ) {
    const filter = { project, ...(action !== "" && { action }) };
    const part = await readAudit(connection, { ...filter, from, messages: READ_ENTRIES, bytes: READ_BYTES });
    if (!part.ok) throw new LongshoreError("BROKER_UNAVAILABLE", { problem: part.problem });
    for (const { sequence, storedMs, entry } of part.entries) {
      if (storedMs >= terms.endMs + AUDIT_GIVE_UP_MS) return { entries, nextPageToken: "" };
      if (entry !== undefined && matches(entry, terms)) {
        if (entries.length === terms.size)
          return { entries, nextPageToken: writePlaceToken(sequence, scope) };
        entries.push(entryToProto(entry));
      }
      from = { sequence: sequence + 1 };
      lookedAt++;
    }
    if (part.isAll || !("sequence" in from)) return { entries, nextPageToken: "" };
    caller.signal.throwIfAborted();
    if (lookedAt >= LOOK_AT || Date.now() >= until)
      return { entries, nextPageToken: writePlaceToken(from.sequence, scope) };
  }
}

interface Terms {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  /** Milliseconds since 1970; Infinity for no end. */
  readonly endMs: number;
  /** Empty for any. */
  readonly by: string;
  readonly resource: string;
}

function readTerms({
  pageSize,
  startTime,
  endTime,
  action,
  keyId,
  resource,
}: ListAuditRequest__Output): Terms {
  const violations = new Violations();
  if (pageSize < 0) violations.add("page_size", `is ${pageSize}, must be from 0 to ${MAX_PAGE_SIZE}`);
  const startMs = readTime("start_time", startTime, violations) ?? 0;
  const endMs = readTime("end_time", endTime, violations) ?? Number.POSITIVE_INFINITY;
  if (endMs <= startMs) violations.add("end_time", "must be after start_time");
  if (action !== "" && !AUDIT_ACTIONS.includes(action))
    violations.add("action", `is no method that the audit has: must be one of ${AUDIT_ACTIONS.join(", ")}`);
  if (keyId !== "" && keyId !== CLI && !isApiKeyId(keyId))
    violations.add("key_id", `is no id of a key: 16 digits from 0-9 and a-f, or ${CLI}`);
  if (resource.length > RESOURCE_MAX)
    violations.add("resource", `${resource.length} characters, at most ${RESOURCE_MAX} are allowed`);
  violations.throwIfAny();
  const size = Math.min(pageSize || DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  return { size, startMs, endMs, by: keyId, resource };
}

function readTime(
  field: string,
  given: Timestamp__Output | null,
  violations: Violations,
): number | undefined {
  const ms = given === null ? undefined : timestampToMs(given);
  if (given !== null && ms === undefined)
    violations.add(field, "is no valid time, must be in the years 1 to 9999");
  return ms;
}

function matches(entry: AuditEntry, { startMs, endMs, by, resource }: Terms): boolean {
  const ms = Date.parse(entry.time);
  const isInTime = ms >= startMs && ms < endMs;
  return isInTime && (by === "" || entry.by === by) && (resource === "" || entry.resource === resource);
}

function entryToProto({ time, action, by, from, resource, outcome, detail }: AuditEntry): ProtoAuditEntry {
  return { time: timestamp(time), action, keyId: by, address: from, resource, outcome, detail };
}
