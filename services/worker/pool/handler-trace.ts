import type { ContextManager } from "@opentelemetry/api";
import { readTraceparent } from "../../../runtime/telemetry/trace-context.ts";
import { contextManager } from "../../../sdk/active-trace.ts";

/**
 * Runs a handler below the span of its attempt: where a task module has set up OpenTelemetry, the spans that the handler makes are
 * children of that span. Where none has, nothing is loaded and nothing is done.
 *
 * Never registers anything itself: the API lets only one set-up of a process register, and that is the module's.
 */
export function withinAttempt<Result>(
  traceparent: string,
  handle: () => Result,
): Result | Promise<Awaited<Result>> {
  const manager = contextManager();
  return manager === undefined ? handle() : below(manager, traceparent, handle);
}

async function below<Result>(
  manager: ContextManager,
  traceparent: string,
  handle: () => Result,
): Promise<Awaited<Result>> {
  const parent = readTraceparent(traceparent);
  if (parent === undefined) return await handle();
  const { ROOT_CONTEXT, TraceFlags, trace } = await import("@opentelemetry/api");
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: parent.traceId,
    spanId: parent.spanId,
    traceFlags: parent.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  });
  return await manager.with(context, handle);
}
