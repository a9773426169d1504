import type { RateLimit } from "./queue-settings.ts";

/**
 * How many starts a queue has had, as one number: when the next one would be due if starts came one by one at the given rate
 * (the theoretical arrival time of GCRA). Milliseconds since 1970, by the clock of the store.
 */
export interface RateState {
  readonly nextAtMs: number;
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
  // A state from before the rate was raised, or from a clock that was set back, must not hold the queue up.
  const nextMs = Math.min(Math.max(state?.nextAtMs ?? nowMs, nowMs), latestMs + everyMs);
  const available = Math.floor((latestMs - nextMs) / everyMs) + 1;
  if (available < 1) return { ok: false, nextAtMs: nextMs - toleranceMs };
  const taken = Math.min(Math.max(1, count), available);
  return {
    ok: true,
    state: { nextAtMs: nextMs + taken * everyMs },
    tokens: { firstAtMs: nextMs - toleranceMs, everyMs, count: taken },
  };
}

/** How many starts `AHEAD_MS` hold at this rate, at least 1: what one request should bring. */
export function shareOf({ perSecond }: RateLimit): number {
  return Math.max(1, Math.floor((perSecond * AHEAD_MS) / 1_000));
}

/** Reads an entry of the bucket `rates`; undefined when it is none of ours. */
export function parseRateState(text: string): RateState | undefined {
  try {
    const value = JSON.parse(text) as Partial<RateState> | null;
    return Number.isFinite(value?.nextAtMs) ? (value as RateState) : undefined;
  } catch {
    return undefined;
  }
}
