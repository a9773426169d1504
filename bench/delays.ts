import { startCpuClock } from "./cpu-time.ts";
import type { Deployment } from "./deployment.ts";
import { perSecond } from "./raw-jetstream.ts";
import type { Round } from "./rounds.ts";
import { quantile } from "./statistics.ts";

const BATCH = 1_000;
const BATCHES_IN_FLIGHT = 4;
const TYPE = "noop_eager";
/** Far enough ahead that no task is due before all is measured, in milliseconds. */
const FAR_MS = 86_400_000;
/** Tasks due each second, and for how many seconds, when it is measured how late they start. */
const DUE_PER_SECOND = 1_000;
const DUE_SECONDS = 10;
/** What it takes to submit those, at least, in milliseconds. */
const LEAD_MS = 8_000;

export interface DelaySizes {
  /** Tasks that wait for their time. */
  readonly delayed: number;
  /** For how long a scheduler is watched that has nothing to do, in milliseconds. */
  readonly idleMs: number;
}

/** What tasks cost that have a time in them: to submit, by how much they start late, and while nothing happens. */
export async function delayRound(deployment: Deployment, { delayed, idleMs }: DelaySizes): Promise<Round> {
  await submit(deployment, 10 * BATCH, {});
  const plain = await submit(deployment, delayed, {});
  const scheduled = await submit(deployment, delayed, { delayMs: FAR_MS });
  const withDeadlines = await submit(deployment, delayed / 5, { totalTimeoutMs: FAR_MS });
  await runAllBut(deployment, delayed);
  const idle = await watchIdleScheduler(deployment, idleMs);
  const late = await lateness(deployment);
  return {
    figures: {
      plain,
      scheduled,
      withDeadlines,
      idlePercent: idle,
      lateP50: quantile(late, 0.5),
      lateP99: quantile(late, 0.99),
      earliest: Math.min(...late),
    },
    cpu: {},
  };
}

/** Tasks accepted a second, in batches of 1,000, four in flight. */
async function submit(
  { client }: Deployment,
  count: number,
  options: { readonly delayMs?: number; readonly totalTimeoutMs?: number },
): Promise<number> {
  const tasks = Array.from({ length: BATCH }, () => ({ type: TYPE, payload: { a: 1 }, ...options }));
  let left = count / BATCH;
  const startedAt = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const outcomes = await client.submitTasks(tasks);
      if (outcomes.some((outcome) => !outcome.ok)) throw new Error("a task of a batch was refused");
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, lane));
  return perSecond(count, startedAt);
}

/** Runs what is due, until only so many tasks wait for their time. */
async function runAllBut({ startWorker, waiting }: Deployment, delayed: number): Promise<void> {
  const worker = await startWorker();
  while ((await waiting()) > delayed) await new Promise((resolve) => setTimeout(resolve, 20));
  await worker.stop();
}

/** The share of one core that a scheduler takes beside all that waits, in percent. */
async function watchIdleScheduler(deployment: Deployment, ms: number): Promise<number> {
  const scheduler = await deployment.startScheduler();
  // What it does once at its start, its first audit included, is over by then.
  await new Promise((resolve) => setTimeout(resolve, ms / 2));
  const cpu = startCpuClock({ scheduler: scheduler.pid });
  await new Promise((resolve) => setTimeout(resolve, ms));
  const percent = (cpu().scheduler / 1_000 / ms) * 100;
  await scheduler.stop();
  return percent;
}

/**
 * How long after its time each task's handler began, in milliseconds; 1,000 are due in each second, beside those that wait
 * for a time that is far.
 */
async function lateness({ client, startWorker }: Deployment): Promise<number[]> {
  const worker = await startWorker();
  const type = "noop_lazy";
  const startsAt = Date.now() + LEAD_MS;
  const due: { readonly taskId: string; readonly at: number }[] = [];
  for (let second = 0; second < DUE_SECONDS; second++) {
    const times = Array.from(
      { length: DUE_PER_SECOND },
      (_, i) => startsAt + second * 1_000 + (i * 1_000) / DUE_PER_SECOND,
    );
    const outcomes = await client.submitTasks(
      times.map((at) => ({ type, payload: null, scheduleTime: new Date(at) })),
    );
    outcomes.forEach((outcome, i) => {
      if (outcome.ok) due.push({ taskId: outcome.task.taskId, at: times[i] ?? Number.NaN });
    });
  }
  if (Date.now() > startsAt) throw new Error("the tasks were not submitted before the first was due");
  await new Promise((resolve) => setTimeout(resolve, startsAt + DUE_SECONDS * 1_000 - Date.now()));
  const sinceBootMs = Date.now() - Number(process.hrtime.bigint()) / 1e6;
  const late: number[] = [];
  // Asked only now: asking in between would take the CPU that the tasks need.
  for (let i = 0; i < due.length; i += 10) {
    const { taskId, at } = due[i] ?? { taskId: "", at: 0 };
    const { result } = await client.waitTask(taskId);
    late.push(Number(result) + sinceBootMs - at);
  }
  await worker.stop();
  return late;
}
