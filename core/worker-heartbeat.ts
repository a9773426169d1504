import { parseJsonObject } from "./json-object.ts";
import type { PoolKind } from "./task-type.ts";

/**
 * `ready`: takes tasks while it has free slots. `draining`: takes none any more, and ends what it has. `stalled`: has free
 * slots, tasks wait, and none has come for long.
 */
export const WORKER_STATES = ["ready", "draining", "stalled"] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** How often a worker says how it is, in milliseconds. */
export const HEARTBEAT_MS = 5_000;

/**
 * Whether a worker that was last heard of at `seenAtMs` has been silent for longer than a lease can last: it has stopped, was
 * killed, or is cut off. It may have gone on for a heartbeat's time after its last word. Milliseconds since 1970, by one clock.
 */
export function isSilent(seenAtMs: number, nowMs: number, leaseMs: number): boolean {
  return nowMs - seenAtMs > leaseMs + HEARTBEAT_MS;
}

/** The child processes of a pool, with all that they have started. */
export interface PoolChildren {
  /** What the one takes that takes most, just now. Bytes. */
  readonly largestBytes: number;
  /** The most that one has taken since the worker started. Bytes. */
  readonly peakBytes: number;
  /** What one may take before it is replaced. Bytes. */
  readonly limitBytes: number;
  /** How many have been replaced since the worker started, for whatever reason. */
  readonly recycled: number;
}

/** Slots of one pool. */
export interface PoolSlots {
  readonly pool: PoolKind;
  readonly total: number;
  readonly free: number;
  /** For pools that keep children. */
  readonly children?: PoolChildren;
}

/** A task that a worker runs. */
export interface RunningSummary {
  readonly project: string;
  readonly taskId: string;
  readonly type: string;
  readonly attempt: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** For how long it ran when the heartbeat was written, in milliseconds, by the worker's own clock. */
  readonly ageMs: number;
}

/** What a worker says of itself every few seconds. */
export interface WorkerHeartbeat {
  /** The form of this entry; a reader leaves out what it does not know. */
  readonly version: 1;
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly longshoreVersion: string;
  readonly state: WorkerState;
  readonly queues: readonly string[];
  readonly types: readonly string[];
  readonly slots: readonly PoolSlots[];
  /** How many tasks may run at once, over all pools. */
  readonly concurrency: number;
  /** Those that have run longest, first one oldest; at most `MAX_RUNNING_LISTED`. */
  readonly running: readonly RunningSummary[];
  /** All that run, also those that are not listed. */
  readonly runningCount: number;
  /** Of the worker's own process, in bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** Why it does less than it should; empty when all is well. */
  readonly problems: readonly string[];
}

/** A heartbeat lists so many running tasks: of a thousand in an inline pool the oldest are those to look at. */
export const MAX_RUNNING_LISTED = 100;
const MAX_PROBLEMS = 20;
const MAX_PROBLEM_LENGTH = 500;

/** A heartbeat as JSON text, of some 30 KB at most, whatever the worker does: what is over its limits is cut off. */
export function encodeHeartbeat(heartbeat: WorkerHeartbeat): string {
  return JSON.stringify({
    ...heartbeat,
    running: heartbeat.running.toSorted((a, b) => b.ageMs - a.ageMs).slice(0, MAX_RUNNING_LISTED),
    problems: heartbeat.problems
      .slice(0, MAX_PROBLEMS)
      .map((problem) => problem.slice(0, MAX_PROBLEM_LENGTH).toWellFormed()),
  });
}

/** Reads a heartbeat; undefined when it is none, or of a version that this program does not know. */
export function decodeHeartbeat(text: string): WorkerHeartbeat | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { version, id, state, ...rest } = value as Partial<Record<keyof WorkerHeartbeat, unknown>>;
  const lists = [rest.queues, rest.types, rest.slots, rest.running, rest.problems];
  const isOurs =
    version === 1 &&
    typeof id === "string" &&
    WORKER_STATES.some((known) => known === state) &&
    typeof rest.memory === "object" &&
    rest.memory !== null &&
    lists.every(Array.isArray);
  return isOurs ? (value as unknown as WorkerHeartbeat) : undefined;
}
