import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("every setting of a queue is described once, and no other", () => {
  const documented = tableRows(readPage("queues.md"), ["field", "what holds"]).flatMap(([names = ""]) =>
    names.split(", ").map((name) => name.replaceAll("`", "")),
  );
  const source = readFileSync(join(ROOT, "core/queue-settings.ts"), "utf8");
  const [, body = ""] = /export interface QueueSettings \{([\s\S]*?)\n\}/.exec(source) ?? [];
  const fields = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  expect(fields.length).toBeGreaterThan(5);
  expect(documented.toSorted()).toEqual(fields.toSorted());
});
