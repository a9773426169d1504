import { fireTime, type NextOfCron, nextTick, type ScheduleDefinition } from "./schedule.ts";

/** What became of a tick. `buffered` waits for the end of the task before; `failed` could not make a task. */
export type TickOutcome = "fired" | "skipped" | "buffered" | "missed" | "failed";

/** A tick that has been decided. Times in milliseconds since 1970. */
export interface DecidedTick {
  readonly tickMs: number;
  readonly outcome: TickOutcome;
  /** The task that it fired. */
  readonly taskId?: string;
  /** Why it failed. */
  readonly problem?: string;
}

/** A tick that is to become a task: written before that task is, so that whoever leads next finishes it. */
export interface Firing {
  readonly tickMs: number;
  readonly taskId: string;
  /** The task to be cancelled first. */
  readonly cancels?: string;
}

/** How far a schedule has come, as it is stored under the key of its definition. */
export interface ScheduleState {
  /** The form of this entry; a reader leaves a form that it does not know alone. */
  readonly version: 1;
  /** Which schedule of this name it belongs to: when that was created, in milliseconds since 1970. */
  readonly createdMs: number;
  /** Every tick up to this moment has been decided. */
  readonly decidedMs: number;
  readonly firing?: Firing;
  /** The task that was fired last. It may have ended. */
  readonly lastTaskId?: string;
  /** A tick that waits for the end of that task. */
  readonly bufferedMs?: number;
  readonly lastTick?: DecidedTick;
  readonly fired: number;
  readonly skipped: number;
  readonly missed: number;
  readonly failed: number;
}

/** The state of a schedule that has not ticked yet. */
export function newScheduleState({ createdMs }: Pick<ScheduleDefinition, "createdMs">): ScheduleState {
  return { version: 1, createdMs, decidedMs: createdMs, fired: 0, skipped: 0, missed: 0, failed: 0 };
}

/** The state that is stored, unless it is that of an earlier schedule of the same name. */
export function stateOf(definition: ScheduleDefinition, stored: ScheduleState | undefined): ScheduleState {
  return stored?.createdMs === definition.createdMs ? stored : newScheduleState(definition);
}

/** What a decision is made from, besides definition and state. */
export interface TickFacts {
  /** By the clock of the store. */
  readonly nowMs: number;
  readonly nextOfCron: NextOfCron;
  /** The share of the jitter that a tick waits, from 0 to 1; the same whoever asks. */
  readonly jitterShare: (tickMs: number) => number;
  /** The id of the task of a tick, the same whoever asks. */
  readonly taskId: (tickMs: number) => string;
  /** Whether the task that was fired last has not ended. Asked only where it matters: undefined is "not known yet". */
  readonly isLastLive: boolean | undefined;
  /** Why no task can be made just now; undefined when one can. */
  readonly problem: string | undefined;
}

/** What to do about a schedule now. */
export type TickStep =
  /** Nothing before this moment; undefined is nothing ever, unless the schedule is changed or a task ends. */
  | { readonly do: "wait"; readonly untilMs: number | undefined }
  /** Find out whether the task that was fired last has ended, and decide again. */
  | { readonly do: "look" }
  /** Write this state, and go on from there: `firing` in it is a task to be made. */
  | { readonly do: "write"; readonly state: ScheduleState };

/** So many ticks are counted as missed in one step at most. */
const MISSED_PER_STEP = 1_000;

/**
 * Decides over the oldest tick of a schedule that has not been decided. Ticks that come while it is paused do not count:
 * resuming it moves `sinceMs`.
 */
export function decideTick(definition: ScheduleDefinition, state: ScheduleState, facts: TickFacts): TickStep {
  if (state.firing !== undefined) throw new Error("a tick that is being fired is finished first");
  if (definition.paused) return { do: "wait", untilMs: undefined };
  if (state.bufferedMs !== undefined) {
    const step = decideBuffered(state.bufferedMs, state, facts);
    if (step !== undefined) return step;
  }
  const due = dueTick(definition, state.decidedMs, facts);
  if (due === undefined) return { do: "wait", untilMs: undefined };
  if (due.fireMs > facts.nowMs) return { do: "wait", untilMs: due.fireMs };
  if (due.fireMs + definition.catchUpMs < facts.nowMs)
    return { do: "write", state: countMissed(definition, state, facts) };
  return decideDue(definition, due.tickMs, state, facts);
}

