import { readTraceparent } from "./trace-context.ts";

/** The samplers of the standard (`OTEL_TRACES_SAMPLER`) that are known here. */
export const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;
export type Sampler = (typeof SAMPLERS)[number];

/** Which traces are taken. */
export interface Sampling {
  readonly sampler: Sampler;
  /** For the samplers by ratio: from 0 (none) to 1 (all). */
  readonly ratio: number;
}

/** What of a task decides. */
export interface Sampled {
  readonly traceId: string;
  /** The caller's, when there was one. */
  readonly traceparent?: string;
}

/** Whether the trace of a task is to be taken: decided from its beginning alone, so that everybody decides alike. */
export function isSampled({ traceId, traceparent }: Sampled, { sampler, ratio }: Sampling): boolean {
  const parent = traceparent === undefined ? undefined : readTraceparent(traceparent);
  if (parent !== undefined && sampler.startsWith("parentbased_")) return parent.isSampled;
  if (sampler.endsWith("always_on")) return true;
  if (sampler.endsWith("always_off")) return false;
  return chanceOf(traceId) < ratio;
}

/** A number from 0 to 1 out of the part of a trace id that is random: its last 56 bits (W3C Trace Context, level 2). */
function chanceOf(traceId: string): number {
  return Number.parseInt(traceId.slice(-14), 16) / 2 ** 56;
}
