import type { DatabaseSync } from "node:sqlite";
import type { Lag } from "../index/indexer.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Exemplars } from "./exemplars.ts";
import type { Family } from "./family.ts";
import { surroundingsFamilies } from "./surroundings-families.ts";
import { taskFamilies } from "./task-families.ts";

/** Where the numbers come from. */
export interface MetricSources {
  readonly index: { readonly database: DatabaseSync; lag(): Lag };
  readonly exemplars: Exemplars;
  readonly surroundings: () => Surroundings;
  /** A semantic version. */
  readonly version: string;
}

/** All metrics as they are now; the same ones for a scrape and for OTLP. */
export function collectMetrics(sources: MetricSources, nowMs: number): readonly Family[] {
  const { index, exemplars, surroundings, version } = sources;
  const { behind, currentAtMs } = index.lag();
  return [
    ...taskFamilies(index.database, exemplars, nowMs),
    ...surroundingsFamilies(surroundings()),
    {
      kind: "gauge",
      name: "longshore_monitor_behind_messages",
      help: "Stored messages that are not in the index yet.",
      points: [{ labels: {}, value: behind }],
    },
    {
      kind: "gauge",
      name: "longshore_monitor_lag_seconds",
      help: "How long ago the index was known to have all there was.",
      points: [{ labels: {}, value: Math.max(0, nowMs - currentAtMs) / 1_000 }],
    },
    {
      kind: "gauge",
      name: "longshore_build_info",
      help: "The version of this monitor; always 1.",
      points: [{ labels: { version }, value: 1 }],
    },
  ];
}
