import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { uuidV7 } from "../../../core/id.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { isSampled, SAMPLERS, type Sampler } from "../../../runtime/telemetry/sampling.ts";
import { samplingOf, samplingSettings } from "../../../runtime/telemetry/sampling-settings.ts";
import { readTraceparent, writeTraceparent } from "../../../runtime/telemetry/trace-context.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parent = (isSampled: boolean) => writeTraceparent({ traceId, spanId: "00f067aa0ba902b7", isSampled });

/** What each sampler says of a trace whose caller takes it, does not, or is not there; by ratio none are taken. */
test.each<[Sampler, boolean, boolean, boolean]>([
  ["always_on", true, true, true],
  ["always_off", false, false, false],
  ["traceidratio", false, false, false],
  ["parentbased_always_on", true, false, true],
  ["parentbased_always_off", true, false, false],
  ["parentbased_traceidratio", true, false, false],
])("%s", (sampler, taken, notTaken, alone) => {
  const decide = (traceparent?: string) =>
    isSampled({ traceId, ...(traceparent !== undefined && { traceparent }) }, { sampler, ratio: 0 });
  expect([decide(parent(true)), decide(parent(false)), decide()]).toEqual([taken, notTaken, alone]);
});

test("every sampler is in the table above", () => {
  expect(SAMPLERS).toHaveLength(6);
});

test("by ratio about as many tasks are taken as it says, and the same ones whenever it is asked", () => {
  const sampling = { sampler: "parentbased_traceidratio", ratio: 0.25 } as const;
  const tasks = Array.from({ length: 4_000 }, () => ({
    traceId: uuidV7(Date.now(), randomBytes(10)).replaceAll("-", ""),
  }));
  const taken = tasks.filter((task) => isSampled(task, sampling));
  expect(taken.length).toBeGreaterThan(800);
  expect(taken.length).toBeLessThan(1_200);
  expect(tasks.filter((task) => isSampled(task, sampling))).toEqual(taken);
});

test("the names of the standard are understood, our own come first, and what is wrong is refused", () => {
  const read = (env: Record<string, string>) => samplingOf(loadSettings(samplingSettings, env));
  expect(read({})).toEqual({ sampler: "parentbased_always_on", ratio: 1 });
  expect(read({ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.05" })).toEqual({
    sampler: "traceidratio",
    ratio: 0.05,
  });
  expect(read({ OTEL_TRACES_SAMPLER: "always_on", LONGSHORE_TRACES_SAMPLER: "always_off" })).toMatchObject({
    sampler: "always_off",
  });
  expect(() => read({ OTEL_TRACES_SAMPLER: "sometimes" })).toThrow(/LONGSHORE_TRACES_SAMPLER = "sometimes"/);
  expect(() => read({ OTEL_TRACES_SAMPLER_ARG: "2" })).toThrow(/from 0 to 1/);
});

test("a traceparent is read as it was written, and no other text is", () => {
  const context = { traceId, spanId: "00f067aa0ba902b7", isSampled: true };
  expect(readTraceparent(writeTraceparent(context))).toEqual(context);
  expect(readTraceparent(`01-${traceId}-00f067aa0ba902b7-01`)).toBeUndefined();
  expect(readTraceparent("")).toBeUndefined();
});
