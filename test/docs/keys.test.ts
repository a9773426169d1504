import { expect, test } from "vitest";
import { METHOD_ROLES } from "../../services/gateway/method-roles.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("the table of roles is the one that the gateway goes by", () => {
  const documented = tableRows(readPage("keys.md"), ["method", "least role"]);
  expect(Object.fromEntries(documented)).toEqual(METHOD_ROLES);
});
