import { startCpuClock } from "./cpu-time.ts";
import type { Deployment } from "./deployment.ts";
import { perSecond } from "./raw-jetstream.ts";

/** Which of the no-op types is run; each has a queue of its name. */
export type Kind = "eager" | "lazy" | "prefork";

/** CPU time a task, in microseconds, of each process that had a part in it. */
export interface CpuPerTask {
  readonly client?: number;
  readonly gateway?: number;
  readonly worker?: number;
  readonly nats: number;
}

export interface Rate {
  readonly perSecond: number;
  readonly cpu: CpuPerTask;
}

const BATCH = 1_000;
const BATCHES_IN_FLIGHT = 4;
export const UNARY_IN_FLIGHT = 64;
/** Children that are not recycled. */
export const LASTING = ["--max-tasks-per-child", "1000000"];
/** Tasks run before the clock starts, so that code is compiled and connections are made. */
const WARM_UP = 3_000;

/** `SubmitTask`, 64 calls in flight. */
export async function submitSingle(deployment: Deployment, count: number): Promise<Rate> {
  return measure(deployment, count, UNARY_IN_FLIGHT, 1, async () => {
    await deployment.client.submitTask({ type: "noop_eager", payload: { a: 1 } });
  });
}

/** `SubmitTasks` by 1,000, four calls in flight. */
export async function submitBatches(deployment: Deployment, count: number, kind: Kind): Promise<Rate> {
  const tasks = Array.from({ length: BATCH }, () => ({ type: `noop_${kind}`, payload: { a: 1 } }));
  return measure(deployment, count, BATCHES_IN_FLIGHT, BATCH, async () => {
    const outcomes = await deployment.client.submitTasks(tasks);
    if (outcomes.some((outcome) => !outcome.ok)) throw new Error("a task of a batch was refused");
  });
}

/** How many tasks a second `call` submits, `step` with each call, so many calls in flight. */
export async function measure(
  { gatewayPid, natsPid }: Deployment,
  count: number,
  lanes: number,
  step: number,
  call: () => Promise<void>,
): Promise<Rate> {
  const cpu = startCpuClock({ client: process.pid, gateway: gatewayPid, nats: natsPid });
  const startedAt = performance.now();
  let left = count / step;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { perSecond: perSecond(count, startedAt), cpu: perTask(cpu(), count) };
}

/**
 * A backlog of no-op tasks is submitted, then a worker starts and runs it, every state recorded. Both parts have their
 * rate; the clock of the second starts once the worker is warm and stops when the queue is empty.
 */
export async function endToEnd(
  deployment: Deployment,
  count: number,
  kind: Kind,
  flags: readonly string[] = [],
): Promise<{ readonly submit: Rate; readonly run: Rate; readonly bothPerSecond: number }> {
  await submitBatches(deployment, WARM_UP, kind);
  const submit = await submitBatches(deployment, count, kind);
  const worker = await deployment.startWorker(flags);
  await waitUntilAtMost(deployment, count);
  const counted = await deployment.waiting();
  const cpu = startCpuClock({ worker: worker.pid, nats: deployment.natsPid });
  const startedAt = performance.now();
  await waitUntilAtMost(deployment, 0);
  const run = { perSecond: perSecond(counted, startedAt), cpu: perTask(cpu(), counted) };
  await worker.stop();
  return { submit, run, bothPerSecond: 1 / (1 / submit.perSecond + 1 / run.perSecond) };
}

async function waitUntilAtMost(deployment: Deployment, most: number): Promise<void> {
  while ((await deployment.waiting()) > most) await new Promise((resolve) => setTimeout(resolve, 2));
}

/**
 * One task at a time to an idle worker. From just before `SubmitTask` to the first line of the handler, in milliseconds,
 * in the order of submission.
 */
export async function pickup(
  deployment: Deployment,
  count: number,
  everyMs: number,
  kind: Kind = "eager",
): Promise<number[]> {
  const worker = await deployment.startWorker(LASTING);
  // One task at a time would never make the code hot that a gateway in use has hot.
  await measure(deployment, WARM_UP, UNARY_IN_FLIGHT, 1, async () => {
    await deployment.client.submitTask({ type: `noop_${kind}`, payload: null });
  });
  await waitUntilAtMost(deployment, 0);
  const sent: { readonly taskId: string; readonly at: number }[] = [];
  for (let i = 0; i < count + 50; i++) {
    const at = Number(process.hrtime.bigint()) / 1e6;
    const { taskId } = await deployment.client.submitTask({ type: `noop_${kind}`, payload: null });
    sent.push({ taskId, at });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await waitUntilAtMost(deployment, 0);
  await worker.stop();
  // Asked only now: asking in between would take the CPU that the next task needs.
  const waits: number[] = [];
  for (const { taskId, at } of sent.slice(50)) {
    const { result } = await deployment.client.getTask(taskId);
    waits.push(Number(result) - at);
  }
  return waits;
}

/** Runs `count` tasks that compute for `ms` milliseconds each. Returns tasks a second, from the first to the last end. */
export async function runBusy(
  deployment: Deployment,
  count: number,
  ms: number,
  flags: readonly string[],
): Promise<number> {
  const tasks = Array.from({ length: count }, () => ({ type: "busy_prefork", payload: { ms } }));
  const worker = await deployment.startWorker(flags);
  const startedAt = performance.now();
  await deployment.client.submitTasks(tasks);
  await waitUntilAtMost(deployment, 0);
  const rate = perSecond(count, startedAt);
  await worker.stop();
  return rate;
}

function perTask<Name extends string>(micros: Record<Name, number>, count: number): Record<Name, number> {
  return Object.fromEntries(
    Object.entries<number>(micros).map(([name, value]) => [name, value / count]),
  ) as Record<Name, number>;
}
