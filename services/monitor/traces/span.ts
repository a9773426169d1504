/** What a span says of itself, by the names of `runtime/telemetry/semconv.ts`. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** Something that happened during a span. */
export interface SpanEvent {
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly attributes: SpanAttributes;
}

/** A span as it goes to a backend of traces. */
export interface Span {
  readonly traceId: string;
  /** The same for the same part of the same task: see `spanIdOf`. */
  readonly spanId: string;
  readonly parentId?: string;
  readonly name: string;
  readonly kind: "producer" | "consumer" | "internal";
  /** In milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  readonly events: readonly SpanEvent[];
  /** Spans of the same trace that it goes on from. */
  readonly linkedIds: readonly string[];
  /** What went wrong; absent when nothing did. */
  readonly error?: string;
  /** The worker that ran it, for what ran. */
  readonly worker?: string;
}
