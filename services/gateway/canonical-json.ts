/** JSON with the keys of every object in order, so that equal values give equal text. Bytes are base64. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, item: unknown) {
    // `item` is what a Buffer makes of itself for JSON: a list of numbers.
    const given = this[key];
    if (given instanceof Uint8Array) return Buffer.from(given).toString("base64");
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
