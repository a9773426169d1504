import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { messageOf } from "../../../core/message-of.ts";
import type { Family } from "../metrics/family.ts";
import type { Span } from "../traces/span.ts";
import { OtlpMetrics } from "./otlp-metrics.ts";
import { OtlpSpans } from "./otlp-spans.ts";

/** Sends by OTLP over HTTP. Nothing rejects: each resolves with undefined when it has arrived, or with what is wrong. */
export interface OtlpSender {
  sendSpans(spans: readonly Span[]): Promise<string | undefined>;
  sendMetrics(families: readonly Family[], nowMs: number): Promise<string | undefined>;
  /** Nothing is sent any more. What is under way is left to itself. */
  stop(): void;
}

/**
 * What is sent goes to `/v1/traces` and `/v1/metrics` below the endpoint. Headers, time limit, compression and certificates are those of
 * the standard's variables (`OTEL_EXPORTER_OTLP_HEADERS` and so on), which the exporters read themselves.
 */
export function createOtlpSender(options: {
  readonly endpoint: string;
  /** A semantic version. */
  readonly version: string;
  /** Who sends; unique per process. */
  readonly instance: string;
}): OtlpSender {
  const { endpoint, version, instance } = options;
  const base = endpoint.replace(/\/+$/, "");
  const traces = new OTLPTraceExporter({ url: `${base}/v1/traces` });
  const metrics = new OTLPMetricExporter({ url: `${base}/v1/metrics` });
  const spans = new OtlpSpans(version);
  const families = new OtlpMetrics({ version, instance, startMs: Date.now() });
  return {
    sendSpans: (some) =>
      sent((done) => {
        traces.export(
          some.map((span) => spans.toOtlp(span)),
          done,
        );
      }),
    sendMetrics: (some, nowMs) => sent((done) => metrics.export(families.toOtlp(some, nowMs), done)),
    stop() {
      // It waits for what is under way, which nobody else needs to.
      void Promise.allSettled([traces.shutdown(), metrics.shutdown()]);
    },
  };
}

function sent(begin: (done: (result: ExportResult) => void) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    begin(({ code, error }) =>
      resolve(code === ExportResultCode.SUCCESS ? undefined : messageOf(error ?? "it was not taken")),
    );
  });
}
