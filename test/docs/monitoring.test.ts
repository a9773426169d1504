import { expect, test } from "vitest";
import { formatDuration } from "../../core/duration.ts";
import { DEFAULT_RULES } from "../../services/monitor/alerts/default-rules.ts";
import { changeRules } from "../../services/monitor/alerts/read-rules.ts";
import { openDatabase } from "../../services/monitor/index/database.ts";
import { TaskIndex } from "../../services/monitor/index/task-index.ts";
import { collectMetrics } from "../../services/monitor/metrics/collect.ts";
import { Exemplars } from "../../services/monitor/metrics/exemplars.ts";
import type { Family } from "../../services/monitor/metrics/family.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { VIEW_NAMES } from "../../web/app/view-names.ts";
import { heartbeat } from "../services/monitor/alerts/situations.ts";
import { play } from "../services/monitor/index/lives.ts";
import { codeBlocks } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

const page = readPage("monitoring.md");

/** Every metric, of an installation in which there is something to measure of each. */
function families(): readonly Family[] {
  const database = openDatabase(":memory:", () => {});
  const index = new TaskIndex(database);
  const { stored } = play([
    { task: 0, type: "started" },
    { task: 0, type: "failed" },
    { task: 1, type: "started" },
    { task: 1, type: "succeeded" },
    { task: 2, type: "cancelled" },
    { task: 3, type: "expired" },
  ]);
  index.applyRecords(stored, 1);
  const found = collectMetrics(
    {
      index: { database, lag: () => ({ behind: 0, currentAtMs: 0 }) },
      exemplars: new Exemplars(),
      surroundings: () => ({
        workers: [heartbeat({})],
        store: {
          streams: [{ name: "EVENTS", messages: 1, bytes: 9, maxBytes: 10 }],
          consumers: [
            {
              name: "default-normal",
              queue: "default",
              pending: 1,
              held: 1,
              redelivered: 0,
              waitingPulls: 0,
            },
          ],
          offline: [],
        },
        atMs: 0,
      }),
      version: "1.2.3",
    },
    0,
  );
  database.close();
  return found;
}

function labelsOf(family: Family): string {
  const [first] = family.kind === "histogram" ? family.distributions : family.points;
  return Object.keys(first?.labels ?? {}).join(", ");
}

test("the page has every metric as it is written, and no other", () => {
  const rows = families().map((family) => [
    family.kind === "counter" ? `${family.name}_total` : family.name,
    family.kind,
    labelsOf(family),
    family.help,
  ]);
  const documented = tableRows(page, ["metric", "kind", "labels", "what it is"]);
  // Counters of what did not happen here have no series to take the labels from.
  const known = new Map(documented.map(([name, , labels]) => [name, labels]));
  expect(documented).toEqual(
    rows.map(([name, kind, labels, help]) => [name, kind, labels === "" ? known.get(name) : labels, help]),
  );
});

test("the page has every alert with its numbers and what to do", () => {
  const numbers = DEFAULT_RULES.map((rule) => [
    rule.name,
    rule.severity,
    String(rule.threshold),
    String(rule.clear),
    rule.minimum === 0 ? "" : String(rule.minimum),
    ["failure_ratio", "retries", "new_dead_letters"].includes(rule.measure)
      ? formatDuration(rule.windowMs)
      : "",
    formatDuration(rule.forMs),
    formatDuration(rule.keepMs),
  ]);
  const header = ["alert", "severity", "threshold", "clear", "minimum", "window", "for", "keep"];
  expect(tableRows(page, header)).toEqual(numbers);
  expect(tableRows(page, ["alert", "what is wrong", "what to do"])).toEqual(
    DEFAULT_RULES.map(({ name, summary, action }) => [name, summary, action]),
  );
});

test("the rules file that the page shows changes rules", () => {
  const [shown = ""] = codeBlocks("docs/monitoring.md", "json");
  const changed = changeRules(JSON.parse(shown));
  expect(changed.length).toBeLessThan(DEFAULT_RULES.length);
  expect(changed).not.toEqual(DEFAULT_RULES.filter(({ name }) => changed.some((rule) => rule.name === name)));
});

test("views and settings that the page names are there", () => {
  const views = tableRows(page, ["view", "what it shows"]).map(([view = ""]) => view.toLowerCase());
  expect(views).toEqual([...VIEW_NAMES]);
  const named = [...page.matchAll(/`LONGSHORE_([A-Z_]+)`/g)].map(([, name = ""]) =>
    name.toLowerCase().replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
  );
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(Object.keys(monitorSettings.shape)).toContain(name);
});
