import type { Alerts } from "../sdk/alert-calls.ts";
import type { TaskCount } from "../sdk/list-calls.ts";
import type { Queue } from "../sdk/queue.ts";
import type { TaskStatistics } from "../sdk/statistics-calls.ts";
import type { Worker } from "../sdk/worker.ts";
import { plainText } from "./plain-text.ts";
import { formatTable } from "./table.ts";
import type { Style } from "./terminal.ts";
import { formatAge, formatElapsed } from "./time-text.ts";

/** How an installation is at one moment, as far as a key may see. */
export interface Status {
  readonly count: TaskCount;
  readonly queues: readonly Queue[];
  readonly workers: readonly Worker[];
  /** Absent while no monitor answers. */
  readonly alerts?: Alerts;
  /** The same. */
  readonly statistics?: TaskStatistics;
}

/** That as text: what is wrong first, then the tasks, the queues, the workers. */
export function formatStatus(status: Status, nowMs: number, style: Style): string {
  return [
    healthOf(status, style),
    tasksOf(status),
    queueTable(status.queues, nowMs, style),
    workerTable(status.workers, nowMs, style),
  ].join("\n\n");
}

function healthOf({ alerts }: Status, style: Style): string {
  if (alerts === undefined)
    return style("yellow", "No monitor answers: no alerts, no rates. Start one: longshore monitor");
  const color = { healthy: "green", degraded: "yellow", unhealthy: "red" }[alerts.health] ?? "yellow";
  const firing = alerts.alerts.filter(({ state, silenced }) => state === "firing" && !silenced);
  return [
    style(color as "green" | "yellow" | "red", alerts.health),
    ...firing.map(
      ({ name, summary, action }) => `  ${name}: ${plainText(summary)}\n    ${plainText(action)}`,
    ),
  ].join("\n");
}

function tasksOf({ count, statistics }: Status): string {
  const states = Object.entries(count.counts).map(([state, n]) => `${n} ${state.toLowerCase()}`);
  const now = `${count.total}${count.isPartial ? " or more" : ""} tasks: ${states.join(", ") || "none"}`;
  if (statistics === undefined) return now;
  const { submitted, succeeded, failed, retried, wait, run } = statistics.all;
  const p95 = (duration: typeof wait) => (duration === null ? "–" : formatElapsed(duration.p95 * 1_000));
  return [
    now,
    `last ${formatElapsed(statistics.windowMs)}: ${submitted} submitted, ${succeeded} succeeded, ${failed} failed, ${retried} retried; p95 wait ${p95(wait)}, run ${p95(run)}`,
  ].join("\n");
}

function queueTable(queues: readonly Queue[], nowMs: number, style: Style): string {
  const rows = queues.map(({ queue, depth, running, oldestWaitingTime, workers, paused }) => [
    queue,
    String(depth.high + depth.normal + depth.low),
    String(running),
    oldestWaitingTime === undefined ? "" : formatAge(nowMs - oldestWaitingTime.getTime()),
    String(workers.length),
    paused ? "paused" : "",
  ]);
  return formatTable(["QUEUE", "WAITING", "RUNNING", "OLDEST", "WORKERS", ""], rows, style);
}

function workerTable(workers: readonly Worker[], nowMs: number, style: Style): string {
  if (workers.length === 0) return "No worker runs: longshore worker --tasks module.ts";
  const rows = workers.map(({ workerId, state, pools, running, problems }) => [
    workerId,
    state,
    pools.map(({ pool, size, free }) => `${pool} ${size - free}/${size}`).join(" "),
    running[0] === undefined ? "" : `${running[0].type} ${formatAge(nowMs - running[0].startTime.getTime())}`,
    plainText(problems.join("; ")),
  ]);
  return formatTable(["WORKER", "STATE", "BUSY", "LONGEST", "PROBLEMS"], rows, style);
}
