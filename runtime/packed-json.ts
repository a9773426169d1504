import { gunzipSync, gzipSync } from "node:zlib";

/** Shorter text is not worth packing, in characters. */
const PACK_FROM = 1_024;

/** JSON text as gzip in base64, when that makes it shorter; undefined when it does not. Takes about 20 ms a megabyte. */
export function packJson(text: string): string | undefined {
  if (text.length <= PACK_FROM) return undefined;
  const packed = gzipSync(text).toString("base64");
  return packed.length < text.length ? packed : undefined;
}

/** What `packJson` was given, parsed. Throws when it is nothing of ours, or larger than `maxBytes` of JSON. */
export function unpackJson(packed: string, maxBytes: number): unknown {
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: maxBytes }).toString());
}
