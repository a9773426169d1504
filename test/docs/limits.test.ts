import { expect, test } from "vitest";
import { LIMITS, type LimitDefinition } from "../../core/limits.ts";
import { MAX_ACCOUNTS } from "../../services/gateway/limits/request-rates.ts";
import { READ_LAG_MS, SUBMIT_LAG_MS } from "../../services/gateway/overload.ts";
import { MAX_PAGE_SIZE } from "../../services/gateway/rpc/list-tasks.ts";
import { MAX_BATCH } from "../../services/gateway/rpc/submit-tasks.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { RESERVE } from "../../services/gateway/store-space.ts";
import { MAX_LABEL_LENGTH, MAX_LABELS } from "../../services/gateway/submission-options.ts";
import { MAX_KEY_LENGTH } from "../../services/gateway/unique-options.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("the table of limits of keys and projects is the one that the gateway goes by", () => {
  const header = ["limit", "unit", "least", "most", "default of a key", "default of a project"];
  const real = Object.entries(LIMITS).map(([name, definition]) => {
    const { unit, min, max, key, project }: LimitDefinition = definition;
    return [name, unit, String(min), String(max), key === undefined ? "–" : String(key), String(project)];
  });
  expect(tableRows(readPage("limits.md"), header)).toEqual(real);
});

test("the other bounds are those of the code", () => {
  const rows = Object.fromEntries(tableRows(readPage("limits.md"), ["bound", "number"]));
  expect(rows).toMatchObject({
    "tasks in a batch": MAX_BATCH.toLocaleString("en"),
    "tasks in a page of a list": MAX_PAGE_SIZE.toLocaleString("en"),
    "labels of a task, characters of a value": `${MAX_LABELS}, ${MAX_LABEL_LENGTH}`,
    "characters of a unique key": String(MAX_KEY_LENGTH),
    "keys, and projects, that a gateway keeps account of at a time": `${MAX_ACCOUNTS.toLocaleString("en")} each`,
  });
  const page = readPage("limits.md").replaceAll(/\s+/g, " ");
  const { maxSubmits } = gatewaySettings.parse({});
  expect(page).toContain(`\`LONGSHORE_MAX_SUBMITS\` (${maxSubmits.toLocaleString("en")})`);
  expect(page).toContain(`more than ${SUBMIT_LAG_MS} ms late`);
  expect(page).toContain(`more than ${READ_LAG_MS} ms late`);
  expect(page).toContain(`more than ${Math.round((1 - RESERVE) * 100)} %`);
});
