import { isTerminal } from "../../../core/lifecycle.ts";
import { type ScheduleDefinition, taskOfSchedule } from "../../../core/schedule.ts";
import {
  afterFired,
  decideTick,
  type Firing,
  failTick,
  type ScheduleState,
  stateOf,
  type TickFacts,
} from "../../../core/tick.ts";
import type { Published } from "../../../jetstream/publisher.ts";
import { type Revised, type ScheduleStore, scheduleKey } from "../../../jetstream/schedules.ts";
import type { Timers } from "../../../jetstream/timers.ts";
import { nextOfCron } from "../../../runtime/cron.ts";
import type { Log } from "../../../runtime/log.ts";
import { tickJitterShare, tickTaskId } from "../../../runtime/tick-id.ts";
import { findTask } from "../find-task.ts";
import { type CancelDeps, cancelLast } from "./cancel-last.ts";

/** How long one publish is tried, in milliseconds; after that the tick is taken up again. */
const PUBLISH_MS = 5_000;
/** So often it is looked whether the task has ended that a buffered tick waits for, should its end not be heard of. Milliseconds. */
const LOOK_AGAIN_MS = 30_000;

export interface TickerDeps extends CancelDeps {
  readonly store: ScheduleStore;
  readonly timers: Timers;
  readonly log: Log;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Whether this scheduler leads at this very moment. */
  readonly isLeader: () => boolean;
  /** Why no task can be made of this schedule just now; undefined when one can. */
  readonly problemOf: (definition: ScheduleDefinition) => string | undefined;
}

/** When a schedule is to be looked at again. */
export interface Rest {
  /** Milliseconds since 1970; undefined: not before it is changed. */
  readonly untilMs: number | undefined;
  /** The task whose end is to be heard of before that: `<project>.<id>`. */
  readonly taskName?: string;
}

/**
 * Decides over the ticks of schedules, one after the other, and fires them. Every decision is stored by compare-and-set before
 * it is carried out, so a scheduler that dies in the middle is followed by one that finishes, and of two that lead at once one
 * is refused.
 */
export class Ticker {
  readonly #deps: TickerDeps;
  /** How far schedules have come, as this scheduler stored or read it last; undefined: there is no state yet. */
  readonly #known = new Map<string, Revised<ScheduleState> | undefined>();

  constructor(deps: TickerDeps) {
    this.#deps = deps;
  }

  /** Forgets what is known of a schedule that is no more. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  /**
   * Carries out all that is due of a schedule. Rejects when the store does not answer, or when this scheduler leads no more;
   * then it is to be taken up again.
   *
   * @param current the definition as it is at each moment; undefined once it has been deleted
   */
  async advance(current: () => ScheduleDefinition | undefined): Promise<Rest> {
    let isLastLive: boolean | undefined;
    let isNew = false;
    for (;;) {
      const definition = current();
      if (definition === undefined) return { untilMs: undefined };
      const known = await this.#read(definition);
      const state = stateOf(definition, known?.value);
      if (state.firing !== undefined) {
        const finished = await this.#finish(definition, state, state.firing, isNew);
        await this.#write(definition, finished, known?.revision ?? 0);
        isLastLive = undefined;
        continue;
      }
      const step = decideTick(definition, state, this.#facts(definition, isLastLive));
      if (step.do === "wait") return this.#rest(definition, state, step.untilMs);
      if (step.do === "look") isLastLive = await this.#isLive(definition, state);
      else isNew = await this.#write(definition, step.state, known?.revision ?? 0);
    }
  }

  #rest(
    { project, paused }: ScheduleDefinition,
    { bufferedMs, lastTaskId }: ScheduleState,
    untilMs: number | undefined,
  ): Rest {
    if (bufferedMs === undefined || lastTaskId === undefined || paused) return { untilMs };
    const lookMs = this.#deps.nowMs() + LOOK_AGAIN_MS;
    return { untilMs: Math.min(untilMs ?? lookMs, lookMs), taskName: `${project}.${lastTaskId}` };
  }

