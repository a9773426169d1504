import { parseJsonObject } from "./json-object.ts";
import { PRIORITIES, type Priority } from "./task.ts";

/** How fast tasks of a queue may be started, over all workers. */
export interface RateLimit {
  /** 0.01 to 100,000. */
  readonly perSecond: number;
  /** How many may start at once after a pause: 1 to 100,000. */
  readonly burst: number;
}

/** What holds for one queue, for all workers and gateways, from the moment it is written. What is absent is not set. */
export interface QueueSettings {
  /** The form of this entry; a reader leaves a form that it does not know alone. */
  readonly version: 1;
  /** Tasks are taken in and wait; no worker pulls them. What runs goes on. */
  readonly paused: boolean;
  /** When a pause ends by itself, by the clock of the store. RFC 3339. */
  readonly pausedUntil?: string;
  /** Who paused it: the id of an API key. */
  readonly pausedBy?: string;
  readonly pauseReason?: string;
  /** How many tasks may run at once, over all workers. */
  readonly maxRunning?: number;
  readonly rateLimit?: RateLimit;
  /** The priority of tasks that name none, before that of their type. */
  readonly defaultPriority?: Priority;
  /** How many tasks may wait before more are refused. */
  readonly maxDepth?: number;
}

/** A queue that nobody has set anything for. */
export const NO_SETTINGS: QueueSettings = { version: 1, paused: false };

export const MAX_RUNNING_MAX = 10_000;
export const RATE_MIN = 0.01;
export const RATE_MAX = 100_000;
export const BURST_MAX = 100_000;
export const DEPTH_MAX = 1_000_000_000;

/** Whether a queue is paused at this time. `nowMs` by the clock of the store, in milliseconds since 1970. */
export function isPausedAt(settings: QueueSettings | undefined, nowMs: number): boolean {
  if (settings?.paused !== true) return false;
  return settings.pausedUntil === undefined || Date.parse(settings.pausedUntil) > nowMs;
}

/** The settings without any trace of a pause. */
export function withoutPause({
  pausedUntil: _until,
  pausedBy: _by,
  pauseReason: _reason,
  ...rest
}: QueueSettings): QueueSettings {
  return { ...rest, paused: false };
}

/** Reads an entry of the bucket `queues`; undefined when it is none of ours, of a later form, or has a value that cannot be. */
export function parseQueueSettings(text: string): QueueSettings | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  return isSettings(value) ? (value as unknown as QueueSettings) : undefined;
}

function isSettings(value: Partial<Record<keyof QueueSettings, unknown>>): boolean {
  const { pausedUntil, maxRunning, rateLimit, defaultPriority, maxDepth } = value;
  return (
    value.version === 1 &&
    typeof value.paused === "boolean" &&
    (pausedUntil === undefined || !Number.isNaN(Date.parse(String(pausedUntil)))) &&
    (maxRunning === undefined || isWhole(maxRunning, MAX_RUNNING_MAX)) &&
    (rateLimit === undefined || isRateLimit(rateLimit)) &&
    (defaultPriority === undefined || PRIORITIES.some((name) => name === defaultPriority)) &&
    (maxDepth === undefined || isWhole(maxDepth, DEPTH_MAX))
  );
}

function isRateLimit(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { perSecond, burst } = value as Partial<Record<keyof RateLimit, unknown>>;
  return (
    typeof perSecond === "number" &&
    perSecond >= RATE_MIN &&
    perSecond <= RATE_MAX &&
    isWhole(burst, BURST_MAX)
  );
}

function isWhole(value: unknown, max: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max;
}
