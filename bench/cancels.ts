import type { Deployment } from "./deployment.ts";
import type { Round } from "./rounds.ts";
import { quantile } from "./statistics.ts";

const TYPE = "until_stopped";
/** As many as an inline pool can have. */
const RUNNING = 1_000;
const BATCH = 500;
const EVERY_MS = 5;

/**
 * How soon a cancel is done, in milliseconds, one at a time: of a task that waits, from the call to its answer; of one that
 * runs beside 1,000 others, from the call to the moment its handler is told, which is when a child gets its SIGTERM.
 */
export async function cancelRound(deployment: Deployment, count: number): Promise<Round> {
  const queued = await cancelQueued(deployment, count);
  const running = await cancelRunning(deployment, count);
  return {
    figures: {
      queuedP50: quantile(queued, 0.5),
      queuedP99: quantile(queued, 0.99),
      runningP50: quantile(running, 0.5),
      runningP99: quantile(running, 0.99),
    },
    cpu: {},
  };
}

async function cancelQueued({ client }: Deployment, count: number): Promise<number[]> {
  const took: number[] = [];
  for (const taskId of await submit({ client }, count)) {
    const at = now();
    await client.cancelTask(taskId);
    took.push(now() - at);
    await pause(EVERY_MS);
  }
  return took;
}

async function cancelRunning(deployment: Deployment, count: number): Promise<number[]> {
  const { client, startScheduler, startWorker } = deployment;
  const worker = await startWorker(["--inline-concurrency", String(RUNNING), "--drain-timeout", "1s"]);
  const scheduler = await startScheduler();
  // What is beyond the slots waits, and takes the place of each that was cancelled.
  const ids = await submit(deployment, RUNNING + count);
  const last = ids[RUNNING - 1] ?? "";
  while ((await client.getTask(last)).state !== "RUNNING") await pause(20);

  const sent: { readonly taskId: string; readonly at: number }[] = [];
  for (const taskId of ids.slice(0, count)) {
    sent.push({ taskId, at: now() });
    await client.cancelTask(taskId);
    await pause(EVERY_MS);
  }
  const took: number[] = [];
  for (const { taskId, at } of sent) {
    const { result } = await client.waitTask(taskId);
    took.push(Number(result) - at);
  }
  await worker.stop();
  await scheduler.stop();
  return took;
}

/** The ids of so many tasks that end when they are told to stop. */
async function submit({ client }: Pick<Deployment, "client">, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(BATCH, count - ids.length);
    const outcomes = await client.submitTasks(
      Array.from({ length: size }, () => ({ type: TYPE, payload: null })),
    );
    for (const outcome of outcomes) {
      if (!outcome.ok) throw new Error("a task of a batch was refused");
      ids.push(outcome.task.taskId);
    }
  }
  return ids;
}

/** Milliseconds on the clock that all processes of a machine share. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
