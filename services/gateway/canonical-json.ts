/** JSON with the keys of every object in order, so that equal values give equal text. Bytes are base64. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

/** Before it is written: for JSON a Buffer makes a list of numbers of itself, twenty times its size. */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}
