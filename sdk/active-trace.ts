import type { ContextManager, Span } from "@opentelemetry/api";

/** Where the API of OpenTelemetry keeps what has been registered with it, whichever copies of it are loaded. */
const REGISTERED = Symbol.for("opentelemetry.js.api.1");

/** Under which that API keeps the span that is active. */
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");

/**
 * What somebody in this process has registered with OpenTelemetry to keep track of contexts; undefined where nobody has. Asked for directly
 * and not through the API: so nothing is loaded where nobody uses it, and what an older copy of it has registered is found, too,
 * which it would not show to a newer one. It is the same in all of version 1.
 */
export function contextManager(): ContextManager | undefined {
  const registered = (globalThis as { [REGISTERED]?: { readonly context?: ContextManager } })[REGISTERED];
  return registered?.context;
}

/** The `traceparent` of the span that is active here; undefined where none is. */
export function activeTraceparent(): string | undefined {
  const span = contextManager()?.active().getValue(SPAN) as Span | undefined;
  const context = span?.spanContext();
  if (context === undefined || !/[1-9a-f]/.test(context.traceId)) return undefined;
  return `00-${context.traceId}-${context.spanId}-${(context.traceFlags & 1) === 1 ? "01" : "00"}`;
}
