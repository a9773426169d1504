import { msToDuration } from "../proto/time.ts";
import { type Channel, call } from "./channel.ts";
import { createOutage, pause } from "./outage.ts";
import { pauseAfter } from "./retries.ts";
import { isFinal, readTask, type Task } from "./task.ts";
import { Turns } from "./turns.ts";

/** How long one call waits for the end of a task, in milliseconds; then the next one begins. */
const WAIT_MS = 10_000;
/** The first call is a short one: that there is a gateway, and the task, is known at once. */
const FIRST_WAIT_MS = 1_000;
/** When others would have to wait for their turn, a call is as short as this. */
const TURN_MS = 1_000;

/** How many calls of one client wait at once. More than that take turns. */
const AT_ONCE = 256;

export interface WaitSettings {
  /** What the answer itself may take, in milliseconds, beside the waiting. */
  readonly callMs: number;
  /** Whether a gateway that has not answered so far is waited for as well. */
  readonly isPatient: boolean;
}

/** Waits for ends of tasks. Resolves with the task as it is when it has ended or the time is up. */
export type WaitForEnd = (
  taskId: string,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
) => Promise<Task>;

/** Waits call by call, through a gateway that restarts. */
export function createWait({ standing, metadata }: Channel, { callMs, isPatient }: WaitSettings): WaitForEnd {
  const turns = new Turns(AT_ONCE);
  const waitOnce = async (taskId: string, ms: number, signal: AbortSignal | undefined) => {
    const request = { taskId, timeout: msToDuration(ms) };
    return readTask(
      await call((settings, done) => standing.WaitTask(request, metadata(), settings, done), {
        timeoutMs: ms + callMs,
        signal,
      }),
    );
  };
  return async (taskId, { timeoutMs, signal }) => {
    const deadline = performance.now() + timeoutMs;
    const outage = createOutage(isPatient);
    let longestMs = FIRST_WAIT_MS;
    for (let failures = 0; ; ) {
      try {
        const task = await turns.run(() => {
          const leftMs = Math.max(0, Math.ceil(deadline - performance.now()));
          const turnMs = turns.isFull ? TURN_MS : longestMs;
          return waitOnce(taskId, Math.min(turnMs, leftMs), signal);
        }, signal);
        outage.end();
        failures = 0;
        longestMs = WAIT_MS;
        if (isFinal(task.state) || performance.now() >= deadline) return task;
      } catch (error) {
        if (!outage.canSitOut(error)) throw error;
        await pause(pauseAfter(failures++, error.retryAfterMs, Math.random()), signal);
      }
    }
  };
}
