import { type Attributes, type HrTime, SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import { type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { ATTRIBUTES, SERVICE_NAME } from "../../../runtime/telemetry/semconv.ts";
import type { Span } from "../traces/span.ts";

/** So many workers are told apart at a time by an object of their own. */
const MAX_RESOURCES = 500;

const KINDS = {
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Who says what goes out: `OTEL_SERVICE_NAME`, or Longshore. */
export function serviceName(): string {
  return process.env["OTEL_SERVICE_NAME"] || SERVICE_NAME;
}

/** Turns spans into those of the SDK, as its exporters take them. */
export class OtlpSpans {
  readonly #scope: ReadableSpan["instrumentationScope"];
  readonly #ownResource: Resource;
  readonly #byWorker = new Map<string, Resource>();

  /** @param version a semantic version */
  constructor(version: string) {
    this.#scope = { name: SERVICE_NAME, version };
    this.#ownResource = resourceFromAttributes({ [ATTRIBUTES.serviceName]: serviceName() });
  }

  toOtlp(span: Span): ReadableSpan {
    const { traceId, startMs, endMs } = span;
    const context = (spanId: string) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });
    return {
      name: span.name,
      kind: KINDS[span.kind],
      spanContext: () => context(span.spanId),
      ...(span.parentId !== undefined && { parentSpanContext: context(span.parentId) }),
      startTime: toHrTime(startMs),
      endTime: toHrTime(endMs),
      duration: toHrTime(endMs - startMs),
      status:
        span.error === undefined
          ? { code: SpanStatusCode.UNSET }
          : { code: SpanStatusCode.ERROR, message: span.error },
      attributes: span.attributes as Attributes,
      links: span.linkedIds.map((spanId) => ({ context: context(spanId) })),
      events: span.events.map(({ name, atMs, attributes }) => ({
        name,
        time: toHrTime(atMs),
        attributes: attributes as Attributes,
      })),
      ended: true,
      resource: this.#resourceOf(span.worker),
      instrumentationScope: this.#scope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  }

  /** One object for each worker: what has the same one is sent together. */
  #resourceOf(worker: string | undefined): Resource {
    if (worker === undefined) return this.#ownResource;
    const known = this.#byWorker.get(worker);
    if (known !== undefined) return known;
    if (this.#byWorker.size >= MAX_RESOURCES) this.#byWorker.clear();
    const resource = resourceFromAttributes({
      [ATTRIBUTES.serviceName]: `${serviceName()}-worker`,
      [ATTRIBUTES.serviceInstance]: worker,
    });
    this.#byWorker.set(worker, resource);
    return resource;
  }
}

/** Seconds and nanoseconds since 1970, or of a duration. */
export function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
