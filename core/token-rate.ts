import type { RateLimit } from "./queue-settings.ts";

/**
 * How many starts a queue has had, as one number: when the next one would be due if starts came one by one at the given rate
 * (the theoretical arrival time of GCRA). Milliseconds since 1970, by the clock of the store.
 */
export interface RateState {
  readonly nextAtMs: number;
  /** The time between two starts at the rate that held then, in milliseconds. */
  readonly everyMs: number;
}

/** Leave to start `count` tasks, the first at `firstAtMs`, the others `everyMs` after each other. */
export interface Tokens {
  readonly firstAtMs: number;
  readonly everyMs: number;
  readonly count: number;
}

export type TokensTaken =
  | { readonly ok: true; readonly state: RateState; readonly tokens: Tokens }
  /** There is none before `nextAtMs`. */
  | { readonly ok: false; readonly nextAtMs: number };

/** How far ahead tokens may be taken, in milliseconds: one request brings that much work. */
export const AHEAD_MS = 100;
/** A token that is used later than this after it was due and taken is worth nothing any more, in milliseconds. */
export const TOKEN_LASTS_MS = 200;
/**
 * Tokens come a little slower than the rate that is asked for: over 10 seconds that makes up for tokens that are used late
 * (`TOKEN_LASTS_MS`), and for the time until a handler has begun.
 */
const PACE = 0.97;
/** A state that is farther ahead than it can be by so much is from another burst or another clock, in milliseconds. */
const SKEW_MS = 1_000;

/** Takes up to `count` tokens (at least 1) of those that are due within `AHEAD_MS` from now. */
export function takeTokens(
  state: RateState | undefined,
  limit: RateLimit,
  count: number,
  nowMs: number,
): TokensTaken {
  const everyMs = 1_000 / (limit.perSecond * PACE);
  const toleranceMs = (limit.burst - 1) * everyMs;
  const latestMs = nowMs + AHEAD_MS + toleranceMs;
  const nextMs = nextAt(state, everyMs, latestMs, nowMs);
  const available = Math.floor((latestMs - nextMs) / everyMs) + 1;
  if (available < 1) return { ok: false, nextAtMs: nextMs - toleranceMs };
  const taken = Math.min(Math.max(1, count), available);
  return {
    ok: true,
    state: { nextAtMs: nextMs + taken * everyMs, everyMs },
    tokens: { firstAtMs: nextMs - toleranceMs, everyMs, count: taken },
  };
}

/** What was taken ahead stays taken when the rate changes: as many starts, at the new rate. */
function nextAt(state: RateState | undefined, everyMs: number, latestMs: number, nowMs: number): number {
  if (state === undefined || state.nextAtMs <= nowMs) return nowMs;
  const nextMs = nowMs + ((state.nextAtMs - nowMs) / state.everyMs) * everyMs;
  return nextMs > latestMs + everyMs + SKEW_MS ? latestMs : nextMs;
}

/** How many starts `AHEAD_MS` hold at this rate, at least 1: what one request should bring. */
export function shareOf({ perSecond }: RateLimit): number {
  return Math.max(1, Math.floor((perSecond * AHEAD_MS) / 1_000));
}

/** Reads an entry of the bucket `rates`; undefined when it is none of ours. */
export function parseRateState(text: string): RateState | undefined {
  try {
    const value = JSON.parse(text) as Partial<RateState> | null;
    const isOurs = Number.isFinite(value?.nextAtMs) && Number(value?.everyMs) > 0;
    return isOurs ? (value as RateState) : undefined;
  } catch {
    return undefined;
  }
}
