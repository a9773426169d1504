import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../../runtime/log.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { spanIdOf } from "../../runtime/telemetry/trace-context.ts";
import { loadTasks } from "../../services/worker/load-tasks.ts";
import { workerInstance } from "../../services/worker/main.ts";
import { workerSettings } from "../../services/worker/settings.ts";
import { createWorker } from "../../services/worker/worker.ts";
import { eventually } from "../support/eventually.ts";
import {
  findJaeger,
  type Jaeger,
  type JaegerSpan,
  type JaegerTag,
  type JaegerTrace,
  startJaeger,
} from "../support/jaeger.ts";
import { startMonitor } from "../support/start-monitor.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { connectTo } from "../support/store.ts";

const TASKS = join(import.meta.dirname, "../support/traced-tasks.ts");
const JAEGER = findJaeger();
const WHY = JAEGER === undefined ? " (skipped: there is no jaeger-all-in-one on PATH or in the cache)" : "";

/** A worker whose handlers send their own spans to a Jaeger. */
async function startTracedWorker({ nats }: Stack, { otlpUrl }: Jaeger): Promise<string> {
  const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl };
  const tasks = await loadTasks([TASKS], env);
  if (!tasks.ok) throw new Error(tasks.problem);
  const instance = workerInstance();
  const worker = createWorker({
    connection: await connectTo(nats),
    settings: loadSettings(
      workerSettings,
      {},
      { concurrency: "1", passEnv: "OTEL_EXPORTER_OTLP_ENDPOINT", drainTimeout: "1s" },
    ),
    log: createLog({ service: "worker", instance, level: "silent" }),
    version: "0.0.0",
    instance,
    tasks,
    env,
  });
  await worker.start();
  onTestFinished(() => worker.stop());
  return instance;
}

/** Submits over HTTP as a caller that is part of a trace. */
async function submit({ httpUrl, apiKey }: Stack, type: string, traceparent?: string): Promise<string> {
  const response = await fetch(`${httpUrl}/v1/tasks`, {
    method: "POST",
    headers: {
      "x-api-key": apiKey,
      "content-type": "application/json",
      ...(traceparent !== undefined && { traceparent }),
    },
    body: JSON.stringify({ type, payload: {} }),
  });
  return ((await response.json()) as { taskId: string }).taskId;
}

/** A trace once it has the span of its task, which comes last and with all others that the monitor makes. */
function traceOf(jaeger: Jaeger, traceId: string, type: string): Promise<JaegerTrace> {
  return eventually(
    `the trace of ${type}`,
    async () => {
      const trace = await jaeger.trace(traceId);
      return trace?.spans.some(({ operationName }) => operationName === `task ${type}`) ? trace : undefined;
    },
    20_000,
  );
}

const tag = (tags: readonly JaegerTag[], key: string) => tags.find((each) => each.key === key)?.value;
const byStart = (spans: readonly JaegerSpan[]) => spans.toSorted((a, b) => a.startTime - b.startTime);
const named = ({ spans }: JaegerTrace, name: string) =>
  byStart(spans.filter(({ operationName }) => operationName === name));
const parentOf = ({ references }: JaegerSpan) =>
  references.find(({ refType }) => refType === "CHILD_OF")?.spanID;

test.skipIf(JAEGER === undefined)(
  `Jaeger has one trace of a task that failed twice and succeeded, from its caller to its handler${WHY}`,
  { timeout: 60_000 },
  async () => {
    const [jaeger, stack] = await Promise.all([startJaeger(JAEGER ?? ""), startStack()]);
    await startMonitor(stack, { otlpEndpoint: jaeger.otlpUrl });
    const instance = await startTracedWorker(stack, jaeger);

    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const id = await submit(stack, "traced", `00-${traceId}-00f067aa0ba902b7-01`);
    const record = await stack.recordWhen(id, ({ state }) => state === "SUCCEEDED");
    const trace = await traceOf(jaeger, traceId, "traced");

    // How often it waited in the queue depends on how soon it was taken when it was due.
    const names = trace.spans.map(({ operationName }) => operationName).sort();
    expect(names.filter((name) => name !== "queued")).toEqual([
      "backoff",
      "backoff",
      ...Array(3).fill("process traced"),
      ...Array(3).fill("resize"),
      "task traced",
      ...Array(3).fill("write file"),
    ]);

    const [task] = named(trace, "task traced");
    if (task === undefined) throw new Error("no span of the task");
    expect(parentOf(task)).toBe("00f067aa0ba902b7");
    expect(tag(task.tags, "longshore.task.id")).toBe(id);
    expect(tag(task.tags, "error")).toBeUndefined();
    expect(trace.processes[task.processID]?.serviceName).toBe("longshore");

    const attempts = named(trace, "process traced");
    const starts = record.timeline.filter(({ type }) => type === "started");
    const ends = record.timeline.filter(({ type }) => type === "retry_scheduled" || type === "succeeded");
    expect(attempts.map(({ spanID }) => spanID)).toEqual([1, 2, 3].map((n) => spanIdOf(id, n, "process")));
    attempts.forEach((attempt, i) => {
      expect(parentOf(attempt)).toBe(task.spanID);
      expect(attempt.startTime).toBe(Date.parse(starts[i]?.time ?? "") * 1_000);
      expect(attempt.startTime + attempt.duration).toBe(Date.parse(ends[i]?.time ?? "") * 1_000);
      expect(tag(attempt.tags, "span.kind")).toBe("consumer");
      expect(tag(attempt.tags, "messaging.destination.name")).toBe("traced");
      const process = trace.processes[attempt.processID];
      expect(process?.serviceName).toBe("longshore-worker");
      expect(tag(process?.tags ?? [], "service.instance.id")).toBe(instance);
    });
    expect(attempts.map(({ tags }) => tag(tags, "error"))).toEqual([true, true, undefined]);
    const exceptions = attempts.flatMap(({ logs }) =>
      logs.map(({ fields }) => tag(fields, "exception.message")),
    );
    expect(exceptions).toEqual(["no such file, attempt 1", "no such file, attempt 2"]);
    for (const pause of named(trace, "backoff")) {
      expect(parentOf(pause)).toBe(task.spanID);
      expect(pause.duration).toBeGreaterThanOrEqual(200_000);
    }

    // The handler's spans are below those of its attempts, although somebody else makes these later.
    const resized = named(trace, "resize");
    expect(resized.map(parentOf)).toEqual(attempts.map(({ spanID }) => spanID));
    expect(named(trace, "write file").map(parentOf)).toEqual(resized.map(({ spanID }) => spanID));
    for (const span of resized) expect(trace.processes[span.processID]?.serviceName).toBe("images");
    expect(record.result).toEqual({ traceparent: `00-${traceId}-${attempts[2]?.spanID}-01` });

    // A program of a task without a caller has a trace of its own, whose id is that of the task.
    const program = await submit(stack, "traced_program");
    const ended = await stack.recordWhen(program, ({ state }) => state === "SUCCEEDED");
    const own = program.replaceAll("-", "");
    expect(ended.result).toEqual({ traceparent: `00-${own}-${spanIdOf(program, 1, "process")}-01` });
    const [root] = named(await traceOf(jaeger, own, "traced_program"), "task traced_program");
    expect(root?.references).toEqual([]);
  },
);
