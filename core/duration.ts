/** Milliseconds in each unit that a written duration may use. */
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How durations are written, for error messages. */
export const DURATION_FORMAT = 'a number with a unit ms, s, m, h or d, such as "540s" or "1h30m"';

/** The longest duration that is accepted anywhere: ten years, in milliseconds. */
export const MAX_DURATION_MS = 3_650 * 86_400_000;

/**
 * Reads a duration such as `"540s"`, `"1h30m"`, `"250ms"` or `"0.5s"`.
 * Returns milliseconds (a whole number), or undefined for anything else, negative and over ten years included.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  }
  const ms = Math.round(total);
  return Number.isFinite(ms) && ms <= MAX_DURATION_MS ? ms : undefined;
}

/** Writes milliseconds with the largest units that fit exactly: `90_000` is `"1m30s"`, `0` is `"0s"`. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = UNIT_MS[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === "" ? "0s" : text;
}
