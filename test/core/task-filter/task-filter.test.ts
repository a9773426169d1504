import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyAllowed } from "../../../core/lifecycle.ts";
import { type NewTask, TASK_STATES, type TaskRecord } from "../../../core/task.ts";
import { fieldsOf } from "../../../core/task-filter/fields-of.ts";
import {
  type Comparison,
  FILTER_MAX_COMPARISONS,
  FILTER_MAX_DEPTH,
  type TaskFilter,
} from "../../../core/task-filter/filter.ts";
import { couldMatch, matchesFilter } from "../../../core/task-filter/match.ts";
import { parseFilter } from "../../../core/task-filter/parse.ts";
import { PAYLOAD_FILTER_MAX } from "../../../core/task-filter/payload.ts";
import { printFilter } from "../../../core/task-filter/print.ts";
import { newRecord } from "../../support/task-record.ts";
import { filters } from "./filters.arbitrary.ts";

function parsed(text: string): TaskFilter | undefined {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(`${text}: ${result.position}: ${result.problem}`);
  return result.filter;
}

const compare = (
  field: Comparison["field"],
  operator: Comparison["operator"],
  value: string,
): Comparison => ({
  kind: "compare",
  field,
  operator,
  value,
});

const error = { name: "Error", message: "disk full on /data", reason: "HANDLER_ERROR" };
const NOW = "2026-01-15T12:00:00.000Z";

function failedTask(): TaskRecord {
  const fresh = {
    ...newRecord({ labels: { team: "ads" }, priority: "high" }),
    createdAt: "2026-01-15T11:00:00.000Z",
  };
  const started = applyAllowed(fresh, { type: "started", time: NOW, attempt: 1, worker: "w1" });
  return applyAllowed(started, { type: "failed", time: NOW, attempt: 1, reason: error.reason, error });
}

