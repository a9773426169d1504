import type { TaskRecord } from "../../../core/task.ts";
import type { Log } from "../../../runtime/log.ts";
import type { OnStop } from "../../../runtime/startable.ts";
import { samplingOf } from "../../../runtime/telemetry/sampling-settings.ts";
import type { Family } from "../metrics/family.ts";
import type { MonitorSettings } from "../settings.ts";
import { SpanQueue } from "../traces/span-queue.ts";
import { taskSpans } from "../traces/task-spans.ts";
import { isToBeTold } from "../traces/trace-choice.ts";
import type { OtlpSender } from "./otlp-sender.ts";
import { PushedMetrics } from "./pushed-metrics.ts";

export interface OtlpOptions {
  readonly settings: MonitorSettings;
  /** Whether it is this one of several monitors that sends. */
  readonly speaks: () => boolean;
  readonly log: Log;
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
}

/** What is sent by OTLP. */
export interface Otlp {
  /** Makes the spans of a task whose record says that it has just ended. */
  note(record: TaskRecord): void;
  /** How many spans have arrived, and how many were dropped for want of room. */
  spans(): { readonly sent: number; readonly dropped: number };
  /** Begins to send metrics, as they are whenever they are asked for. */
  pushMetrics(families: (nowMs: number) => readonly Family[], onStop: OnStop): void;
}

const NO_TRACES: Pick<Otlp, "note" | "spans"> = {
  note: () => undefined,
  spans: () => ({ sent: 0, dropped: 0 }),
};

/** Begins to send what the settings say to where they say; resolves with undefined when they say nowhere. */
export async function startOtlp(options: OtlpOptions, onStop: OnStop): Promise<Otlp | undefined> {
  const { settings, speaks, log, version, instance } = options;
  const { otlpEndpoint: endpoint, otlpSignals: signals } = settings;
  if (endpoint === undefined) return undefined;
  // The SDK is only loaded where something is to be sent: it takes 25 MB and 0.1 s.
  const { createOtlpSender } = await import("./otlp-sender.ts");
  const sender = createOtlpSender({ endpoint, version, instance });
  onStop(() => sender.stop());
  const traces = signals.includes("traces") ? startTraces(options, endpoint, sender, onStop) : NO_TRACES;
  return {
    ...traces,
    pushMetrics(families, onStop) {
      if (!signals.includes("metrics")) return;
      const pushed = new PushedMetrics({
        everyMs: settings.otlpMetricsInterval,
        push: (nowMs) => sender.sendMetrics(families(nowMs), nowMs),
        speaks,
        onChange: (problem) => tell(log, "metrics", endpoint, problem),
      });
      pushed.start();
      onStop(() => pushed.stop());
    },
  };
}

function startTraces(
  { settings, speaks, log }: OtlpOptions,
  endpoint: string,
  sender: OtlpSender,
  onStop: OnStop,
): Pick<Otlp, "note" | "spans"> {
  const queue = new SpanQueue({
    send: (spans) => sender.sendSpans(spans),
    speaks,
    onChange: (problem) => tell(log, "traces", endpoint, problem),
  });
  onStop(() => queue.stop());
  const choice = {
    sampling: samplingOf(settings),
    alwaysFailures: settings.tracesOfFailures === "always",
  };
  return {
    note(record) {
      if (isToBeTold(record, choice, Date.now())) queue.add(taskSpans(record));
    },
    spans: () => queue.counts(),
  };
}

function tell(log: Log, what: string, endpoint: string, problem: string | undefined): void {
  if (problem === undefined) log.info({ endpoint }, `${what} go out again`);
  else log.warn({ endpoint, problem }, `${what} do not go out; it is tried again`);
}
