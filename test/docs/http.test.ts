import { expect, test } from "vitest";
import { ROUTES } from "../../services/gateway/http/routes.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("the table of paths is the one that the gateway serves", () => {
  const documented = tableRows(readPage("http.md"), ["verb", "path", "method"]);
  expect(documented).toEqual(ROUTES.map(({ verb, path, method }) => [verb, path, method]));
});
