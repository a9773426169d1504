import { isTerminal } from "../../../core/lifecycle.ts";
import { messageOf } from "../../../core/message-of.ts";
import { decodeSchedule, type ScheduleDefinition } from "../../../core/schedule.ts";
import { BUCKETS } from "../../../core/subject.ts";
import type { TaskType } from "../../../core/task-type.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { ScheduleStore } from "../../../jetstream/schedules.ts";
import type { ServerClock } from "../../../jetstream/server-clock.ts";
import type { Timers } from "../../../jetstream/timers.ts";
import { type WatchedBucket, watchBucket } from "../../../jetstream/watched-bucket.ts";
import type { Log } from "../../../runtime/log.ts";
import type { Duty } from "../duty.ts";
import type { LiveTasks } from "../live-tasks.ts";
import { Agenda } from "./agenda.ts";
import type { CancelDeps } from "./cancel-last.ts";
import { Ticker } from "./ticker.ts";

/** What failed, because the store did not answer, is taken up again after so long, in milliseconds. */
const TRY_AGAIN_MS = 1_000;
/** The longest sleep, in milliseconds: the clock may have been set anew meanwhile. */
const SLEEP_MS = 10_000;
/** So many schedules are worked on at a time. */
const AT_A_TIME = 32;

export interface CronDeps extends CancelDeps {
  readonly connection: Connection;
  /** The time of the store. */
  readonly clock: ServerClock;
  readonly liveTasks: LiveTasks;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether this scheduler leads at this very moment. */
  readonly isLeader: () => boolean;
}

/** Fires the ticks of all schedules, at the time that the store's clock says it is. */
export function cronDuty(deps: CronDeps): Duty {
  return {
    name: "cron",
    begin() {
      const stopping = new AbortController();
      const running = keepTrying(deps, stopping.signal);
      return async () => {
        stopping.abort();
        await running;
      };
    },
  };
}

/** Opens what cron needs and runs it until it is stopped. Never rejects. */
async function keepTrying(deps: CronDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const watches: { stop(): void }[] = [];
    try {
      const types = await watchBucket<TaskType>(deps.connection, BUCKETS.taskTypes);
      watches.push(types);
      const definitions = await watchBucket(deps.connection, BUCKETS.schedules, decodeSchedule);
      watches.push(definitions);
      await new Cron(deps, types, definitions).run(signal);
    } catch (error) {
      if (signal.aborted) return;
      deps.log.error({ problem: messageOf(error) }, "schedules do not tick; tried again in a second");
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    } finally {
      for (const watch of watches) watch.stop();
    }
  }
}

