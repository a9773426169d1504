import type { Alert } from "./alert.ts";

/** What is to be told of alerts at one moment; none of it is silenced. */
export interface AlertNews {
  /** All that fire. */
  readonly firing: readonly Alert[];
  /** Those of them that have begun since the last time. */
  readonly begun: readonly Alert[];
  /** Those that have been resolved since the last time. */
  readonly resolved: readonly Alert[];
  /** In milliseconds since 1970. */
  readonly nowMs: number;
}

/** Somebody who is told of alerts. Called every few seconds, also when there is no news; must not throw, and must not be waited for. */
export type AlertSink = (news: AlertNews) => void;
