import { expect, test } from "vitest";
import { ERRORS } from "../../core/error.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("every error of the registry is documented word for word, and no other", () => {
  const documented = tableRows(readPage("errors.md"), [
    "reason",
    "status",
    "message",
    "what to do",
    "send again",
  ]);
  const real = Object.entries(ERRORS).map(([reason, { status, message, remedy, ...rest }]) => [
    reason,
    status,
    message,
    remedy,
    "retryable" in rest ? "yes" : "",
  ]);
  expect(documented).toEqual(real);
});
