import { createHash } from "node:crypto";
import { uuidV8 } from "../core/id.ts";

/**
 * The id of the task that a tick fires: the same whoever computes it, and so the same after a failover. A UUIDv8 (RFC 9562)
 * of the SHA-256 of project, schedule and the time of the tick.
 */
export function tickTaskId(project: string, schedule: string, tickMs: number): string {
  return uuidV8(digest(project, schedule, tickMs));
}

/** The share of the jitter that a tick waits, from 0 (included) to 1 (excluded): the same whoever computes it. */
export function tickJitterShare(project: string, schedule: string, tickMs: number): number {
  return digest(project, schedule, tickMs).readUInt32BE(16) / 2 ** 32;
}

function digest(project: string, schedule: string, tickMs: number): Buffer {
  return createHash("sha256")
    .update(`${project}/${schedule}/${new Date(tickMs).toISOString()}`)
    .digest();
}