/** A tick that waited fires when the task before it has ended. Undefined: it still waits, and later ticks are looked at. */
function decideBuffered(tickMs: number, state: ScheduleState, facts: TickFacts): TickStep | undefined {
  if (facts.isLastLive === undefined) return { do: "look" };
  if (facts.isLastLive) return undefined;
  const { bufferedMs: _, ...rest } = state;
  return { do: "write", state: fire(tickMs, rest, facts) };
}

function decideDue(
  { overlap }: ScheduleDefinition,
  tickMs: number,
  state: ScheduleState,
  facts: TickFacts,
): TickStep {
  const decided = { ...state, decidedMs: tickMs };
  if (overlap !== "allow" && state.lastTaskId !== undefined) {
    if (facts.isLastLive === undefined) return { do: "look" };
    if (facts.isLastLive) return { do: "write", state: overlapping(overlap, tickMs, decided, facts) };
  }
  return { do: "write", state: fire(tickMs, decided, facts) };
}

/** The state after a tick that came while the task before it had not ended. */
function overlapping(
  overlap: "skip" | "buffer_one" | "cancel_running",
  tickMs: number,
  state: ScheduleState,
  facts: TickFacts,
): ScheduleState {
  if (overlap === "cancel_running") return fire(tickMs, state, facts, state.lastTaskId);
  if (overlap === "buffer_one" && state.bufferedMs === undefined)
    return { ...state, bufferedMs: tickMs, lastTick: { tickMs, outcome: "buffered" } };
  return { ...state, skipped: state.skipped + 1, lastTick: { tickMs, outcome: "skipped" } };
}

function fire(tickMs: number, state: ScheduleState, facts: TickFacts, cancels?: string): ScheduleState {
  if (facts.problem !== undefined) return failTick(state, tickMs, facts.problem);
  return {
    ...state,
    firing: { tickMs, taskId: facts.taskId(tickMs), ...(cancels !== undefined && { cancels }) },
  };
}

/** The state after the task of the tick that was being fired has been stored. */
export function afterFired(state: ScheduleState, { tickMs, taskId }: Firing): ScheduleState {
  const { firing: _, ...rest } = state;
  return {
    ...rest,
    lastTaskId: taskId,
    fired: state.fired + 1,
    lastTick: { tickMs, outcome: "fired", taskId },
  };
}

/** The state after a tick of which no task could be made. */
export function failTick(state: ScheduleState, tickMs: number, problem: string): ScheduleState {
  const { firing: _, ...rest } = state;
  return { ...rest, failed: state.failed + 1, lastTick: { tickMs, outcome: "failed", problem } };
}

interface DueTick {
  readonly tickMs: number;
  readonly fireMs: number;
}

/** The next tick after a moment, and when it fires. */
function dueTick(
  definition: ScheduleDefinition,
  afterMs: number,
  { nextOfCron, jitterShare }: Pick<TickFacts, "nextOfCron" | "jitterShare">,
): DueTick | undefined {
  const tickMs = nextTick(definition, afterMs, nextOfCron);
  if (tickMs === undefined) return undefined;
  if (definition.jitterMs === 0) return { tickMs, fireMs: tickMs };
  const nextMs = nextTick(definition, tickMs, nextOfCron);
  return { tickMs, fireMs: fireTime(tickMs, nextMs, definition.jitterMs, jitterShare(tickMs)) };
}

function countMissed(definition: ScheduleDefinition, state: ScheduleState, facts: TickFacts): ScheduleState {
  let { decidedMs } = state;
  let count = 0;
  while (count < MISSED_PER_STEP) {
    const due = dueTick(definition, decidedMs, facts);
    if (due === undefined || due.fireMs + definition.catchUpMs >= facts.nowMs) break;
    decidedMs = due.tickMs;
    count++;
  }
  return {
    ...state,
    decidedMs,
    missed: state.missed + count,
    lastTick: { tickMs: decidedMs, outcome: "missed" },
  };
}

/** When the next tick is due, for people; undefined when there is none, and while the schedule is paused. */
export function nextTime(
  definition: ScheduleDefinition,
  state: ScheduleState,
  nowMs: number,
  nextOfCron: NextOfCron,
): number | undefined {
  if (definition.paused) return undefined;
  return nextTick(definition, Math.max(state.decidedMs, nowMs), nextOfCron);
}

/** Reads a stored state; undefined when it is none of ours, or of a later version. */
export function decodeScheduleState(text: string): ScheduleState | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof ScheduleState, unknown>> | null;
    return value?.version === 1 && typeof value.decidedMs === "number"
      ? (value as unknown as ScheduleState)
      : undefined;
  } catch {
    return undefined;
  }
}
