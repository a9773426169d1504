import { existsSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyAllowed } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";
import { askMonitor } from "../../jetstream/monitor-requests.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { type MonitorProcess, spawnMonitor } from "../support/spawn-monitor.ts";
import { type StateCounts, statesInStore } from "../support/states-in-store.ts";
import { crashAndRecover, startStore, type TestStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const WAITING = new Set(["QUEUED", "SCHEDULED", "RETRYING"]);
const RUNNING = new Set(["RUNNING", "CANCELLING"]);

/** Tasks come without a pause, one in line for each that runs and each that ends, until it is told to stop. */
function beginLoad(store: TestStore) {
  let isStopped = false;
  const lane = async (): Promise<void> => {
    while (!isStopped) {
      await new Promise((resolve) => store.queue.submit(newRecord(), resolve));
      await run(store, newRecord(), undefined);
      await run(store, newRecord(), "succeeded");
      await run(store, newRecord(), "failed");
    }
  };
  const lanes = Promise.all([lane(), lane()]);
  const stop = async () => {
    isStopped = true;
    await lanes;
  };
  onTestFinished(stop);
  return { stop };
}

async function run({ records }: TestStore, record: TaskRecord, outcome: "succeeded" | "failed" | undefined) {
  const time = new Date().toISOString();
  const started = applyAllowed(record, { type: "started", time, attempt: 1, worker: "w1" });
  const written = await records.writeAndWait(started, 0);
  if (written.kind !== "stored" || outcome === undefined) return;
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  const cause = outcome === "failed" ? { error } : {};
  const ended = applyAllowed(written.record, { type: outcome, time, attempt: 1, ...cause });
  await records.writeAndWait(ended, written.sequence);
}

/** How many tasks the metrics of a monitor say there are, by state, and what they say has happened. */
async function metricsOf(monitor: MonitorProcess) {
  const text = await monitor.metrics();
  const sum = (name: string) =>
    text
      .matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, "gm"))
      .reduce((total, match) => total + Number(match[1]), 0);
  const states: Record<string, number> = {};
  for (const [, state = "", n] of text.matchAll(/^longshore_tasks\{.*state="(\w+)".*\} (\d+)$/gm))
    states[state.toUpperCase()] = (states[state.toUpperCase()] ?? 0) + Number(n);
  return { states, submitted: sum("longshore_tasks_submitted_total") };
}

async function countedBy({ connection }: TestStore): Promise<StateCounts> {
  const reply = await askMonitor<{ byState: StateCounts }>(
    connection,
    "count",
    { project: "demo", filter: "" },
    2_000,
  );
  return reply.ok ? reply.answer.byState : {};
}

/** Waits until answers and metrics say exactly what the streams hold; then all that was submitted waits, runs or has ended. */
async function agrees(store: TestStore, ...monitors: readonly MonitorProcess[]): Promise<void> {
  const truth = await statesInStore(store.connection);
  const sorted = (counts: StateCounts) => JSON.stringify(Object.entries(counts).sort());
  for (const monitor of monitors) {
    const found = await eventually(
      "the metrics to agree with the streams",
      async () => {
        const metrics = await metricsOf(monitor);
        return sorted(metrics.states) === sorted(truth) ? metrics : undefined;
      },
      20_000,
    );
    const sumOf = (states: (state: string) => boolean) =>
      Object.entries(found.states).reduce((sum, [state, n]) => sum + (states(state) ? n : 0), 0);
    const waiting = sumOf((state) => WAITING.has(state));
    const running = sumOf((state) => RUNNING.has(state));
    const ended = sumOf((state) => !WAITING.has(state) && !RUNNING.has(state));
    expect(found.submitted).toBe(waiting + running + ended);
    expect(ended).toBeGreaterThan(0);
  }
  await eventuallyTrue("the answers to agree", async () => sorted(await countedBy(store)) === sorted(truth));
}

const seen = async (monitor: MonitorProcess, more: number) => {
  const before = (await metricsOf(monitor)).submitted;
  await eventuallyTrue(
    "tasks to be counted",
    async () => (await metricsOf(monitor)).submitted >= before + more,
    20_000,
  );
};

test.each<[string, (path: string) => void]>([
  ["as it was", () => {}],
  ["deleted", (path) => ["", "-wal", "-shm"].forEach((end) => void rmSync(path + end, { force: true }))],
  ["cut in half", (path) => truncateSync(path, 4_096 * 8)],
  ["no database any more", (path) => writeFileSync(path, "no database".repeat(1_000))],
])(
  "a monitor that is killed under load and comes back to its file %s agrees with the streams",
  async (_how, spoil) => {
    const store = await startStore();
    const path = join(temporaryFolder(), "index.db");
    const load = beginLoad(store);
    const first = await spawnMonitor(store.nats.url, path);
    await seen(first, 200);
    await first.crash();
    spoil(path);
    const held = (await store.connection.jsm.streams.info("EVENTS")).state.last_seq;
    await eventuallyTrue(
      "more to happen while it is away",
      async () => (await store.connection.jsm.streams.info("EVENTS")).state.last_seq > held + 300,
    );
    const second = await spawnMonitor(store.nats.url, path);
    await seen(second, 100);
    await load.stop();
    await agrees(store, second);
    expect(existsSync(`${path}.unusable`)).toBe(second.lines.some(({ msg }) => msg.includes("unusable")));
  },
);

test("two monitors agree with the streams and each other, after NATS was killed under load as well", async () => {
  const store = await startStore();
  const folder = temporaryFolder();
  const monitors = await Promise.all(
    ["a", "b"].map((name) => spawnMonitor(store.nats.url, join(folder, name, "index.db"))),
  );
  const load = beginLoad(store);
  for (const monitor of monitors) await seen(monitor, 100);
  await crashAndRecover(store);
  for (const monitor of monitors) await seen(monitor, 100);
  await load.stop();
  await agrees(store, ...monitors);
});
