import { randomBytes } from "node:crypto";
import { encodeRecord } from "../core/codec.ts";
import { uuidV7 } from "../core/id.ts";
import { eventSubject, HEADERS, taskSubject } from "../core/subject.ts";
import { askMonitor } from "../jetstream/monitor-requests.ts";
import { encodeHeaders } from "../jetstream/wire-headers.ts";
import { startCpuClock } from "./cpu-time.ts";
import type { Deployment } from "./deployment.ts";
import { endToEnd } from "./scenarios.ts";
import { quantile } from "./statistics.ts";
import { lifeOf } from "./synthetic-lives.ts";

/** As often the lag is looked at, and as often tasks are sent, in milliseconds. */
const LOOK_MS = 100;
const TICK_MS = 10;
const TASKS_PER_SECOND = 5_000;

/**
 * 5,000 made-up tasks a second through a real server, each a message in line, a record of its start and one of its end; how far behind a
 * monitor is meanwhile, looked at ten times a second, and how long it takes for the last task to be counted.
 */
export async function measureLag(deployment: Deployment, seconds: number): Promise<Record<string, number>> {
  const monitor = await deployment.startMonitor();
  const behind: number[] = [];
  const lags: number[] = [];
  const cpu = startCpuClock({ monitor: monitor.pid });
  const startedAt = performance.now();
  const count = TASKS_PER_SECOND * seconds;
  const looks = setInterval(() => void look(), LOOK_MS);
  const look = async () => {
    const text = await (await fetch(`${monitor.url}/metrics`)).text();
    behind.push(Number(/^longshore_monitor_behind_messages (\d+)/m.exec(text)?.[1]));
    lags.push(Number(/^longshore_monitor_lag_seconds ([\d.e-]+)/m.exec(text)?.[1]));
  };
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, ((performance.now() - startedAt) * TASKS_PER_SECOND) / 1_000);
    for (; sent < due; sent++) publishLife(deployment, sent, count);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await deployment.connection.nc.flush();
  const sentAt = performance.now();
  clearInterval(looks);
  const used = cpu().monitor / 1e6 / ((sentAt - startedAt) / 1_000);
  const sentPerSecond = (count * 1_000) / (sentAt - startedAt);
  while ((await countOf(deployment)) < count) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  const lastMs = performance.now() - sentAt;
  await monitor.stop();
  return {
    sentPerSecond,
    behindP99: quantile(behind, 0.99),
    lagP50: quantile(lags, 0.5),
    lagP99: quantile(lags, 0.99),
    lastMs,
    monitorCores: used,
  };
}

function publishLife({ connection: { nc } }: Deployment, i: number, count: number): void {
  const id = uuidV7(Date.now(), randomBytes(10));
  for (const [step, record] of lifeOf(i, count, Date.now()).entries()) {
    const own = { ...record, id, project: "bench" };
    if (step > 0) nc.publish(eventSubject(own), encodeRecord(own));
    else
      nc.publish(taskSubject({ ...own, queue: "eager" }), encodeRecord(own), {
        headers: encodeHeaders([[HEADERS.recordSequence, "0"]]),
      });
  }
}

async function countOf({ connection }: Deployment): Promise<number> {
  const terms = { project: "bench", filter: "" };
  const reply = await askMonitor<{ byState: Record<string, number> }>(connection, "count", terms, 2_000);
  return reply.ok ? Object.values(reply.answer.byState).reduce((sum, n) => sum + n, 0) : 0;
}

/** The part that a monitor has in the CPU time of a whole system, its clients included, that submits and runs tasks. */
export async function measureShare(deployment: Deployment, count: number): Promise<Record<string, number>> {
  const before = await deployment.startMonitor();
  const clock = startCpuClock({
    monitor: before.pid,
    gateway: deployment.gatewayPid,
    nats: deployment.natsPid,
  });
  const { submit, run } = await endToEnd(deployment, count, "eager");
  const { monitor, gateway, nats } = clock();
  await before.stop();
  const worker = (run.cpu.worker ?? 0) * count;
  const client = (submit.cpu.client ?? 0) * count;
  return {
    monitorMicros: monitor / count,
    monitorShare: monitor / (monitor + gateway + nats + worker),
    monitorShareWithClient: monitor / (monitor + gateway + nats + worker + client),
  };
}
