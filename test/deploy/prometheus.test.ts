import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DEPLOY_FILES } from "../../scripts/generate-deploy.ts";
import { PANELS } from "../../services/monitor/metrics/grafana-dashboard.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { startMonitor } from "../support/start-monitor.ts";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ROOT = join(import.meta.dirname, "../..");
const hasPrometheus = spawnSync("prometheus", ["--version"]).status === 0;
const why = hasPrometheus ? "" : " (skipped: prometheus is not installed)";

test.each(Object.entries(DEPLOY_FILES))("%s is what the code makes (npm run deploy-files)", (path, write) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(write());
});

test.skipIf(!hasPrometheus)(`promtool finds no fault with configuration and rules${why}`, () => {
  const run = spawnSync("promtool", ["check", "config", join(ROOT, "deploy/prometheus/prometheus.yml")], {
    encoding: "utf8",
  });
  expect(run.stdout + run.stderr).not.toMatch(/FAILED|error/i);
  expect(run.status).toBe(0);
});

/** A real Prometheus that reads a monitor every 500 ms; resolves with its address once it is ready. */
async function startPrometheus(monitorPort: number | undefined): Promise<string> {
  const folder = temporaryFolder();
  const shipped = readFileSync(join(ROOT, "deploy/prometheus/prometheus.yml"), "utf8");
  const config = shipped.replaceAll("10s", "500ms").replace("127.0.0.1:7422", `127.0.0.1:${monitorPort}`);
  writeFileSync(join(folder, "prometheus.yml"), config);
  copyFileSync(join(ROOT, "deploy/prometheus/longshore.rules.yaml"), join(folder, "longshore.rules.yaml"));
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(
    "prometheus",
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
      "--enable-feature=exemplar-storage",
    ],
    { stdio: "ignore" },
  );
  onTestFinished(() => void server.kill("SIGKILL"));
  await eventually("Prometheus to be ready", async () =>
    (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined,
  );
  return `http://${address}`;
}

async function ask<T>(server: string, path: string, query: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${server}/api/v1/${path}?${new URLSearchParams(query)}`);
  const { data, error } = (await response.json()) as { data: T; error?: string };
  if (error !== undefined) throw new Error(`${JSON.stringify(query)}: ${error}`);
  return data;
}

test.skipIf(!hasPrometheus)(`a real Prometheus has data for every panel, and all rules${why}`, async () => {
  const stack = await startStack();
  const monitor = await startMonitor(stack);
  await stack.startWorker({ types: ["puppet"], concurrency: 4 });
  const server = await startPrometheus(monitor.port);
  const submit = (acts: object[]) => stack.client.submitTask({ type: "puppet", payload: { acts } });
  const succeeded = await submit([{ do: "return", result: 1 }]);
  const failed = await submit([{ do: "give_up", message: "no" }]);
  await submit([{ do: "throw", message: "again" }]);
  const waiting = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [] },
    delayMs: 3_600_000,
  });
  await stack.client.cancelTask(waiting.taskId);
  for (const { taskId } of [succeeded, failed]) await stack.client.waitTask(taskId);
  await submit([{ do: "wait_for_file", path: "/nowhere" }]);
  // Nobody has this type, so there is always one that waits; and quantiles of a time in which nothing ended are no numbers.
  await stack.client.submitTask({ type: "inline_puppet", payload: { acts: [] } });
  const steady = setInterval(() => void submit([{ do: "return" }]).catch(() => undefined), 300);
  onTestFinished(() => clearInterval(steady));

  for (const { title, queries } of PANELS) {
    for (const [expr] of queries) {
      const query = expr.replaceAll("$__rate_interval", "30s").replaceAll("$project", ".*");
      await eventually(`data for ${title}: ${query}`, async () => {
        const { result } = await ask<{ result: { value: [number, string] }[] }>(server, "query", { query });
        return result.some(({ value }) => value[1] !== "NaN") ? true : undefined;
      });
    }
  }
  const { groups } = await ask<{ groups: { rules: { name: string; health: string }[] }[] }>(server, "rules");
  const rules = groups.flatMap((group) => group.rules);
  expect(rules).toHaveLength(10);
  expect(rules.filter(({ health }) => health === "err")).toEqual([]);
  const exemplars = await ask<unknown[]>(server, "query_exemplars", {
    query: "longshore_task_run_seconds_bucket",
    start: String(Date.now() / 1_000 - 600),
    end: String(Date.now() / 1_000),
  });
  const shown = /"trace_id":"([0-9a-f]{32})"/.exec(JSON.stringify(exemplars))?.[1];
  const { tasks } = await stack.client.listTasks({ pageSize: 1_000 });
  expect(tasks.map(({ traceId }) => traceId)).toContain(shown);
});
