import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { TaskLogLine } from "../../sdk/log-line.ts";
import type { Act } from "../support/puppet-tasks.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MIB = 1024 ** 2;
const PAGE_BYTES = 4_096;

async function collect(lines: AsyncIterable<TaskLogLine>): Promise<TaskLogLine[]> {
  const all: TaskLogLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** How much the resident memory of a process grows above what it is now, in bytes, looked at every 10 ms. */
function watchMemory(pid: number): () => number {
  const read = () => Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  const before = read();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, read());
  }, 10);
  onTestFinished(() => clearInterval(timer));
  return () => peak - before;
}

const LINES: { readonly says: string; readonly act: Extract<Act, { do: "flood" }> }[] = [
  { says: "a million logged lines", act: { do: "flood", by: "log", times: 1_000_000 } },
  { says: "a million printed lines", act: { do: "flood", by: "print", times: 1_000_000 } },
  { says: "logged lines of 1 MiB", act: { do: "flood", by: "log", times: 500, bytes: MIB } },
  { says: "printed lines of 1 MiB", act: { do: "flood", by: "print", times: 40, bytes: MIB } },
];

/** Runs a flood in a worker of its own, once its log is followed. */
async function runFlood(stack: Stack, type: string, act: Act) {
  const worker = stack.spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);
  const release = join(temporaryFolder(), "release");
  const warmUp = await stack.client.submitTask({ type, payload: { acts: [{ do: "log", message: "warm" }] } });
  await stack.client.waitTask(warmUp.taskId);

  const acts = [{ do: "log", message: "begins" }, { do: "wait_for_file", path: release }, act];
  const { taskId } = await stack.client.submitTask({ type, payload: { acts } });
  const lines: TaskLogLine[] = [];
  let growth = () => 0;
  for await (const line of stack.client.tailTaskLogs(taskId, { follow: true })) {
    if (line.message === "begins") {
      growth = watchMemory(worker.pid);
      writeFileSync(release, "");
    } else lines.push(line);
  }
  return { taskId, worker, lines, growth: growth() };
}

test.each(LINES)(
  "$says cost the worker less than 64 MiB; what is dropped is counted, the last 1000 can be read",
  async ({ act }) => {
    const stack = await startStack();
    const { taskId, worker, lines, growth } = await runFlood(stack, "puppet", act);

    expect(growth).toBeLessThan(64 * MIB);
    expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });

    // A follower that a busy machine holds up may miss lines, but no number: those it has missed were passed on.
    const told = lines.filter(({ dropped }) => dropped !== undefined);
    const dropped = told.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
    const { state } = await stack.connection.jsm.streams.info("LOGS");
    const passed = state.last_seq - 2 - told.length;
    expect(passed + dropped).toBe(act.times);
    expect(lines.map(({ number }) => number)).toEqual(
      lines.map(({ number }) => number).toSorted((a, b) => a - b),
    );
    for (const { message } of lines) expect(message.length).toBeLessThan(8_300);

    const kept = await collect(stack.client.tailTaskLogs(taskId));
    expect(kept.length).toBe(Math.min(1_000, passed + told.length + 1));
    expect(kept.slice(-20).map(({ number }) => number)).toEqual(lines.slice(-20).map(({ number }) => number));
    // The worker's own log has the same lines, and no more.
    const own = worker.lines.filter((line) => line["task_id"] === taskId);
    expect(own.length).toBe(passed + told.length + 1);
  },
);

test("a million lines of an inline handler are limited as well", async () => {
  const stack = await startStack();
  const act = { do: "flood", by: "log", times: 1_000_000 } as const;
  const { growth, lines } = await runFlood(stack, "inline_puppet", act);
  expect(growth).toBeLessThan(64 * MIB);
  const dropped = lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
  expect(dropped).toBeGreaterThan(990_000);
});

test("what a handler logs and prints is in its log, attempt by attempt, also when its child dies", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["puppet"], concurrency: 1 });
  const acts = [
    { do: "log", message: "begins", fields: { part: 1 } },
    { do: "print", text: "printed\nwithout an end" },
    { do: "throw", message: "once", times: 1 },
    { do: "log", message: "about to die" },
    { do: "kill", signal: "SIGKILL" },
  ];
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts },
    retry: { maxRetries: 1 },
  });
  const lines = await collect(stack.client.tailTaskLogs(taskId, { follow: true }));

  const said = (attempt: number) =>
    lines
      .filter((line) => line.attempt === attempt)
      .map(({ level, message, stream }) => [level, message, stream]);
  expect(said(1)).toEqual(
    expect.arrayContaining([
      ["info", "begins", undefined],
      ["info", "printed", "stdout"],
    ]),
  );
  expect(said(2)).toEqual(
    expect.arrayContaining([
      ["info", "begins", undefined],
      ["info", "about to die", undefined],
      ["info", "without an end", "stdout"],
    ]),
  );
  expect(lines[0]).toMatchObject({ fields: { part: 1 }, attempt: 1 });
});
