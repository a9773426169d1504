// What counts as a word, in one place: shingles, the search index and excerpts must agree on it.

/** Letters, digits and the marks that belong to them, in any script. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** A word and where it stands in its text; offsets are UTF-16 code units, `end` is exclusive. */
export interface PlacedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** All words of `text` in lower case, in reading order. Empty when there is no letter and no digit. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/**
 * The words of `text` in lower case with their places. Each word is lowered by itself, because lowering a
 * whole text can change its length and would move every offset after that point.
 */
export function* placeWords(text: string): Generator<PlacedWord> {
  for (const match of text.matchAll(WORD)) {
    yield { word: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length };
  }
}

/** The longest start of `text` of at most `length` code units that does not cut a character in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, isLowSurrogate(text, length) ? length - 1 : length);
}

/** Whether the code unit at `index` is the second half of a character, so that a cut there would break it. */
export function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
