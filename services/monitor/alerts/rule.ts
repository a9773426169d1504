import type { WindowStatistics } from "../../../core/window-statistics.ts";
import type { WaitingType } from "../index/waiting-types.ts";
import type { Surroundings } from "../surroundings.ts";

export const SEVERITIES = ["warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What can be measured: see `measures.ts`. */
export type MeasureName =
  | "failure_ratio"
  | "running_seconds"
  | "handler_memory_ratio"
  | "queue_without_worker"
  | "type_without_worker"
  | "oldest_waiting_seconds"
  | "retries"
  | "stalled_worker"
  | "new_dead_letters"
  | "monitor_lag_seconds"
  | "stream_fill_ratio"
  | "nats_down";

/** When to raise an alert, as data. Durations are in milliseconds. */
export interface AlertRule {
  /** Unique; in CamelCase, as Prometheus has it. */
  readonly name: string;
  readonly severity: Severity;
  readonly measure: MeasureName;
  /** Raised when what is measured is greater than this. */
  readonly threshold: number;
  /** Once raised it is over only when what is measured is at most this, so that it does not flap. At most the threshold. */
  readonly clear: number;
  /** How far back is looked, for what is measured over time. */
  readonly windowMs: number;
  /** Over how few tasks nothing is said, for ratios. */
  readonly minimum: number;
  /** For how long it must be so before the alert fires. */
  readonly forMs: number;
  /** For how long it must be over before the alert is resolved. */
  readonly keepMs: number;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** What to do about it. */
  readonly action: string;
  /** The same rule for Prometheus, without the comparison; undefined where its metrics do not say it. */
  readonly promql?: string;
}

/** Something that was measured, and of what: an alert of its own each. */
export interface Reading {
  /** What it was measured of, such as `queue`; empty where there is only one. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A task that runs. */
export interface RunningTask {
  readonly project: string;
  readonly taskId: string;
  readonly type: string;
  /** When its attempt began, in milliseconds since 1970. */
  readonly startedMs: number;
}

/** All that rules can be about, at one moment. */
export interface Situation {
  readonly nowMs: number;
  /** What happened to all tasks in the last so many milliseconds. */
  window(windowMs: number): WindowStatistics;
  /** Those that have run longest, first one oldest. */
  readonly running: readonly RunningTask[];
  readonly waiting: readonly WaitingType[];
  readonly surroundings: Surroundings;
  readonly isConnected: boolean;
  /** How long ago the index was known to have all there was. */
  readonly lagMs: number;
}
