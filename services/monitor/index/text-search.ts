import type { DatabaseSync } from "node:sqlite";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";

/** The texts of a filter may be found in so many tasks in all; with more, an answer would take too long. */
export const TEXT_HITS_MAX = 5_000;

/** The rows of `words` that a text is found in. Takes one parameter: see `toMatch`. */
export const FIND_TEXT = "SELECT rowid FROM words WHERE words MATCH ?";

/** The question to FTS5 (https://www.sqlite.org/fts5.html): these words, one after the other, in the tasks of a project. */
export function toMatch(project: string, text: string): string {
  const [said, rest] = text.endsWith("*") ? [text.slice(0, -1), "*"] : [text, ""];
  const quoted = `"${said.replaceAll("\0", " ").replaceAll('"', '""')}"${rest}`;
  return `{project} : "${projectWord(project)}" AND {said} : ${quoted}`;
}

/** The name of a project as one word, whatever characters it is of. */
export function projectWord(project: string): string {
  return Buffer.from(project).toString("hex");
}

/** The texts that a filter asks for, wherever it does. */
export function textsOf(filter: TaskFilter | undefined): readonly string[] {
  if (filter === undefined) return [];
  switch (filter.kind) {
    case "compare":
      return filter.field === "text" ? [filter.value] : [];
    case "not":
      return textsOf(filter.term);
    default:
      return filter.terms.flatMap(textsOf);
  }
}

/** The texts that every task has which passes. */
export function demandedTexts(filter: TaskFilter | undefined): readonly string[] {
  const terms = filter?.kind === "and" ? filter.terms : filter === undefined ? [] : [filter];
  return terms.flatMap((term) => (term.kind === "compare" && term.field === "text" ? [term.value] : []));
}

/** Why a filter cannot be answered: its texts are in too many tasks. Undefined when it can. */
export function tooBroad(
  database: DatabaseSync,
  project: string,
  filter: TaskFilter | undefined,
): string | undefined {
  let left = TEXT_HITS_MAX;
  const count = database.prepare(`SELECT count(*) AS n FROM (${FIND_TEXT} LIMIT ?)`);
  for (const text of textsOf(filter)) {
    left -= Number(count.get(toMatch(project, text), left + 1)?.["n"]);
    if (left < 0) return `${JSON.stringify(text)} is in more than ${TEXT_HITS_MAX} tasks`;
  }
  return undefined;
}
