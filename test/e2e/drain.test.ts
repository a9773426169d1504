import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STREAMS } from "../../core/subject.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a worker that is told to stop under load loses nothing and burns no attempt", async () => {
  const stack = await startStack();
  const folder = temporaryFolder();
  const ledger = join(folder, "ledger");
  const first = stack.spawnWorker({ concurrency: 4, drainTimeout: "300ms" });
  await first.line(/worker takes tasks/);
  // Short ones end while the worker drains; long ones outlast it.
  const short = Array.from({ length: 60 }, () => ({ acts: [{ do: "block", ms: 5 }], ledger }));
  const long = Array.from({ length: 4 }, () => ({
    acts: [{ do: "wait_for_file", path: join(folder, "release") }],
    ledger,
  }));
  const outcomes = await stack.client.submitTasks([
    ...long.map((payload) => ({ type: "puppet", payload })),
    ...short.map((payload) => ({ type: "inline_puppet", payload })),
  ]);
  const ids = outcomes.map((outcome) => (outcome.ok ? outcome.task.taskId : ""));
  await eventuallyTrue("it is busy", () => readLedger(ledger).length > 10);

  first.kill("SIGTERM");
  expect(await first.exited).toEqual({ code: 0, signal: null });
  writeFileSync(join(folder, "release"), "");
  await stack.startWorker({ types: ["puppet", "inline_puppet"], concurrency: 4 });
  const tasks = await Promise.all(ids.map((id) => stack.client.waitTask(id)));

  for (const { state, attempt, maxAttempts } of tasks) {
    expect(state).toBe("SUCCEEDED");
    // Three tries, and one more for each that was handed back.
    expect(maxAttempts - attempt).toBe(2);
  }
  const outlasted = await Promise.all(ids.slice(0, 4).map((id) => stack.recordWhen(id, () => true)));
  const interrupted = outlasted.filter(({ timeline }) => timeline.some(({ type }) => type === "interrupted"));
  expect(interrupted.length).toBeGreaterThan(0);
  for (const record of interrupted) {
    expect(storyOf(record)).toEqual([
      "submitted",
      "started 1",
      "interrupted 1 DRAINED",
      "started 2",
      "succeeded 2",
    ]);
  }
  await eventuallyTrue(
    "nothing is left in line",
    async () => (await stack.connection.jsm.streams.info(STREAMS.tasks)).state.messages === 0,
  );
  expect(first.lines.at(-1)).toMatchObject({ msg: "stopped" });
});

test("a task that ends while its worker drains is not interrupted", async () => {
  const stack = await startStack();
  const folder = temporaryFolder();
  const [ledger, release] = [join(folder, "ledger"), join(folder, "release")];
  const worker = stack.spawnWorker({ concurrency: 1, drainTimeout: "20s" });
  await worker.line(/worker takes tasks/);
  const acts = [
    { do: "wait_for_file", path: release },
    { do: "return", result: "in time" },
  ];
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts, ledger } });
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);

  worker.kill("SIGTERM");
  await worker.line(/^stopping/);
  writeFileSync(release, "");

  expect(await worker.exited).toEqual({ code: 0, signal: null });
  expect(await stack.client.waitTask(taskId)).toMatchObject({
    state: "SUCCEEDED",
    attempt: 1,
    result: "in time",
  });
});

test("an idle worker stops at once", async () => {
  const { spawnWorker } = await startStack();
  const worker = spawnWorker({ drainTimeout: "30s" });
  await worker.line(/worker takes tasks/);
  const before = Date.now();
  worker.kill("SIGTERM");
  expect(await worker.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - before).toBeLessThan(2_000);
});

test("a worker that is told to stop while NATS is away stops all the same", async () => {
  const { nats, spawnWorker } = await startStack();
  const worker = spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);
  await nats.kill();
  await worker.line(/lost the connection to NATS/);
  const before = Date.now();

  worker.kill("SIGTERM");

  expect(await worker.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - before).toBeLessThan(5_000);
});
