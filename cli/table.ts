import type { Style } from "./terminal.ts";

/** Rows below a header, columns two spaces apart, without borders: as easy on the eye as on `awk`. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [style("dim", line(header)), ...rows.map(line)].join("\n");
}

/** Names and values, one pair a line, the values below each other. Pairs without a value are left out. */
export function formatFields(
  fields: readonly (readonly [name: string, value: string | undefined])[],
  style: Style,
): string {
  const shown = fields.filter(([, value]) => value !== undefined && value !== "");
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `${style("dim", name.padEnd(width))}  ${indentRest(value ?? "", width + 2)}`)
    .join("\n");
}

/** Every line but the first one moved to the right. */
function indentRest(text: string, columns: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(columns)}`);
}
