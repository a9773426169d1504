import { z } from "zod";
import { address, byteSize, duration, wordList } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";
import { samplingSettings } from "../../runtime/telemetry/sampling-settings.ts";

const OTLP_SIGNALS = ["traces", "metrics"];

/** What a monitor is told. */
export const monitorSettings = storeSettings.extend({
  monitorAddress: address("127.0.0.1:7422").meta({
    description:
      "Where the monitor listens: /metrics, /healthz and /readyz. None of them needs a key: leave it on this machine.",
  }),
  indexFile: z.string().default(".longshore/index.db").meta({
    description:
      "The file in which the monitor keeps its index. It may be deleted while the monitor is stopped: what the streams still hold is read again. Each monitor needs a file of its own.",
  }),
  historyAge: duration("30d").meta({
    description: "How long the monitor remembers a task after its end.",
  }),
  historyMaxBytes: byteSize("4GiB").meta({
    description: "The most bytes that the index may take; the tasks that ended first are forgotten first.",
  }),
  alertRules: z.string().optional().meta({
    description:
      "A JSON file that changes the rules for alerts: by the name of a rule its threshold, clear, window, minimum, for, keep or severity, or false to turn it off. See docs/monitoring.md.",
  }),
  alertmanagerUrls: wordList("").meta({
    description: "Alertmanagers that are told of alerts, parted by commas, such as http://127.0.0.1:9093.",
  }),
  alertWebhook: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "A URL that is called when an alert begins or is over, with a body as Alertmanager sends it.",
    }),
  otlpEndpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "Where traces and metrics go by OTLP over HTTP (protobuf): a collector, Jaeger or the like, such as http://127.0.0.1:4318. Not set: nowhere. See docs/tracing.md.",
      standardName: "OTEL_EXPORTER_OTLP_ENDPOINT",
    }),
  otlpSignals: wordList("traces,metrics")
    .refine((words) => words.every((word) => OTLP_SIGNALS.includes(word)), {
      message: `must be of ${OTLP_SIGNALS.join(", ")}, parted by commas`,
    })
    .meta({ description: "What goes there, parted by commas: traces, metrics." }),
  otlpMetricsInterval: duration("30s")
    .refine((ms) => ms >= 1_000 && ms <= 3_600_000, { message: "must be from 1s to 1h" })
    .meta({ description: "How often metrics go there." }),
  ...samplingSettings.shape,
  tracesOfFailures: z.enum(["always", "sampled"]).default("always").meta({
    description:
      "Whether the trace of a task that failed or expired is sent even when the sampler has not taken it.",
  }),
});
export type MonitorSettings = z.output<typeof monitorSettings>;
