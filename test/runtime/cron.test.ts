import { describe, expect, test } from "vitest";
import {
  CRON_NICKNAMES,
  checkCron,
  isTimeZone,
  localTime,
  nextOfCron,
  timeZones,
} from "../../runtime/cron.ts";

const at = (text: string) => Date.parse(text);
const NOW = at("2026-01-01T00:00:00Z");

/** The next moments, as clocks in the zone show them. */
function next(cron: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let last: number | undefined = at(after);
  while (found.length < count) {
    last = nextOfCron(cron, timeZone, last);
    if (last === undefined) break;
    found.push(localTime(last, timeZone));
  }
  return found;
}

describe("clock changes in Europe/Berlin", () => {
  test("a time that does not exist on the day in March is due right after the gap, and once", () => {
    expect(next("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", 3)).toEqual([
      "2026-03-28T02:30:00+01:00",
      "2026-03-29T03:00:00+02:00",
      "2026-03-30T02:30:00+02:00",
    ]);
  });

  test("a time that comes twice on the day in October is due the first time only", () => {
    expect(next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T02:30:00+02:00",
      "2026-10-26T02:30:00+01:00",
    ]);
  });

  test("every half hour goes on in even steps through both", () => {
    expect(next("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 4)).toEqual([
      "2026-03-29T01:30:00+01:00",
      "2026-03-29T03:00:00+02:00",
      "2026-03-29T03:30:00+02:00",
      "2026-03-29T04:00:00+02:00",
    ]);
    expect(next("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 5)).toEqual([
      "2026-10-25T02:00:00+02:00",
      "2026-10-25T02:30:00+02:00",
      "2026-10-25T02:00:00+01:00",
      "2026-10-25T02:30:00+01:00",
      "2026-10-25T03:00:00+01:00",
    ]);
  });
});

test("the next moment is later than the one given, to the millisecond", () => {
  const noon = at("2026-01-01T12:00:00Z");
  expect(nextOfCron("0 12 * * *", "UTC", noon - 1)).toBe(noon);
  expect(nextOfCron("0 12 * * *", "UTC", noon)).toBe(noon + 86_400_000);
  expect(nextOfCron("* * * * * *", "UTC", noon + 1)).toBe(noon + 1_000);
});

test.each([...CRON_NICKNAMES, "@Daily", "0 0 29 2 *", "*/5 9-17 * * MON-FRI", "0 0 L * *", "30 0 0 1 1 *"])(
  "%s can be used",
  (cron) => {
    expect(checkCron(cron, NOW)).toEqual({ ok: true });
    expect(nextOfCron(cron, "America/New_York", NOW)).toBeGreaterThan(NOW);
  },
);

test.each(["0 0 30 2 *", "0 0 31 4,6,9,11 *", "59 59 23 31 2 *"])("%s never fires", (cron) => {
  expect(checkCron(cron, NOW)).toEqual({ ok: false, why: "never" });
});

test.each([
  ["", /0 fields/],
  ["* * * *", /4 fields; must be 5 .* or 6/],
  ["* * * * * * *", /7 fields/],
  ["@reboot", /no such name; there are @yearly/],
  ["2030-01-23T00:00:00", /1 fields/],
  ["1--100000000 * * * *", /illegal range/],
  ["1-100000000 * * * *", /minute: 60/],
  ["60 * * * *", /minute: 60/],
  ["*/0 * * * *", /stepping/],
  ["0 0 32 * *", /day/],
  ["0 0 * FOO *", /illegal characters/],
  ["\u0661 * * * *", /characters that no field has/],
  [Array.from({ length: 100 }, () => "*").join(" "), /100 fields/],
  [`${"1,".repeat(200_000)}1 * * * *`, /400009 characters, at most 256/],
])("%.20s is refused at once", (cron, problem) => {
  const begun = performance.now();
  expect(checkCron(cron, NOW)).toEqual({
    ok: false,
    why: "invalid",
    problem: expect.stringMatching(problem),
  });
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test("time zones are places, not offsets or anything else", () => {
  for (const name of ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
    expect(isTimeZone(name)).toBe(true);
  for (const name of ["", "Europe/Berln", "+02:00", "Mars/Olympus", "a".repeat(1_000), "Europe/Berlin\n"])
    expect(isTimeZone(name)).toBe(false);
  expect(timeZones().every(isTimeZone)).toBe(true);
});

test("a local time has the offset of its place, also where it is no whole hour", () => {
  expect(localTime(NOW, "UTC")).toBe("2026-01-01T00:00:00+00:00");
  expect(localTime(NOW, "Asia/Kolkata")).toBe("2026-01-01T05:30:00+05:30");
  expect(localTime(NOW, "America/New_York")).toBe("2025-12-31T19:00:00-05:00");
});
