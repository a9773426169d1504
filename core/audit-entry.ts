import { parseJsonObject } from "./json-object.ts";
/** One call that changed something, or was to: a line of the audit. Free of payloads and secrets. */
export interface AuditEntry {
  /** The project of whoever did it: entries are filed under it, also those about what projects share. */
  readonly project: string;
  /** The method that was called, without its service: `CancelTask`. */
  readonly action: string;
  /** Who did it: the id of the key, or `cli` for a command that works on the store itself. */
  readonly by: string;
  /** From where: an address without a port, or the name of the host of such a command. */
  readonly from: string;
  /** When, by the clock of the store. RFC 3339. */
  readonly time: string;
  /** What it was done to, as the HTTP API calls it: `tasks/ID`, `queues/NAME`; `tasks` for all that a filter lets through. */
  readonly resource: string;
  /** `OK`, or the reason of the error that the caller got. */
  readonly outcome: string;
  /** What else there is to know, such as why, or how many. */
  readonly detail: Readonly<Record<string, string>>;
}

/** The outcome of a call that went well. */
export const AUDIT_OK = "OK";

/** The longest text that an entry holds in one place, in characters. */
const TEXT_MAX = 1_024;

/** An entry as it may be stored: without what is empty, and with what is too long cut. */
export function tidyAuditEntry(entry: AuditEntry): AuditEntry {
  const detail = Object.entries(entry.detail).filter(([, text]) => text !== "");
  return {
    ...entry,
    resource: cut(entry.resource),
    detail: Object.fromEntries(detail.map(([name, text]) => [name, cut(text)])),
  };
}

function cut(text: string): string {
  return (text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`).toWellFormed();
}

/** Reads what lies in the stream; undefined for what is no entry. */
export function parseAuditEntry(text: string): AuditEntry | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { detail, ...rest } = value as Partial<Record<keyof AuditEntry, unknown>>;
  const textOf = (name: keyof typeof rest) => (typeof rest[name] === "string" ? rest[name] : "");
  const time = textOf("time");
  if (textOf("project") === "" || Number.isNaN(Date.parse(time))) return undefined;
  return {
    project: textOf("project"),
    action: textOf("action"),
    by: textOf("by"),
    from: textOf("from"),
    time,
    resource: textOf("resource"),
    outcome: textOf("outcome"),
    detail: readDetail(detail),
  };
}

function readDetail(detail: unknown): Record<string, string> {
  if (typeof detail !== "object" || detail === null) return {};
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, String(value)]));
}