  #facts(definition: ScheduleDefinition, isLastLive: boolean | undefined): TickFacts {
    const { project, id } = definition;
    return {
      nowMs: this.#deps.nowMs(),
      nextOfCron,
      jitterShare: (tickMs) => tickJitterShare(project, id, tickMs),
      taskId: (tickMs) => tickTaskId(project, id, tickMs),
      isLastLive,
      problem: this.#deps.problemOf(definition),
    };
  }

  async #isLive({ project }: ScheduleDefinition, { lastTaskId: id }: ScheduleState): Promise<boolean> {
    if (id === undefined) return false;
    // Only the record tells: the end of a task may have expired before this scheduler heard of it.
    const found = await findTask(this.#deps, { project, id });
    return found !== undefined && !isTerminal(found.record.state);
  }

  /**
   * Makes the task of a tick that was decided, unless there is one.
   *
   * @param isNew whether this scheduler has just stored that decision: then nobody can have made it
   */
  async #finish(
    definition: ScheduleDefinition,
    state: ScheduleState,
    firing: Firing,
    isNew: boolean,
  ): Promise<ScheduleState> {
    const { project, id: scheduleId } = definition;
    const { tickMs, taskId } = firing;
    const key = { project, id: taskId };
    if (!isNew && (await findTask(this.#deps, key)) !== undefined) return afterFired(state, firing);
    const problem = this.#deps.problemOf(definition);
    if (problem !== undefined) return this.#failed(definition, state, tickMs, problem);
    const { cancels } = firing;
    if (cancels !== undefined)
      await cancelLast(this.#deps, { project, id: cancels }, tickMs, this.#deps.nowMs());
    const published = await this.#submit(definition, taskId);
    if (published.kind === "refused") return this.#failed(definition, state, tickMs, published.problem);
    if (published.kind !== "stored") throw new Error(`the task of a tick was not stored: ${published.kind}`);
    const tick = new Date(tickMs).toISOString();
    this.#deps.log.debug({ project, schedule: scheduleId, tick, task_id: taskId }, "a schedule has fired");
    return afterFired(state, firing);
  }

  async #submit(definition: ScheduleDefinition, taskId: string): Promise<Published> {
    const { timers, queue } = this.#deps;
    const record = taskOfSchedule(definition, taskId, Math.round(this.#deps.nowMs()));
    const giveUpAt = Date.now() + PUBLISH_MS;
    // As for any task: a crash in between leaves a timer that finds no task, and never a task without its deadline.
    const failed = await timers.set(record, giveUpAt);
    if (failed !== undefined) return failed;
    // The last moment to see that another leads by now. One that is late all the same is found out by the id of the message.
    if (!this.#deps.isLeader()) throw new Error("another scheduler leads");
    return new Promise((resolve) => queue.submit(record, resolve, giveUpAt));
  }

  #failed(
    { project, id }: ScheduleDefinition,
    state: ScheduleState,
    tickMs: number,
    problem: string,
  ): ScheduleState {
    const tick = new Date(tickMs).toISOString();
    this.#deps.log.warn({ project, schedule: id, tick, problem }, "a tick has no task");
    return failTick(state, tickMs, problem);
  }

  async #read(definition: ScheduleDefinition): Promise<Revised<ScheduleState> | undefined> {
    const key = scheduleKey(definition);
    if (this.#known.has(key)) return this.#known.get(key);
    const read = await this.#deps.store.readState(definition);
    this.#known.set(key, read);
    return read;
  }

  /** False when another was faster; then what is stored is read again. */
  async #write(definition: ScheduleDefinition, state: ScheduleState, revision: number): Promise<boolean> {
    const key = scheduleKey(definition);
    const missedBefore = this.#known.get(key)?.value.missed ?? 0;
    // Until the answer is there nobody knows what is stored.
    this.#known.delete(key);
    if (!this.#deps.isLeader()) throw new Error("another scheduler leads");
    const written = await this.#deps.store.writeState(definition, state, revision);
    if (!written.ok) return false;
    this.#known.set(key, { value: state, revision: written.revision });
    if (state.missed > missedBefore) this.#tellMissed(definition, state, state.missed - missedBefore);
    return true;
  }

  #tellMissed({ project, id }: ScheduleDefinition, { decidedMs }: ScheduleState, count: number): void {
    const until = new Date(decidedMs).toISOString();
    this.#deps.log.warn({ project, schedule: id, until, count }, "ticks came up too late to be caught up");
  }
}
