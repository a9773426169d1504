import { Cron } from "croner";
import { messageOf } from "../core/message-of.ts";

/** The longest expression that is looked at, in characters. */
export const CRON_MAX_LENGTH = 256;

/** Names for expressions; `@reboot` is none, because nothing is booted. */
export const CRON_NICKNAMES = [
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
];

/** What only these characters are made of: digits, names of months and days, and the signs of cron. */
const FIELD = /^[0-9A-Za-z*,/?#+-]{1,128}$/;

/** So many expressions are kept ready: to read one costs ten times what its next time does. */
const KEPT = 1_000;
const kept = new Map<string, Cron>();

/** Whether a cron expression can be used. `never`: it is one, but no day there is fits it. */
export type CronCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "invalid"; readonly problem: string }
  | { readonly ok: false; readonly why: "never" };

/**
 * Checks an expression of five fields (minute, hour, day of month, month, day of week), of six (seconds first), or a nickname
 * such as `@daily`. Takes milliseconds whatever is given.
 */
export function checkCron(cron: string, afterMs: number): CronCheck {
  const problem = problemOf(cron);
  if (problem !== undefined) return { ok: false, why: "invalid", problem };
  return nextOfCron(cron, "UTC", afterMs) === undefined ? { ok: false, why: "never" } : { ok: true };
}

/**
 * The first moment after another at which an expression is due, in milliseconds since 1970; undefined when there is none. A
 * time of day that a clock change leaves out is due right after the gap, one that it brings twice is due the first time;
 * an expression with several minutes or hours goes by what the clock shows. Throws for an expression or a zone that is none.
 */
export function nextOfCron(cron: string, timeZone: string, afterMs: number): number | undefined {
  return read(cron, timeZone).nextRun(new Date(afterMs))?.getTime();
}

function read(cron: string, timeZone: string): Cron {
  const key = `${timeZone} ${cron}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = new Cron(cron, { timezone: timeZone, mode: "5-or-6-parts", paused: true });
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

/** The same reader takes dates as well, and unbounded lists: so what it is given is looked at first. */
function problemOf(cron: string): string | undefined {
  if (cron.length > CRON_MAX_LENGTH)
    return `${cron.length} characters, at most ${CRON_MAX_LENGTH} are allowed`;
  if (cron.startsWith("@")) {
    if (CRON_NICKNAMES.includes(cron.toLowerCase())) return undefined;
    return `no such name; there are ${CRON_NICKNAMES.join(", ")}`;
  }
  const fields = cron.trim().split(/\s+/);
  const count = cron.trim() === "" ? 0 : fields.length;
  if (count !== 5 && count !== 6)
    return `${count} fields; must be 5 (minute, hour, day, month, weekday), or 6 with seconds before them`;
  const strange = fields.find((field) => !FIELD.test(field));
  if (strange !== undefined) return `the field ${JSON.stringify(strange)} has characters that no field has`;
  try {
    read(cron, "UTC");
    return undefined;
  } catch (error) {
    return messageOf(error).replace(/^CronPattern: /, "");
  }
}

/** Whether there is a time zone of this name, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(name: string): boolean {
  // An offset is a zone to the runtime, but knows no summer time: whoever writes one means a place more often than not.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The names of all time zones. */
export function timeZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}

/** A moment as clocks in a time zone show it, with the offset: `2026-03-29T03:00:00+02:00`. */
export function localTime(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(new Date(ms));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const offset = part("timeZoneName").replace("GMT", "") || "+00:00";
  const date = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return `${date}T${part("hour")}:${part("minute")}:${part("second")}${offset}`;
}
