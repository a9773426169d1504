import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { context, trace } from "@opentelemetry/api";
import { expect, onTestFinished, test } from "vitest";
import { variableName } from "../../runtime/settings.ts";
import { SAMPLERS } from "../../runtime/telemetry/sampling.ts";
import { ATTRIBUTES } from "../../runtime/telemetry/semconv.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { MAX_WAITING } from "../../services/monitor/traces/span-queue.ts";
import { loadModules } from "../../services/worker/load-modules.ts";
import { codeBlocks, ROOT } from "./code-blocks.ts";

const page = readFileSync(join(ROOT, "docs/tracing.md"), "utf8");

test("the page names every attribute that is sent but those of the resource, and no other of ours", () => {
  const sent = Object.values(ATTRIBUTES).filter((name) => !name.startsWith("service."));
  for (const name of sent) expect(page).toContain(`\`${name}\``);
  const named = [...page.matchAll(/`(longshore\.[a-z_.]+)`/g)].map(([, name]) => name);
  expect(named.filter((name) => !(sent as readonly (string | undefined)[]).includes(name))).toEqual([]);
});

test("the page names every setting, every sampler, and how many spans wait", () => {
  const keys = Object.keys(monitorSettings.shape).filter((key) => /^(otlp|traces)/.test(key));
  expect(keys).toHaveLength(6);
  for (const key of [...keys, "traceUrl"]) expect(page).toContain(`\`${variableName(key)}`);
  expect(gatewaySettings.shape).toHaveProperty("traceUrl");
  for (const sampler of SAMPLERS) expect(page).toContain(`\`${sampler}\``);
  expect(page).toContain(`${MAX_WAITING.toLocaleString("en")} spans wait`);
});

test("the task module on the page loads, and sets up OpenTelemetry", async () => {
  const [source = ""] = codeBlocks("docs/tracing.md", "ts");
  // Beside the node_modules that its own imports need.
  const file = join(ROOT, "node_modules", `.longshore-tracing-${process.pid}.mjs`);
  writeFileSync(file, source);
  onTestFinished(() => {
    rmSync(file);
    trace.disable();
    context.disable();
  });
  const loaded = await loadModules([file]);
  expect(loaded).toMatchObject({ ok: true });
  trace.getTracer("test").startActiveSpan("outer", (span) => {
    expect(span.isRecording()).toBe(true);
    expect(trace.getActiveSpan()).toBe(span);
  });
});
