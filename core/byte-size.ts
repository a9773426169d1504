const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** How sizes are written, for error messages. */
export const BYTE_SIZE_FORMAT = 'a number with a unit B, KiB, MiB or GiB, such as "2GiB"';

/** Reads a size such as `"2GiB"` or `"512MiB"`. Returns bytes, or undefined for anything else. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)$/.exec(text);
  const bytes =
    match === null ? Number.NaN : Math.round(Number(match[1]) * (UNIT_BYTES[match[2] ?? ""] ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Writes bytes with the largest unit that keeps the number at least 1, to one decimal: `1.5GiB`. */
export function formatByteSize(bytes: number): string {
  const unit = ["GiB", "MiB", "KiB"].find((name) => bytes >= (UNIT_BYTES[name] ?? 1)) ?? "B";
  return `${Math.round((bytes / (UNIT_BYTES[unit] ?? 1)) * 10) / 10}${unit}`;
}
