import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** How often the clock is set anew, in milliseconds: no crystal drifts by a millisecond in that time. */
const SET_EVERY_MS = 10_000;
/** How far two clocks may part at worst, as a share of the time that passes: a bad crystal, or one that is being corrected. */
const DRIFT = 0.000_5;
/** A clock that could not be set is tried again after so long, in milliseconds. */
const TRY_AGAIN_MS = 1_000;

/**
 * How far the clock of the NATS server is ahead of this machine's, in milliseconds; negative when it is behind. Exact to half
 * the time the answer took. Undefined when there is nothing to ask yet: the stream TASKS is missing.
 */
export async function serverClockOffset(connection: Connection): Promise<number | undefined> {
  const reading = await readClock(connection);
  if (reading === undefined) return undefined;
  const sinceThenMs = performance.now() - reading.monotonicMs;
  return Math.round(reading.serverMs + sinceThenMs - Date.now());
}

/** The time as the NATS server has it, whatever the clock of this machine says and whoever sets it meanwhile. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  stop(): void;
}

/** Reads the server's clock, and again every 10 s. Resolves once it has been read; `signal` ends the wait by rejecting with its reason. */
export async function followServerClock(connection: Connection, signal?: AbortSignal): Promise<ServerClock> {
  let reading = await readClock(connection);
  while (reading === undefined) {
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    reading = await readClock(connection);
  }
  let current = reading;
  const timer = setInterval(async () => {
    const next = await readClock(connection);
    if (next !== undefined && next.errorMs <= errorNow(current)) current = next;
  }, SET_EVERY_MS);
  return {
    nowMs: () => current.serverMs + (performance.now() - current.monotonicMs),
    stop: () => clearInterval(timer),
  };
}

interface ClockReading {
  readonly serverMs: number;
  /** `performance.now()` at the same moment. */
  readonly monotonicMs: number;
  /** By how much it may be wrong: half the time the answer took. */
  readonly errorMs: number;
}

/** By how much a reading may be wrong by now, in milliseconds. A fresh one that took long may be worse than an old one. */
function errorNow({ errorMs, monotonicMs }: ClockReading): number {
  return errorMs + (performance.now() - monotonicMs) * DRIFT;
}

async function readClock(connection: Connection): Promise<ClockReading | undefined> {
  const askedAt = performance.now();
  try {
    const reply = await connection.nc.request(`$JS.API.STREAM.INFO.${STREAMS.tasks}`, "", { timeout: 2_000 });
    const answeredAt = performance.now();
    const monotonicMs = (askedAt + answeredAt) / 2;
    const errorMs = (answeredAt - askedAt) / 2;
    const { ts } = reply.json<{ readonly ts?: string }>();
    return ts === undefined ? undefined : { serverMs: Date.parse(ts), monotonicMs, errorMs };
  } catch {
    // Whoever asks has found out already that JetStream does not answer.
    return undefined;
  }
}
