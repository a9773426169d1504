/**
 * The most values and keys that large JSON may have. Each takes some ten bytes of memory and up to a hundred once it is parsed, so
 * that 64 MiB of brackets would take gigabytes.
 */
export const MAX_JSON_VALUES = 4_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;

/** Whether JSON text has more values and keys than are taken, found before it is parsed. Takes about 2 ms a megabyte. */
export function hasTooManyValues(text: Uint8Array): boolean {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (byte === QUOTE) i = endOfText(text, i + 1);
    else if (byte === COMMA || byte === COLON || byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++count > MAX_JSON_VALUES) return true;
    }
  }
  return false;
}

/** Where the quote is that ends a text. */
function endOfText(text: Uint8Array, from: number): number {
  for (let quote = text.indexOf(QUOTE, from); quote !== -1; quote = text.indexOf(QUOTE, quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}
