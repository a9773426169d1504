import type { Log } from "../../../runtime/log.ts";
import type { Refusal } from "./connection-gate.ts";

/** Refusals are told of at most this often, in milliseconds: an attack must not fill the log. */
const EVERY_MS = 10_000;

/** Writes about refused connections, now and then, with how many there were since. */
export function createRefusalLog(log: Log, listener: string): (address: string, refusal: Refusal) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (address, refusal) => {
    count += 1;
    const now = performance.now();
    if (now - lastAt < EVERY_MS) return;
    log.warn({ listener, address, refusal, count }, "connections are refused");
    lastAt = now;
    count = 0;
  };
}
