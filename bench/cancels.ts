import type { Deployment } from "./deployment.ts";
import type { Round } from "./rounds.ts";
import { LASTING } from "./scenarios.ts";
import { quantile } from "./statistics.ts";

/** As many as an inline pool can have. */
const INLINE = 1_000;
const CHILDREN = 16;
const BATCH = 500;
/** A cancel each 10 ms: a hundred a second. */
const EVERY_MS = 10;
/** Children are dearer to go on with than handlers: ten a second. */
const EVERY_CHILD_MS = 100;

/**
 * How soon a cancel is done, in milliseconds: of a task that waits, to the answer; of one that runs, to the moment its handler
 * is told. Cancels are sent at a steady rate, however long the ones before take, and each is measured from when it was due.
 */
export async function cancelRound(deployment: Deployment, count: number): Promise<Round> {
  const queued = await cancelQueued(deployment, count);
  const scheduler = await deployment.startScheduler();
  const inline = ["--inline-concurrency", String(INLINE), "--drain-timeout", "1s"];
  const running = await cancelRunning(deployment, {
    type: "until_stopped",
    flags: inline,
    slots: INLINE,
    count,
    everyMs: EVERY_MS,
  });
  const sigterm = await cancelRunning(deployment, {
    type: "until_sigterm",
    flags: ["--concurrency", String(CHILDREN), "--drain-timeout", "1s", ...LASTING],
    slots: CHILDREN,
    count: count / 10,
    everyMs: EVERY_CHILD_MS,
  });
  await scheduler.stop();
  return {
    figures: {
      queuedP50: quantile(queued, 0.5),
      queuedP99: quantile(queued, 0.99),
      runningP50: quantile(running, 0.5),
      runningP99: quantile(running, 0.99),
      sigtermP50: quantile(sigterm, 0.5),
      sigtermP99: quantile(sigterm, 0.99),
    },
    cpu: {},
  };
}

async function cancelQueued({ client }: Deployment, count: number): Promise<number[]> {
  const ids = await submit(client, "until_stopped", count);
  const took: number[] = [];
  await atRate(ids, EVERY_MS, async (taskId, dueAt) => {
    await client.cancelTask(taskId);
    took.push(now() - dueAt);
  });
  return took;
}

interface RunningCancels {
  readonly type: string;
  /** Those of the worker. */
  readonly flags: readonly string[];
  /** Tasks that run at once. */
  readonly slots: number;
  readonly count: number;
  readonly everyMs: number;
}

async function cancelRunning(
  { client, startWorker, waiting }: Deployment,
  { type, flags, slots, count, everyMs }: RunningCancels,
): Promise<number[]> {
  const worker = await startWorker(flags);
  // What is beyond the slots waits, and takes the place of each that was cancelled.
  const ids = await submit(client, type, slots + count);
  for (const taskId of ids.slice(0, slots)) {
    while ((await client.getTask(taskId)).state !== "RUNNING") await pause(20);
  }
  const sent: { readonly taskId: string; readonly dueAt: number }[] = [];
  await atRate(ids.slice(0, count), everyMs, async (taskId, dueAt) => {
    sent.push({ taskId, dueAt });
    await client.cancelTask(taskId);
  });
  const took: number[] = [];
  for (const { taskId, dueAt } of sent) {
    const { result, state } = await client.waitTask(taskId);
    if (typeof result !== "number") throw new Error(`${type} ${taskId} did not hear of its cancel: ${state}`);
    took.push(result - dueAt);
  }
  // What still runs would be handed to the worker of the next scenario.
  await Promise.all(ids.slice(count).map((taskId) => client.cancelTask(taskId)));
  while ((await waiting()) > 0) await pause(20);
  await worker.stop();
  return took;
}

/** Begins `act` on one id after the other at a steady rate, and resolves when all have ended. `dueAt` is by `now`. */
async function atRate(
  ids: readonly string[],
  everyMs: number,
  act: (taskId: string, dueAt: number) => Promise<void>,
): Promise<void> {
  const startsAt = now();
  const acts: Promise<void>[] = [];
  for (const [i, taskId] of ids.entries()) {
    const dueAt = startsAt + i * everyMs;
    // A timer may fire a little early, by the finer clock.
    for (let leftMs = dueAt - now(); leftMs > 0; leftMs = dueAt - now()) await pause(leftMs);
    acts.push(act(taskId, dueAt));
  }
  await Promise.all(acts);
}

/** The ids of so many tasks of one type. */
async function submit(client: Deployment["client"], type: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(BATCH, count - ids.length);
    const outcomes = await client.submitTasks(Array.from({ length: size }, () => ({ type, payload: null })));
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
