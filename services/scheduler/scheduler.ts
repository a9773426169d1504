import { hostname } from "node:os";
import { followAdvisories } from "../../jetstream/advisories.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { createPublisher } from "../../jetstream/create-publisher.ts";
import { followStates } from "../../jetstream/event-follower.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { Objects } from "../../jetstream/objects.ts";
import { Records } from "../../jetstream/records.ts";
import { followServerClock } from "../../jetstream/server-clock.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { followTimers, Timers } from "../../jetstream/timers.ts";
import { UniqueKeys } from "../../jetstream/unique-keys.ts";
import { type HealthServer, startHealthServer } from "../../runtime/health-server.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { createStartable } from "../../runtime/startable.ts";
import { auditing, auditPace } from "./audit/auditing.ts";
import { createCancelSignals } from "./cancel-signals.ts";
import { cronDuty } from "./cron/cron-duty.ts";
import { keepDeadline } from "./deadlines.ts";
import { repairExhausted } from "./exhausted-messages.ts";
import { type Leadership, seekLeadership } from "./leadership.ts";
import { LiveTasks } from "./live-tasks.ts";
import { createOverdueAttempts } from "./overdue-attempts.ts";
import type { SchedulerSettings } from "./settings.ts";
import { webhookDuty } from "./webhooks/webhook-duty.ts";
import { WorkerPresence } from "./worker-presence.ts";

export interface SchedulerDeps {
  readonly connection: Connection;
  readonly settings: SchedulerSettings;
  readonly log: Log;
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
}

export interface Scheduler extends Service {
  /** Where `/healthz` and `/readyz` are; undefined while it is not started, or when no address is set. */
  readonly port: number | undefined;
}

/**
 * The scheduler: keeps the deadlines of tasks, and ends or repairs tasks whose message ran out of deliveries, because all
 * workers that had it are gone. It
 * follows the state of every task, and one of all schedulers leads. Any number may run. Starting rejects when the store is
 * not provisioned or the port is taken.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { connection, settings, log, version, instance } = deps;
  const scheduler = createStartable(async (onStop) => {
    const liveTasks = new LiveTasks();
    const following = await followStates(connection, (task) => liveTasks.note(task));
    onStop(() => following.stop());
    const publisher = createPublisher(connection, settings.durability);
    onStop(() => publisher.stop());
    const records = new Records(connection, publisher);
    const queue = new TaskQueue(connection, publisher);
    const clock = await followServerClock(connection);
    onStop(() => clock.stop());
    const repairing = await followAdvisories(
      connection,
      (messageSequence) => repairExhausted({ connection, records, queue, clock, log }, messageSequence),
      (problem) => log.error({ problem }, "a dead message could not be repaired; tried again in 30 s"),
    );
    onStop(async () => {
      // A repair under way gets its answers, and is not tried again when none comes: the advisory will be.
      const ended = repairing.stop();
      publisher.stop();
      await ended;
    });
    const timers = new Timers(publisher);
    const deadlines = await followTimers(
      connection,
      (timer) => keepDeadline({ records, queue, timers, nowMs: () => clock.nowMs(), log }, timer),
      (problem) => log.warn({ problem }, "a deadline could not be kept yet; tried again in 5 s"),
    );
    onStop(async () => {
      const ended = deadlines.stop();
      publisher.stop();
      await ended;
    });
    const workers = new WorkerPresence(connection, clock, settings.lease);
    onStop(() => workers.stop());
    const uniqueKeys = new UniqueKeys(connection, publisher);
    const objects = new Objects(connection);
    onStop(() => objects.stop());
    const shared = {
      connection,
      records,
      queue,
      timers,
      objects,
      uniqueKeys,
      liveTasks,
      workers,
      clock,
      log,
    };
    let leadership: Leadership | undefined;
    const duties = [
      createCancelSignals(shared),
      createOverdueAttempts(shared),
      auditing(shared, auditPace(settings.auditInterval)),
      webhookDuty(shared),
      cronDuty({ ...shared, timers, isLeader: () => leadership?.isLeader() === true }),
    ];
    leadership = await seekLeadership(connection, { instance, duties, log });
    onStop(async () => {
      // As above: what a duty is writing gets its answer, and waits for no store that is away.
      const ended = leadership?.stop();
      publisher.stop();
      await ended;
    });
    onStop(registerMicroService(connection, describeService(version, instance), new Date()));
    const health = await startHealth(settings, problems);
    if (health !== undefined) onStop(() => health.stop());
    log.info({ ...(health !== undefined && { port: health.port }) }, "scheduler started");
    return { following, repairing, deadlines, health };
  });

  function problems(): string[] {
    const running = scheduler.running();
    if (running === undefined) return ["not started"];
    const { following, repairing, deadlines } = running;
    const ended = [repairing.problem(), deadlines.problem()].filter((problem) => problem !== undefined);
    return [...following.problems(), ...ended];
  }

  return {
    name: "scheduler",
    get port() {
      return scheduler.running()?.health?.port;
    },
    problems,
    start: scheduler.start,
    stop: scheduler.stop,
  };
}

async function startHealth(
  { schedulerHealthAddress }: SchedulerSettings,
  problems: () => readonly string[],
): Promise<HealthServer | undefined> {
  if (schedulerHealthAddress === undefined) return undefined;
  return startHealthServer(schedulerHealthAddress, problems, "LONGSHORE_SCHEDULER_HEALTH_ADDRESS");
}

function describeService(version: string, id: string) {
  return {
    name: "longshore-scheduler",
    id,
    version,
    description: "Keeps what has a time in it, carries stop signals, repairs",
    metadata: { host: hostname(), pid: String(process.pid) },
  };
}
