import { ValueType } from "@opentelemetry/api";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricDescriptor,
  type ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import { ATTRIBUTES, SERVICE_NAME } from "../../../runtime/telemetry/semconv.ts";
import type { Distribution, Family, Point } from "../metrics/family.ts";
import { serviceName, toHrTime } from "./otlp-spans.ts";

/** The unit (UCUM) that the last word of a name stands for. */
const UNITS: Readonly<Record<string, string>> = { seconds: "s", bytes: "By", ratio: "1" };

export interface OtlpMetricsOptions {
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
  /** From when on it is counted, in milliseconds since 1970. */
  readonly startMs: number;
}

/** Turns metrics into those of the SDK, as its exporters take them: the same names and labels as on the page for Prometheus. */
export class OtlpMetrics {
  readonly #options: OtlpMetricsOptions;
  readonly #resource: Resource;

  constructor(options: OtlpMetricsOptions) {
    this.#options = options;
    this.#resource = resourceFromAttributes({
      [ATTRIBUTES.serviceName]: serviceName(),
      [ATTRIBUTES.serviceVersion]: options.version,
      [ATTRIBUTES.serviceInstance]: options.instance,
    });
  }

  toOtlp(families: readonly Family[], nowMs: number): ResourceMetrics {
    const times = { startTime: toHrTime(this.#options.startMs), endTime: toHrTime(nowMs) };
    return {
      resource: this.#resource,
      scopeMetrics: [
        {
          scope: { name: SERVICE_NAME, version: this.#options.version },
          // A name without a series says nothing; the page for Prometheus leaves it out, too.
          metrics: families
            .map((family) => toMetric(family, times))
            .filter(({ dataPoints }) => dataPoints.length > 0),
        },
      ],
    };
  }
}

type Times = Pick<MetricData["dataPoints"][number], "startTime" | "endTime">;

function toMetric(family: Family, times: Times): MetricData {
  const base = {
    descriptor: describe(family),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (family.kind === "histogram") {
    const dataPoints = family.distributions.map((one) => toHistogram(family.bounds, one, times));
    return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = family.points.map((point) => toNumber(point, times));
  return family.kind === "counter"
    ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
}

function describe({ name, help }: Family): MetricDescriptor {
  const unit = UNITS[name.slice(name.lastIndexOf("_") + 1)] ?? "";
  return { name, description: help, unit, valueType: ValueType.DOUBLE };
}

function toNumber({ labels, value }: Point, times: Times) {
  return { ...times, attributes: labels, value };
}

function toHistogram(bounds: readonly number[], { labels, counts, sum }: Distribution, times: Times) {
  return {
    ...times,
    attributes: labels,
    value: {
      buckets: { boundaries: [...bounds], counts: [...counts] },
      sum,
      count: counts.reduce((total, count) => total + count, 0),
    },
  };
}
