import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A page of `docs/`, as text. */
export function readPage(name: string): string {
  return readFileSync(join(import.meta.dirname, "..", "..", "docs", name), "utf8");
}

/**
 * The rows of the table whose header row is `header`, each as its cells without backticks around them. Throws when the
 * page has no such table.
 */
export function tableRows(page: string, header: readonly string[]): string[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|") && cellsOf(line).join() === header.join());
  if (start < 0) throw new Error(`no table with the header ${header.join(", ")}`);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(cellsOf(line));
  }
  return rows;
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf("|"))
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .trim()
        .replace(/^`([^`]*)`$/, "$1")
        .replaceAll("\\|", "|"),
    );
}
