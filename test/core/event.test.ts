import { expect, test } from "vitest";
import { timeAfter } from "../../core/event.ts";

const at = (time: string) => [{ type: "submitted", time, attempt: 0 }] as const;

test("an event is not earlier than the one before it, whatever the clock says", () => {
  const nowMs = Date.parse("2026-01-01T00:00:00.500Z");
  expect(timeAfter(at("2026-01-01T00:00:00.499Z"), nowMs)).toBe("2026-01-01T00:00:00.500Z");
  expect(timeAfter(at("2026-01-01T00:00:00.501Z"), nowMs)).toBe("2026-01-01T00:00:00.501Z");
  expect(timeAfter([], nowMs)).toBe("2026-01-01T00:00:00.500Z");
});
