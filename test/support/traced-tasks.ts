import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { defineTask } from "longshore";

// A module that sets up OpenTelemetry for itself, as docs/tracing.md tells to.

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const provider = new TracerProvider({
  resource: resourceFromAttributes({ "service.name": "images" }),
  // Reads OTEL_EXPORTER_OTLP_ENDPOINT.
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
});
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer("images");

/** Fails twice; the span of each attempt is out before it ends, because a process that is killed tells nothing. */
export const traced = defineTask<unknown, { traceparent: string }>({
  type: "traced",
  queue: "traced",
  retry: { maxRetries: 2, backoff: ["200ms"], jitter: "none" },
  async handler(_payload, ctx) {
    try {
      return await tracer.startActiveSpan("resize", async (span) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        tracer.startSpan("write file").end();
        span.end();
        if (ctx.attempt < 3) throw new TypeError(`no such file, attempt ${ctx.attempt}`);
        return { traceparent: ctx.traceparent };
      });
    } finally {
      await provider.forceFlush();
    }
  },
});

/** A program that tells which trace it belongs to. */
export const tracedProgram = defineTask({
  type: "traced_program",
  queue: "programs",
  pool: "exec",
  command: ["sh", "-c", 'printf \'{"traceparent": "%s"}\' "$TRACEPARENT"'],
});
