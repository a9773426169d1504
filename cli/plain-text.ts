/** Control characters, line separators, and the marks by which text runs backwards. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text that others have written, made harmless for a terminal: what would move the cursor, change colours, ring, or draw over
 * other text is written out, as JSON does it: `\u001b`. Ends of lines and tabs stay. JSON text stays the same JSON.
 */
export function plainText(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