describe("parsing", () => {
  test("gives back what was printed", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = printFilter(filter);
        fc.pre(text.length <= 2_000);
        expect(parsed(text)).toEqual(filter);
      }),
    );
  });

  test("OR binds tighter than AND", () => {
    const [a, b, c] = ["a", "b", "c"].map((value) => compare("type", "=", value));
    const orFirst = { kind: "and", terms: [a, { kind: "or", terms: [b, c] }] };
    expect(parsed("type = a AND type = b OR type = c")).toEqual(orFirst);
    expect(parsed("(type = a AND type = b) OR type = c")).not.toEqual(orFirst);
  });

  test("values may do without quotes, and quotes may be escaped", () => {
    expect(parsed("create_time>=2026-01-31T08:00:00+01:00")).toEqual(
      compare("create_time", ">=", "2026-01-31T07:00:00.000Z"),
    );
    expect(parsed("state=failed")).toEqual(compare("state", "=", "FAILED"));
    expect(parsed("type = 'it\\'s \"x\"'")).toEqual(compare("type", "=", 'it\'s "x"'));
    expect(parsed("labels.team:a")).toEqual(compare("labels.team", ":", "a"));
    expect(parsed(" \n ")).toBeUndefined();
  });

  test.each([
    [
      "stat = FAILED",
      1,
      /^"stat" is no field; known are task_id, state, type, .*labels\.KEY, payload\.FIELD$/,
    ],
    ["state FAILED", 7, /^"FAILED" is here, expected = !=$/],
    ["state < FAILED", 7, /^state cannot be compared by <, only by = !=$/],
    ["state = DONE", 9, /^"DONE" is no value of state, expected one of SCHEDULED, /],
    ["run > 90", 7, /^"90" is no value of run, expected a number with a unit/],
    ['payload.a > "5"', 13, /^payload.a is compared by > with numbers only/],
    ["payload.a < b", 13, /numbers only/],
    ['text : "--"', 8, /expected words, of letters and digits/],
    ["text = a", 6, /^text cannot be compared by =, only by :$/],
    ["payload = 1", 1, /^"payload" is no field/],
    ["payload.a.b.c.d.e.f.g.h.i = 1", 1, /is no field/],
    ["attempt > many", 11, /expected a whole number$/],
    ["create_time > yesterday", 15, /expected a time such as/],
    ["create_time > 2026-13-45", 15, /expected a time such as/],
    ["type = ", 8, /^the end is here, expected a value for type$/],
    ["type = a type = b", 10, /^"type" is here, expected AND, OR or the end$/],
    ["type = a and type = b", 10, /^"and" is here, expected .*; AND, OR and NOT are written in capitals$/],
    ["(type = a", 10, /^the end is here, expected AND, OR or "\)"$/],
    ["type = a)", 9, /^"\)" is here, expected AND, OR or the end$/],
    ['type = "a', 8, /never closed/],
    ['type = "a\\n"', 10, /after a "\\" in quotes/],
    ["AND", 1, /^"AND" is no field/],
    ["NOT", 4, /^the end is here, expected a field$/],
    ["labels.Team = x", 1, /^"labels.Team" is no field/],
    ["__proto__ = x", 1, /is no field/],
    [`type = "${"x".repeat(2_000)}"`, 1, /2009 characters, at most 2000 are allowed/],
    [`${"(".repeat(30)}type = a${")".repeat(30)}`, FILTER_MAX_DEPTH + 2, /nests deeper than 20 levels/],
    [Array(60).fill("type = a").join(" OR "), undefined, /more than 50 comparisons/],
  ])("refuses %s, and says where and what was expected", (text, position, problem) => {
    const result = parseFilter(text);
    if (result.ok) throw new Error("it was not refused");
    expect(result.problem).toMatch(problem);
    if (position !== undefined) expect(result.position).toBe(position);
  });

  test("never throws, whatever it is given, and is never slow", () => {
    const pieces = fc.constantFrom(
      "(",
      ")",
      "NOT ",
      "AND",
      "OR",
      "=",
      ":",
      '"',
      "'",
      "\\",
      "type",
      "state",
      " ",
      "*",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(pieces, { maxLength: 900 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const startedAt = performance.now();
        const result = parseFilter(text);
        // Hundreds of times what it takes: only a parser that goes over its text again and again takes so long.
        expect(performance.now() - startedAt).toBeLessThan(500);
        if (!result.ok) expect(result.position).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test("what is just within its limits is read", () => {
    const deep = `${"(".repeat(FILTER_MAX_DEPTH)}type = a${")".repeat(FILTER_MAX_DEPTH)}`;
    expect(parseFilter(deep).ok).toBe(true);
    const long = Array(FILTER_MAX_COMPARISONS).fill("type = a").join(" AND ");
    expect(parseFilter(long).ok).toBe(true);
  });
});

describe("matching", () => {
  test.each([
    ["state = FAILED", true],
    ["state != FAILED", false],
    ['type = "greet"', true],
    ['type = "gr*" AND queue = default', true],
    ['type = "ret*"', false],
    ["priority = high", true],
    ["labels.team = a*", true],
    ["labels.team = b* OR labels.team = ads", true],
    ["labels.other = x", false],
    ["labels.other != x", true],
    ["labels.constructor = x", false],
    ["labels.team : ds", true],
    ['error.message : "disk full"', true],
    ["error.reason = HANDLER_ERROR AND reason = HANDLER_ERROR", true],
    ["NOT error.reason = HARD_LIMIT", true],
    ["attempt >= 1 AND attempt < 2", true],
    ["attempt = 10", false],
    ["worker = w1", true],
    ["unique_key != report", true],
    ["create_time < 2026-01-15T11:00:00.001Z AND create_time > 2026-01-15", true],
    ["finish_time = 2026-01-15T12:00:00Z", true],
    ["finish_time > 2026-01-15T12:00:00Z", false],
    ["", true],
  ])("%s", (text, expected) => {
    expect(matchesFilter(parsed(text), failedTask())).toBe(expected);
  });

  test("a task is found by its unique key", () => {
    const record = newRecord({ uniqueKey: "report 2026-11-24" });
    expect(matchesFilter(parsed('unique_key = "report 2026-11-24"'), record)).toBe(true);
    expect(matchesFilter(parsed("unique_key = report"), record)).toBe(false);
  });

  test("a time that a task does not have is before and after nothing", () => {
    const fresh = newRecord();
    expect(matchesFilter(parsed("start_time > 1999-01-01"), fresh)).toBe(false);
    expect(matchesFilter(parsed("start_time < 2999-01-01"), fresh)).toBe(false);
    expect(matchesFilter(parsed("start_time != 2026-01-01"), fresh)).toBe(true);
  });

  test("what passes could have been told from its state to be able to", () => {
    const records = fc.constantFrom(...TASK_STATES).map((state): TaskRecord => ({ ...failedTask(), state }));
    fc.assert(
      fc.property(filters, records, (filter, record) => {
        if (matchesFilter(filter, record)) expect(couldMatch(filter, record.state)).toBe(true);
      }),
    );
  });

  test("states that a filter excludes are known without reading tasks", () => {
    const could = (text: string) => TASK_STATES.filter((state) => couldMatch(parsed(text), state));
    expect(could("state = FAILED AND type = x")).toEqual(["FAILED"]);
    expect(could("state = FAILED OR type = x")).toEqual(TASK_STATES);
    expect(could("NOT (state = QUEUED OR state = RUNNING) AND state != FAILED")).not.toContain("QUEUED");
    expect(could("state = FAILED AND state = QUEUED")).toEqual([]);
  });

  test("which fields a filter speaks of is known", () => {
    const fields = fieldsOf(parsed("type = x AND NOT (queue = y OR state = FAILED)"));
    expect([...fields]).toEqual(["type", "queue", "state"]);
    expect(fieldsOf(undefined).size).toBe(0);
  });

  test.each([
    ["payload.name = Ada", true],
    ['payload.name = "A*"', true],
    ["payload.name : d", true],
    ["payload.name : x", false],
    ["payload.count = 5", true],
    ['payload.count = "5"', false],
    ["payload.code = 5", false],
    ['payload.code = "5"', true],
    ["payload.count >= 4.5 AND payload.count < 6e0", true],
    ["payload.code > 1", false],
    ["payload.isNew = true", true],
    ['payload.isNew = "true"', false],
    ["payload.isNew != false", true],
    ["payload.nothing = null", true],
    ["payload.nothing : *", true],
    ["payload.missing : *", false],
    ["payload.missing = null", false],
    ["payload.missing != 1", true],
    ["payload.missing < 1", false],
    ["payload.customer.id = c-1", true],
    ["payload.customer = c-1", false],
    ["payload.list.length = 1", false],
    ["payload.constructor : *", false],
  ])("what is in a payload is compared as JSON has it: %s", (text, expected) => {
    const payload = {
      name: "Ada",
      count: 5,
      code: "5",
      isNew: true,
      nothing: null,
      list: [1],
      customer: { id: "c-1" },
    };
    expect(matchesFilter(parsed(text), newRecord({ payload }))).toBe(expected);
  });

  test("a payload that filters cannot look into passes neither a comparison nor its opposite", () => {
    const longest = { a: "x".repeat(PAYLOAD_FILTER_MAX - '{"a":""}'.length) };
    const unseen: Partial<NewTask>[] = [
      { payload: { a: `${longest.a}x` } },
      { payload: "eyJhIjoxfQ==", payloadContentType: "application/octet-stream" },
      { payload: null, payloadObject: { name: "demo/x", bytes: 1, sha256: "0".repeat(64) } as never },
    ];
    for (const text of ["payload.a : *", "payload.a = 1", "payload.a != 1", "payload.b != 1"]) {
      for (const task of unseen) {
        expect(matchesFilter(parsed(text), newRecord(task))).toBe(false);
        expect(matchesFilter(parsed(`NOT ${text}`), newRecord(task))).toBe(false);
        expect(matchesFilter(parsed(`${text} OR state = QUEUED`), newRecord(task))).toBe(true);
      }
    }
    expect(matchesFilter(parsed("payload.a : x"), newRecord({ payload: longest }))).toBe(true);
  });

  test("words can be told by nobody without an index", () => {
    expect(parsed(printFilter(parsed('text : "disk fu*"') as TaskFilter))).toEqual(
      parsed('text : "disk fu*"'),
    );
    for (const text of ["text : a", "NOT text : a"])
      expect(matchesFilter(parsed(text), newRecord({}))).toBe(false);
    expect(matchesFilter(parsed("text : a OR state = QUEUED"), newRecord({}))).toBe(true);
  });

  test("how long attempts waited and ran can be compared", () => {
    const record = applyAllowed(
      applyAllowed(newRecord({}), {
        type: "started",
        attempt: 1,
        time: "2026-01-15T11:00:30.000Z",
        worker: "w1",
      }),
      { type: "succeeded", attempt: 1, time: "2026-01-15T11:02:00.000Z" },
    );
    const fresh = newRecord({});
    for (const text of ["run = 90s", "run = 1m30s", "run >= 90000ms", "run < 1h", "run != 1s", "wait >= 0s"])
      expect(matchesFilter(parsed(text), record), text).toBe(true);
    for (const text of ["run > 90s", "wait > 365d"]) expect(matchesFilter(parsed(text), record)).toBe(false);
    for (const text of ["run < 1h", "wait < 1h"]) expect(matchesFilter(parsed(text), fresh)).toBe(false);
    expect(matchesFilter(parsed("run != 1h"), fresh)).toBe(true);
  });
});
