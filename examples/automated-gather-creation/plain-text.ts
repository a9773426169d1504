// From Markdown to what a reader sees, for titles and excerpts. Not a Markdown parser: it removes noise.
// Every repetition in the patterns is bounded, so that no file, however it is made, costs more than time linear in its size.

import { cutText } from "./words.ts";

/** How a file is written: Markdown has markup to remove, plain text has not. */
export type TextFormat = "markdown" | "text";

/** Longest title, in UTF-16 code units. */
const TITLE_LENGTH = 120;

/** Where a title is looked for, in UTF-16 code units from the start of the file. */
const TITLE_REACH = 32 * 1024;

const COMMENT = /<!--[\s\S]{0,1000}?-->/g;
const FENCE = /^[ \t]{0,20}(?:`{3,}|~{3,})/;
const HEADING = /^[ ]{0,3}#{1,6}[ \t]|^[ \t]{0,20}<h[1-6][\s>]/i;
const UNDERLINE = /^={3,}[ \t]{0,20}$/;

/** Order matters: an image is removed before the link around it, both before the marks that remain. */
const MARKUP: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [COMMENT, " "],
  [/^[ \t]{0,20}(?:`{3,}|~{3,})[^\n]{0,200}$/gm, " "],
  [/^[ ]{0,3}\[[^\]\n]{1,200}\]:[^\n]{0,1000}$/gm, " "],
  [/!\[[^\]\n]{0,300}\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,200}\])/g, " "],
  [/\[([^\]\n]{0,300})\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,200}\])/g, "$1"],
  [/<\/?[a-z][^<>]{0,1000}>/gi, " "],
  [/^[ \t]{0,20}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]{1,20}/gm, ""],
  [/[ \t]#{1,6}[ \t]{0,20}$/gm, ""],
  [/\\([\\`*_{}[\]()#+.!<>|~-])/g, "$1"],
  [/[*`~]+|(?<![\p{L}\p{N}_])_{1,3}|_{1,3}(?![\p{L}\p{N}_])/gu, ""],
  [/\|[ \t]{0,20}:?-{1,100}:?(?=[ \t]{0,20}\|)|\|/g, " "],
  [/&nbsp;/g, " "],
  [/&lt;/g, "<"],
  [/&gt;/g, ">"],
  [/&quot;/g, '"'],
  [/&amp;/g, "&"],
];

/** `text` as one line: markup, rules, control characters and line breaks removed, spaces single. */
export function plainText(text: string, format: TextFormat): string {
  let plain = text;
  if (format === "markdown") {
    for (const [pattern, replacement] of MARKUP) plain = plain.replace(pattern, replacement);
  }
  return plain
    .replace(/[-=_*#]{3,}/g, " ")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/**
 * The title of a text: its first heading that has words (Markdown only), else its first line that has words, else
 * `fallback` (the file name). One line of at most 120 characters.
 */
export function findTitle(text: string, format: TextFormat, fallback: string): string {
  const lines = text.slice(0, TITLE_REACH).replace(COMMENT, " ").split("\n");
  const heading = format === "markdown" ? findHeading(lines) : undefined;
  return cutText(heading ?? findFirstLine(lines, format) ?? fallback, TITLE_LENGTH);
}

function findHeading(lines: readonly string[]): string | undefined {
  let isCode = false;
  for (const [at, line] of lines.entries()) {
    if (FENCE.test(line)) isCode = !isCode;
    if (isCode) continue; // "# install" in a shell example is no heading
    if (!HEADING.test(line) && !UNDERLINE.test(lines[at + 1] ?? "")) continue;
    const title = plainText(line, "markdown");
    if (hasWords(title)) return title;
  }
  return undefined;
}

function findFirstLine(lines: readonly string[], format: TextFormat): string | undefined {
  for (const line of lines) {
    const title = plainText(line, format);
    if (hasWords(title)) return title;
  }
  return undefined;
}

function hasWords(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line);
}
