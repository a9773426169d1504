import { join } from "node:path";
import { expect, test } from "vitest";
import type { TaskRecord } from "../../../../core/task.ts";
import { eventually, eventuallyTrue } from "../../../support/eventually.ts";
import { type OtlpSink, startOtlpSink } from "../../../support/otlp-sink.ts";
import { startMonitor } from "../../../support/start-monitor.ts";
import { type Stack, startStack } from "../../../support/start-stack.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const returns = [{ do: "return" }];
const throws = [{ do: "throw", message: "no" }];

/** Runs a task to its end. */
async function run({ client, recordWhen }: Stack, acts: readonly object[] = returns): Promise<TaskRecord> {
  const retry = { maxRetries: 0 };
  const { taskId } = await client.submitTask({ type: "inline_puppet", payload: { acts }, retry });
  return recordWhen(taskId, ({ finishedAt }) => finishedAt !== undefined);
}

/** The span of a task as a whole, once it has come. */
const taskSpan = ({ spans }: OtlpSink, { traceId }: TaskRecord) =>
  eventually("the span of the task", () =>
    spans.find((span) => span.traceId === traceId && span.name === "task inline_puppet"),
  );

async function start(): Promise<Stack & { readonly sink: OtlpSink }> {
  const [stack, sink] = await Promise.all([startStack(), startOtlpSink()]);
  await stack.startWorker({ types: ["inline_puppet"] });
  return { ...stack, sink };
}

test("all metrics go out under the names and with the values that the page for Prometheus has", async () => {
  const stack = await start();
  const { sink } = stack;
  const monitor = await startMonitor(stack, { otlpEndpoint: `${sink.url}/`, otlpMetricsInterval: "1s" });
  await run(stack);
  await run(stack, throws);
  const counted = (name: string) => sink.metrics.get(name)?.points.reduce((sum, { value }) => sum + value, 0);
  await eventuallyTrue("both tasks are counted", () => counted("longshore_tasks_failed") === 1);

  const kinds = { counter: "sum", gauge: "gauge", histogram: "histogram" } as const;
  // What is looked at every few seconds may come between the page and what was sent.
  const families = await eventually("as many names as on the page", async () => {
    const page = await (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
    const shown = [...page.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/gm)];
    return shown.length === sink.metrics.size ? shown : undefined;
  });
  expect(families.length).toBeGreaterThan(20);
  for (const [, name = "", kind] of families) {
    // On that page a counter is told by the end of its name.
    const sent = sink.metrics.get(kind === "counter" ? name.replace(/_total$/, "") : name);
    expect(sent?.kind, name).toBe(kinds[kind as keyof typeof kinds]);
    expect(sent?.unit, name).toBe(name.endsWith("_seconds") ? "s" : name.endsWith("_bytes") ? "By" : "");
  }
  const labels = { project: "demo", queue: "inline_puppets", type: "inline_puppet" };
  expect(sink.metrics.get("longshore_tasks_submitted")?.points).toEqual([{ labels, value: 2 }]);
  const [waited] = sink.metrics.get("longshore_task_wait_seconds")?.points ?? [];
  expect(waited).toMatchObject({ labels, value: 2 });
  expect(waited?.buckets?.reduce((sum, count) => sum + count, 0)).toBe(2);
});

test("of two monitors one sends, and the other goes on when that one ends, without a gap", async () => {
  const stack = await start();
  const { sink } = stack;
  const settings = { otlpEndpoint: sink.url, otlpSignals: "traces" };
  const first = await startMonitor(stack, settings);
  await startMonitor(stack, settings, "m2");
  const one = await run(stack);
  await taskSpan(sink, one);
  const { length } = sink.spans;
  await run(stack);
  await eventuallyTrue("the next one is told", () => sink.spans.length > length);
  const idsOf = () => sink.spans.map(({ spanId }) => spanId);
  expect(new Set(idsOf()).size).toBe(idsOf().length);

  const told = new Map(sink.spans.map((span) => [span.spanId, span]));
  await first.stop();
  const last = await run(stack);
  await taskSpan(sink, last);
  // What was told within the last seconds is told again, as the same spans.
  for (const span of sink.spans)
    expect(span).toEqual(told.get(span.spanId) ?? { ...span, traceId: last.traceId });
  expect(sink.metrics.size).toBe(0);
});

test("a task that ended while no monitor ran is told afterwards, with the times it had", async () => {
  const stack = await start();
  const { sink } = stack;
  const settings = { otlpEndpoint: sink.url, indexFile: join(temporaryFolder(), "index.db") };
  const before = await startMonitor(stack, settings);
  const seen = await run(stack);
  await taskSpan(sink, seen);
  await before.stop();
  const missed = await run(stack);
  const count = sink.spans.length;
  await startMonitor(stack, settings);
  expect(await taskSpan(sink, missed)).toMatchObject({
    startMs: Date.parse(missed.createdAt),
    endMs: Date.parse(missed.finishedAt ?? ""),
  });
  // What was told is not told again.
  const later = sink.spans.slice(count).map(({ traceId }) => traceId);
  expect(new Set(later)).toEqual(new Set([missed.traceId]));
});

test("spans wait for a collector that refuses them, and it holds nothing up", async () => {
  const stack = await start();
  const { sink } = stack;
  sink.isOpen = false;
  const settings = { otlpEndpoint: sink.url, otlpSignals: "traces" };
  await startMonitor(stack, settings);
  const record = await run(stack);
  await eventuallyTrue("it was refused", () => sink.refused > 0);
  sink.isOpen = true;
  await taskSpan(sink, record);
});

test("what the sampler does not take is not told, unless it failed", async () => {
  const stack = await start();
  const { sink } = stack;
  await startMonitor(stack, { otlpEndpoint: sink.url, tracesSampler: "always_off" });
  const well = await run(stack);
  const failed = await run(stack, throws);
  await taskSpan(sink, failed);
  expect(sink.spans.filter(({ traceId }) => traceId === well.traceId)).toEqual([]);
});
