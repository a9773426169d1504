// The one line of a text that shows why it matches.

import { isLowSurrogate, type PlacedWord, placeWords } from "./words.ts";

/** Length of an excerpt in UTF-16 code units, without the dots that mark a cut. */
export const EXCERPT_LENGTH = 200;

/** How far a cut may move to fall between two words; scripts without spaces are cut where they are. */
const SNAP_DISTANCE = 24;

/**
 * About {@link EXCERPT_LENGTH} characters of `plain` (one line, as `plainText` gives it) around the place where the most
 * weight of different `words` stands together; the first such place if there are several. Words are in lower
 * case. Where none occurs (it matched by title or path only) the excerpt is the beginning. A cut is marked by "…".
 */
export function createExcerpt(plain: string, words: ReadonlyMap<string, number>): string {
  const focus = findFocus(plain, words);
  const spare = EXCERPT_LENGTH - (focus.end - focus.start);
  const end = Math.min(plain.length, Math.max(0, focus.start - Math.floor(spare / 2)) + EXCERPT_LENGTH);
  const start = Math.max(0, end - EXCERPT_LENGTH);
  const from = snapStart(plain, start, focus.start);
  const to = snapEnd(plain, end, focus.end);
  return `${from > 0 ? "…" : ""}${plain.slice(from, to).trim()}${to < plain.length ? "…" : ""}`;
}

/** A stretch of the text; `end` is exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Slides a window of excerpt length over the hits and keeps the one with the greatest weight of distinct words. */
function findFocus(plain: string, words: ReadonlyMap<string, number>): Stretch {
  const window: PlacedWord[] = [];
  const inside = new Map<string, number>();
  let weight = 0;
  let best = 0;
  let focus: Stretch = { start: 0, end: 0 };
  for (const hit of placeWords(plain)) {
    const hitWeight = words.get(hit.word);
    if (hitWeight === undefined || hit.end - hit.start > EXCERPT_LENGTH) continue;
    window.push(hit);
    const times = inside.get(hit.word) ?? 0;
    inside.set(hit.word, times + 1);
    if (times === 0) weight += hitWeight;
    for (
      let first = window[0];
      first !== undefined && hit.end - first.start > EXCERPT_LENGTH;
      first = window[0]
    ) {
      window.shift();
      const left = (inside.get(first.word) ?? 1) - 1;
      inside.set(first.word, left);
      if (left === 0) weight -= words.get(first.word) ?? 0;
    }
    if (weight > best) {
      best = weight;
      focus = { start: window[0]?.start ?? hit.start, end: hit.end };
    }
  }
  return focus;
}

function snapStart(plain: string, start: number, latest: number): number {
  if (start === 0) return 0;
  const space = plain.indexOf(" ", start - 1);
  if (space !== -1 && space < Math.min(latest, start + SNAP_DISTANCE)) return space + 1;
  return isLowSurrogate(plain, start) ? start + 1 : start;
}

function snapEnd(plain: string, end: number, earliest: number): number {
  if (end >= plain.length) return plain.length;
  const space = plain.lastIndexOf(" ", end);
  if (space >= Math.max(earliest, end - SNAP_DISTANCE)) return space;
  return isLowSurrogate(plain, end) ? end - 1 : end;
}
