import { messageOf } from "../../../core/message-of.ts";
import { fitsSilence, type Silence } from "../../../core/silence.ts";
import type { Log } from "../../../runtime/log.ts";
import { type Alert, judge, keyOf } from "./alert.ts";
import type { AlertSink } from "./alert-sink.ts";
import type { AlertRule, Situation } from "./rule.ts";

/** How often is looked, in milliseconds. */
const LOOK_MS = 5_000;

/** An alert, and whether it is to be kept quiet. */
export interface ShownAlert extends Alert {
  readonly isSilenced: boolean;
}

export interface AlertWatchOptions {
  readonly rules: readonly AlertRule[];
  readonly situation: (nowMs: number) => Situation;
  readonly silences: () => Iterable<Silence>;
  /** Who is told. */
  readonly sinks: readonly AlertSink[];
  /** Whether this monitor is the one of several that tells. */
  readonly tells: () => boolean;
  readonly log: Log;
}

/** Looks every few seconds whether anything is wrong, and tells who is to be told. */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  #alerts: readonly Alert[] = [];
  /** Those that have been told as firing, by key. */
  #told = new Map<string, Alert>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(Date.now()), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** All there is to show: pending, firing and lately resolved. */
  alerts(nowMs: number): readonly ShownAlert[] {
    return this.#alerts.map((alert) => ({ ...alert, isSilenced: this.#isSilenced(alert, nowMs) }));
  }

  /** Looks once. */
  look(nowMs: number): void {
    const { rules, situation, log } = this.#options;
    try {
      this.#alerts = judge(rules, this.#alerts, situation(nowMs));
    } catch (error) {
      // The index may be away for a moment: the next look is in a few seconds.
      log.warn({ problem: messageOf(error) }, "alerts could not be looked at");
      return;
    }
    this.#tell(nowMs);
  }

  /** One that is silenced counts as over for those who are told; one whose silence ends while it fires begins for them. */
  #tell(nowMs: number): void {
    const { sinks, tells } = this.#options;
    const firing = this.#alerts.filter(({ state }) => state === "firing");
    const loud = new Map(
      firing.filter((alert) => !this.#isSilenced(alert, nowMs)).map((alert) => [keyOf(alert), alert]),
    );
    const current = new Map(this.#alerts.map((alert) => [keyOf(alert), alert]));
    const begun = [...loud].flatMap(([key, alert]) => (this.#told.has(key) ? [] : [alert]));
    const resolved = [...this.#told].flatMap(([key, alert]) =>
      loud.has(key)
        ? []
        : [{ ...alert, ...current.get(key), resolvedMs: current.get(key)?.resolvedMs ?? nowMs }],
    );
    this.#told = loud;
    if (!tells()) return;
    for (const sink of sinks) sink({ firing: [...loud.values()], begun, resolved, nowMs });
  }

  #isSilenced(alert: Alert, nowMs: number): boolean {
    for (const silence of this.#options.silences()) if (fitsSilence(silence, alert, nowMs)) return true;
    return false;
  }
}
