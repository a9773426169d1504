import { expect, test } from "vitest";
import { LIMITS, type LimitDefinition } from "../../core/limits.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("the table of limits of keys and projects is the one that the gateway goes by", () => {
  const header = ["limit", "unit", "least", "most", "default of a key", "default of a project"];
  const real = Object.entries(LIMITS).map(([name, definition]) => {
    const { unit, min, max, key, project }: LimitDefinition = definition;
    return [name, unit, String(min), String(max), key === undefined ? "–" : String(key), String(project)];
  });
  expect(tableRows(readPage("limits.md"), header)).toEqual(real);
});
