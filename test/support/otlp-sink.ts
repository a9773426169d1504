import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import protobuf from "protobufjs";
import { onTestFinished } from "vitest";

/** The part of OTLP's messages that tests look at (https://github.com/open-telemetry/opentelemetry-proto, v1). */
const PROTO = `
syntax = "proto3";
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message NumberPoint {
  fixed64 time_unix_nano = 3; oneof value { double as_double = 4; sfixed64 as_int = 6; } repeated KeyValue attributes = 7;
}
message HistogramPoint {
  fixed64 count = 4; double sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7;
  repeated KeyValue attributes = 9;
}
message Gauge { repeated NumberPoint data_points = 1; }
message Sum { repeated NumberPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message Histogram { repeated HistogramPoint data_points = 1; int32 aggregation_temporality = 2; }
message Metric { string name = 1; string description = 2; string unit = 3; Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; }
message ScopeMetrics { repeated Metric metrics = 2; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
message Metrics { repeated ResourceMetrics resource_metrics = 1; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
}
message ScopeSpans { repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Traces { repeated ResourceSpans resource_spans = 1; }
`;

const { root } = protobuf.parse(PROTO);
const Metrics = root.lookupType("Metrics");
const Traces = root.lookupType("Traces");

/** A span as it came. Times in milliseconds since 1970. */
export interface SunkSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A metric as it came: one number for each series, or how many were counted and their sum. */
export interface SunkMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: "gauge" | "sum" | "histogram";
  readonly points: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
    readonly sum?: number;
    readonly buckets?: readonly number[];
  }[];
}

export interface OtlpSink {
  readonly url: string;
  /** All that came, in order. */
  readonly spans: readonly SunkSpan[];
  /** The newest of each name. */
  readonly metrics: ReadonlyMap<string, SunkMetric>;
  /** Whether it takes what comes; refuses it with 400 otherwise, which nobody sends again by itself. */
  isOpen: boolean;
  /** How often it has refused. */
  readonly refused: number;
}

interface WireAttributes {
  readonly attributes?: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

const labelsOf = ({ attributes = [] }: WireAttributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? ""]));

/** Takes OTLP over HTTP as a collector does, for one test. */
export async function startOtlpSink(): Promise<OtlpSink> {
  const spans: SunkSpan[] = [];
  const metrics = new Map<string, SunkMetric>();
  const sink = { url: "", spans, metrics, isOpen: true, refused: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (!sink.isOpen) {
        sink.refused++;
        response.writeHead(400).end();
        return;
      }
      const body = Buffer.concat(chunks);
      if (request.url === "/v1/traces") spans.push(...readSpans(body));
      else if (request.url === "/v1/metrics")
        for (const metric of readMetrics(body)) metrics.set(metric.name, metric);
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  sink.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return sink;
}

function readSpans(body: Buffer): SunkSpan[] {
  const { resourceSpans = [] } = Traces.toObject(Traces.decode(body), { longs: Number, bytes: Buffer });
  return resourceSpans.flatMap(({ scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }: { spans?: WireSpan[] }) =>
      spans.map((span) => ({
        traceId: span.traceId.toString("hex"),
        spanId: span.spanId.toString("hex"),
        name: span.name,
        // Nanoseconds since 1970 are more than a number holds exactly; they are off by less than a microsecond.
        startMs: Math.round(span.startTimeUnixNano / 1e6),
        endMs: Math.round(span.endTimeUnixNano / 1e6),
      })),
    ),
  );
}

interface WireSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly name: string;
  readonly startTimeUnixNano: number;
  readonly endTimeUnixNano: number;
}

interface WirePoint extends WireAttributes {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly bucketCounts?: readonly number[];
}

interface WireMetric {
  readonly name: string;
  readonly unit?: string;
  readonly gauge?: { readonly dataPoints?: readonly WirePoint[] };
  readonly sum?: { readonly dataPoints?: readonly WirePoint[] };
  readonly histogram?: { readonly dataPoints?: readonly WirePoint[] };
}

function readMetrics(body: Buffer): SunkMetric[] {
  const { resourceMetrics = [] } = Metrics.toObject(Metrics.decode(body), { longs: Number });
  return resourceMetrics.flatMap(({ scopeMetrics = [] }) =>
    scopeMetrics.flatMap(({ metrics = [] }: { metrics?: WireMetric[] }) => metrics.map(readMetric)),
  );
}

function readMetric({ name, unit = "", gauge, sum, histogram }: WireMetric): SunkMetric {
  const points = (gauge ?? sum ?? histogram)?.dataPoints ?? [];
  return {
    name,
    unit,
    kind: gauge !== undefined ? "gauge" : sum !== undefined ? "sum" : "histogram",
    points: points.map((point) => ({
      labels: labelsOf(point),
      value: point.asDouble ?? point.asInt ?? point.count ?? 0,
      ...(point.sum !== undefined && { sum: point.sum }),
      ...(point.bucketCounts !== undefined && { buckets: point.bucketCounts }),
    })),
  };
}
