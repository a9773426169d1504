import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EVENT_TYPES } from "../../core/event.ts";
import { TRANSITIONS } from "../../core/lifecycle.ts";
import { TASK_STATES } from "../../core/task.ts";
import { readPage, tableRows } from "./markdown-table.ts";

const page = readPage("lifecycle.md");

test("the table of transitions is the one that the program follows", () => {
  const documented = tableRows(page, ["from", "event", "to", "who records it, and when"]).map(
    ([from, event, to]) => `${from} ${event} ${to}`,
  );
  const real = Object.entries(TRANSITIONS).flatMap(([from, row]) =>
    Object.entries(row).map(([event, to]) => `${from} ${event} ${to}`),
  );
  expect(documented.toSorted()).toEqual(real.toSorted());
});

test("every state is described once, and no other", () => {
  const states = tableRows(page, ["state", "what it means", "who moves it on"]).map(([state]) => state);
  expect(states.toSorted()).toEqual(TASK_STATES.toSorted());
});

test("every event is described once, and no other", () => {
  const events = tableRows(page, ["event", "what has happened", "what else it carries"]).map(
    ([event]) => event,
  );
  expect(events.toSorted()).toEqual(EVENT_TYPES.toSorted());
});

test("every reason that the program gives is described, and no other", () => {
  const documented = tableRows(page, ["reason", "what it means"]).map(([reason = ""]) => reason);
  const sources = ["core", "services"].flatMap(sourcesIn).join("\n");
  for (const [, reason] of sources.matchAll(/(?:reason: |describeError\(\w+, )"([A-Z_]+)"/g)) {
    expect(documented).toContain(reason);
  }
  for (const reason of documented) expect(sources).toContain(`"${reason}"`);
  expect(new Set(documented).size).toBe(documented.length);
});

function sourcesIn(folder: string): string[] {
  const root = join(import.meta.dirname, "..", "..", folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, name), "utf8"));
}
