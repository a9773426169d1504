import fc from "fast-check";
import { expect, test } from "vitest";
import { isName, isTaskId } from "../../core/name.ts";
import { hostile, ids, names } from "./names.arbitrary.ts";

test("a name is a lower-case letter, then at most 62 letters, digits, underscores and hyphens", () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(isName(name)).toBe(true);
    }),
  );
  for (const name of ["a", "cpu_intensive", "q-1", "a".repeat(63)]) expect(isName(name)).toBe(true);
});

test("nothing else is a name", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(isName(text)).toBe(false);
    }),
  );
  for (const text of ["", "A", "1a", "_a", "-a", "a".repeat(64), "a\n", "a.b", "tasks.>", "ü"]) {
    expect(isName(text)).toBe(false);
  }
});

test("a task id is a UUID of any version in lower case", () => {
  fc.assert(
    fc.property(ids, (id) => {
      expect(isTaskId(id)).toBe(true);
    }),
  );
});

test("nothing else is a task id", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(isTaskId(text)).toBe(false);
    }),
  );
  const good = "0192f3a4-5b6c-7d8e-9f01-23456789abcd";
  expect(isTaskId(good)).toBe(true);
  for (const text of [
    good.toUpperCase(),
    good.replaceAll("-", ""),
    `{${good}}`,
    `${good}\n`,
    ` ${good}`,
    "00000000-0000-0000-0000-000000000000",
    good.replace("-9f01", "-7f01"),
  ]) {
    expect(isTaskId(text)).toBe(false);
  }
});
