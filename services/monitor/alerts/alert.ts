import { MEASURES } from "./measures.ts";
import type { AlertRule, Reading, Severity, Situation } from "./rule.ts";

/** `pending`: so, but not for long enough yet. `resolved`: it was firing and is over; it is shown for a while. */
export type AlertState = "pending" | "firing" | "resolved";

/** Something that is wrong, or was until lately. Times in milliseconds since 1970. */
export interface Alert {
  /** The rule's. */
  readonly name: string;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: AlertState;
  /** Since when it is so. */
  readonly sinceMs: number;
  /** When it began to fire; absent while it is pending. */
  readonly firedMs?: number;
  /** Since when it has been over, as far as it is. */
  readonly clearSinceMs?: number;
  /** When it was resolved; absent until then. */
  readonly resolvedMs?: number;
  /** What was measured last. */
  readonly value: number;
  readonly threshold: number;
  readonly summary: string;
  readonly action: string;
}

/** How long a resolved alert is shown, in milliseconds. */
export const RESOLVED_SHOWN_MS = 3_600_000;

/** So many alerts of one rule are kept; beyond that the rule itself says enough. */
const MAX_PER_RULE = 50;

/**
 * What becomes of the alerts when things are as they are now. Pure. An alert fires once it has been so for the rule's time, and is
 * resolved once what is measured has been at or below `clear` for the rule's time: in between it changes nothing.
 */
export function judge(
  rules: readonly AlertRule[],
  alerts: readonly Alert[],
  situation: Situation,
): readonly Alert[] {
  const known = new Map(alerts.map((alert) => [keyOf(alert), alert]));
  return rules.flatMap((rule) => {
    const readings = new Map(
      MEASURES[rule.measure](situation, rule).map((reading) => [
        keyOf({ ...reading, name: rule.name }),
        reading,
      ]),
    );
    const before = [...known].filter(([, alert]) => alert.name === rule.name);
    const keys = new Set([...before.map(([key]) => key), ...readings.keys()]);
    return [...keys]
      .flatMap((key) => advance(rule, known.get(key), readings.get(key), situation.nowMs))
      .slice(0, MAX_PER_RULE);
  });
}

/** What names an alert: its rule, and of what it is. */
export function keyOf({ name, labels }: Pick<Alert, "name" | "labels">): string {
  return JSON.stringify([name, Object.entries(labels).sort()]);
}

function advance(
  rule: AlertRule,
  alert: Alert | undefined,
  reading: Reading | undefined,
  nowMs: number,
): readonly Alert[] {
  const value = reading?.value ?? 0;
  const isOver = reading === undefined || value <= rule.clear;
  const isWrong = reading !== undefined && value > rule.threshold;
  if (alert === undefined || alert.state === "resolved") {
    if (isWrong) return [fireIfDue(begin(rule, reading, nowMs), rule, nowMs)];
    const isShown = alert?.resolvedMs !== undefined && nowMs - alert.resolvedMs < RESOLVED_SHOWN_MS;
    return isShown ? [alert] : [];
  }
  if (alert.state === "pending") return isWrong ? [fireIfDue({ ...alert, value }, rule, nowMs)] : [];
  if (!isOver) {
    const { clearSinceMs: _, ...firing } = alert;
    return [{ ...firing, value }];
  }
  const clearSinceMs = alert.clearSinceMs ?? nowMs;
  const last = reading === undefined ? alert.value : value;
  if (nowMs - clearSinceMs < rule.keepMs) return [{ ...alert, clearSinceMs, value: last }];
  return [{ ...alert, clearSinceMs, state: "resolved", resolvedMs: nowMs, value: last }];
}

function begin(rule: AlertRule, { labels, value }: Reading, nowMs: number): Alert {
  const { name, severity, threshold, summary, action } = rule;
  return { name, severity, labels, state: "pending", sinceMs: nowMs, value, threshold, summary, action };
}

function fireIfDue(alert: Alert, { forMs }: AlertRule, nowMs: number): Alert {
  return nowMs - alert.sinceMs >= forMs ? { ...alert, state: "firing", firedMs: nowMs } : alert;
}
