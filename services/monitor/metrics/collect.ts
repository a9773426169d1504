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
  /** How many spans have arrived where they go, and how many were dropped for want of room; undefined when none are sent. */
  readonly spans?: () => { readonly sent: number; readonly dropped: number };
}

/** All metrics as they are now; the same ones for a scrape and for OTLP. */
export function collectMetrics(sources: MetricSources, nowMs: number): readonly Family[] {
  const { index, exemplars, surroundings, version, spans } = sources;
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
    ...(spans === undefined ? [] : spanFamilies(spans())),
  ];
}

function spanFamilies({ sent, dropped }: { readonly sent: number; readonly dropped: number }): Family[] {
  const counter = (name: string, help: string, value: number): Family => ({
    kind: "counter",
    name,
    help,
    points: [{ labels: {}, value }],
  });
  return [
    counter("longshore_monitor_spans_sent", "Spans that have arrived where traces go.", sent),
    counter(
      "longshore_monitor_spans_dropped",
      "Spans that there was no room to keep until they could be sent.",
      dropped,
    ),
  ];
}
