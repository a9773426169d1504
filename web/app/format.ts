/** Text for people: the same wherever it stands. */

/** A time as how long ago it was, or how soon it will be. */
export function ago(time: string, nowMs: number): string {
  const ms = nowMs - Date.parse(time);
  if (Number.isNaN(ms)) return "";
  return ms >= 0 ? `${duration(ms / 1_000)} ago` : `in ${duration(-ms / 1_000)}`;
}

/** A duration in its one or two largest units. */
export function duration(seconds: number): string {
  if (seconds < 0.001) return "0 ms";
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return parts(minutes, "min", Math.round(seconds % 60), "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return parts(hours, "h", minutes % 60, "min");
  return parts(Math.floor(hours / 24), "d", hours % 24, "h");
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `Duration` of protobuf in JSON, such as `"1.5s"`, in seconds; undefined when it is none. */
export function seconds(text: string | undefined): number | undefined {
  const found = /^(-?\d+(?:\.\d+)?)s$/.exec(text ?? "");
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

/** A number with its thousands apart. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** A share as percent. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}

/** Bytes in their largest unit. */
export function bytes(n: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = n;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A time in the reader's own zone, to the second. */
export function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString("sv-SE", { hour12: false });
}
