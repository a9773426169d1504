import { expect, test } from "vitest";
import { TASK_STATES } from "../../core/task.ts";
import {
  FIELDS,
  FILTER_MAX_COMPARISONS,
  FILTER_MAX_DEPTH,
  FILTER_MAX_LENGTH,
  KEYED_FIELDS,
  OPERATORS,
} from "../../core/task-filter/filter.ts";
import { parseFilter } from "../../core/task-filter/parse.ts";
import { PAYLOAD_FILTER_MAX } from "../../core/task-filter/payload.ts";
import { TEXT_HITS_MAX } from "../../services/monitor/index/text-search.ts";
import { codeBlocks } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

const page = readPage("filters.md");

function examples(file: string): string[] {
  return codeBlocks(`docs/${file}`, "filter").flatMap((block) =>
    block.split("\n").filter((line) => line !== ""),
  );
}

test("every example can be read", () => {
  const filters = examples("filters.md");
  expect(filters.length).toBeGreaterThan(5);
  for (const text of filters) expect({ text, ...parseFilter(text) }).toMatchObject({ text, ok: true });
});

test("so can the filters of the commands on the page of dead letters", () => {
  const commands = codeBlocks("docs/dead-letters.md", "sh").join("\n");
  const filters = [...commands.matchAll(/--filter '([^']+)'/g)].map(([, text = ""]) => text);
  expect(filters.length).toBeGreaterThan(3);
  for (const text of filters) expect({ text, ...parseFilter(text) }).toMatchObject({ text, ok: true });
});

test("the two filters that the page says are the same are", () => {
  const [, loose, grouped] = examples("filters.md");
  expect(parseFilter(loose ?? "")).toEqual(parseFilter(grouped ?? ""));
});

test("the page has every field with its operators, and no other", () => {
  const documented = tableRows(page, ["field", "operators", "what it is"]).map(([field, operators]) => [
    field,
    operators,
  ]);
  const real = Object.entries({ ...FIELDS, ...KEYED_FIELDS }).map(([field, sort]) => [
    field,
    OPERATORS[sort].join(" "),
  ]);
  expect(documented.map(([field, operators]) => [field, operators?.replaceAll("`", "")])).toEqual(real);
});

test("states and limits are as the page says", () => {
  for (const state of TASK_STATES) expect(page).toContain(`\`${state}\``);
  expect(page).toContain(
    `At most ${FILTER_MAX_LENGTH} characters, ${FILTER_MAX_COMPARISONS} comparisons, ${FILTER_MAX_DEPTH} levels`,
  );
  expect(page).toContain(`than ${PAYLOAD_FILTER_MAX} characters of JSON`);
  expect(page).toContain(`in more than ${TEXT_HITS_MAX} tasks`);
});

test("the error that the page shows is the one that comes", () => {
  const [shown = ""] = codeBlocks("docs/filters.md", "text");
  const result = parseFilter("type = a or type = b");
  if (result.ok) throw new Error("it was read");
  expect(`filter: at character ${result.position}: ${result.problem}`).toBe(shown.trim());
});