class Cron {
  readonly #deps: CronDeps;
  readonly #clock: ServerClock;
  readonly #definitions: WatchedBucket<ScheduleDefinition>;
  readonly #ticker: Ticker;
  readonly #agenda = new Agenda();
  /** Schedules whose moment has come, in order. */
  readonly #ready = new Set<string>();
  readonly #ends = new AwaitedEnds();
  /** Schedules that are being worked on; true when one has changed meanwhile. */
  readonly #busy = new Map<string, boolean>();
  readonly #idle: Promise<void>;
  readonly #onIdle: () => void;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    deps: CronDeps,
    types: WatchedBucket<TaskType>,
    definitions: WatchedBucket<ScheduleDefinition>,
  ) {
    this.#deps = deps;
    const { clock } = deps;
    this.#clock = clock;
    this.#definitions = definitions;
    ({ promise: this.#idle, resolve: this.#onIdle } = Promise.withResolvers<void>());
    this.#ticker = new Ticker({
      ...deps,
      store: new ScheduleStore(deps.connection),
      nowMs: () => clock.nowMs(),
      problemOf: ({ template: { type } }) =>
        types.get(type) === undefined
          ? `no worker has registered the task type "${type}" any more`
          : undefined,
    });
  }

  /** Resolves once it has been stopped, and nothing is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    const stopListening = [
      this.#definitions.onChange((key) => this.#lookAt(key)),
      this.#deps.liveTasks.onState(({ project, id, state }) => {
        const key = isTerminal(state) ? this.#ends.scheduleOf(`${project}.${id}`) : undefined;
        if (key !== undefined) this.#lookAt(key);
      }),
    ];
    for (const [key] of this.#definitions.entries()) this.#agenda.set(key, Number.NEGATIVE_INFINITY);
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
    this.#wake();
    await promise;
    for (const stop of stopListening) stop();
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (this.#busy.size > 0) await this.#idle;
  }

  #lookAt(key: string): void {
    if (this.#busy.has(key)) this.#busy.set(key, true);
    // One that is about to be worked on sees the change then; taken up a second time it would be worked on twice at once.
    else if (!this.#ready.has(key)) this.#agenda.set(key, Number.NEGATIVE_INFINITY);
    this.#wake();
  }

  /** Takes up what is due, as much as there is room for, and sleeps until the next. */
  #wake(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    // Else every schedule that is due would find that out by itself, and say so.
    if (!this.#deps.connection.isConnected()) {
      this.#timer = setTimeout(() => this.#wake(), TRY_AGAIN_MS);
      return;
    }
    if (this.#ready.size === 0)
      for (const key of this.#agenda.takeDue(this.#clock.nowMs())) this.#ready.add(key);
    for (const key of this.#ready) {
      // Whoever is worked on wakes this up when it is done.
      if (this.#busy.size >= AT_A_TIME) return;
      this.#ready.delete(key);
      void this.#work(key);
    }
    const nearest = this.#agenda.nearest();
    if (nearest === undefined) return;
    const sleepMs = Math.min(Math.max(Math.ceil(nearest - this.#clock.nowMs()), 1), SLEEP_MS);
    this.#timer = setTimeout(() => this.#wake(), sleepMs);
  }

  async #work(key: string): Promise<void> {
    this.#busy.set(key, false);
    const atMs = await this.#advance(key);
    const hasChanged = this.#busy.get(key) === true;
    this.#busy.delete(key);
    this.#agenda.set(key, hasChanged ? Number.NEGATIVE_INFINITY : atMs);
    if (this.#isStopped && this.#busy.size === 0) this.#onIdle();
    this.#wake();
  }

  /** When the schedule is to be looked at again. */
  async #advance(key: string): Promise<number | undefined> {
    try {
      const { untilMs, taskName } = await this.#ticker.advance(() => this.#definitions.get(key));
      if (this.#definitions.get(key) === undefined) this.#ticker.forget(key);
      // The task may have ended before its end was waited for: so look again.
      return this.#ends.await(key, taskName) ? Number.NEGATIVE_INFINITY : untilMs;
    } catch (error) {
      // One that leads no more is about to be told to stop.
      if (this.#deps.isLeader())
        this.#deps.log.warn({ schedule: key, problem: messageOf(error) }, "a schedule waits for its store");
      return this.#clock.nowMs() + TRY_AGAIN_MS;
    }
  }
}

/** Which schedule waits for the end of which task, to fire the tick that it has buffered. */
class AwaitedEnds {
  readonly #scheduleByTask = new Map<string, string>();
  readonly #taskBySchedule = new Map<string, string>();

  scheduleOf(taskName: string): string | undefined {
    return this.#scheduleByTask.get(taskName);
  }

  /** Notes the one task that a schedule waits for, or that it waits for none. True when that is a task it did not wait for before. */
  await(schedule: string, taskName: string | undefined): boolean {
    const before = this.#taskBySchedule.get(schedule);
    if (before === taskName) return false;
    if (before !== undefined) this.#scheduleByTask.delete(before);
    if (taskName === undefined) {
      this.#taskBySchedule.delete(schedule);
      return false;
    }
    this.#taskBySchedule.set(schedule, taskName);
    this.#scheduleByTask.set(taskName, schedule);
    return true;
  }
}
