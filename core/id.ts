/**
 * Makes a UUIDv7 (RFC 9562, section 5.7): 48 bits of time, 74 of chance. Ids made in different milliseconds sort by time.
 *
 * @param nowMs  milliseconds since 1970
 * @param random 10 random bytes, from a source that fits the purpose
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let time = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  return format(bytes, 7);
}

/** Makes a UUIDv8 (RFC 9562, section 5.8) of the first 16 bytes of a digest: the same for the same digest. */
export function uuidV8(digest: Uint8Array): string {
  return format(digest.slice(0, 16), 8);
}

function format(bytes: Uint8Array, version: number): string {
  bytes[6] = (version << 4) | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let hex = "";
  for (const byte of bytes) hex += BYTE_TO_HEX[byte];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** When a UUIDv7 says that it was made, in milliseconds since 1970; undefined for any other id. */
export function timeOfUuidV7(id: string): number | undefined {
  if (id[14] !== "7") return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

const BYTE_TO_HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);
