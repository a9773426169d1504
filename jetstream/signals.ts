import { signalSubject, type TaskKey } from "../core/subject.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** Asks a worker to stop an attempt. */
export interface StopSignal extends TaskKey {
  readonly attempt: number;
}

/** What the worker said: it stops it, or does not run it; `no_worker` when nobody answered. */
export type SignalAnswer = "stopping" | "not_running" | "no_worker";

const ANSWER_MS = 1_000;

/** Sends a stop signal and waits for the worker's answer, for at most a second. Rejects when the connection is closed. */
export async function sendStop(
  connection: Connection,
  worker: string,
  signal: StopSignal,
): Promise<SignalAnswer> {
  const reply = await ask(connection, signalSubject(worker), signal, ANSWER_MS);
  if (reply === undefined) return "no_worker";
  return reply.string() === "stopping" ? "stopping" : "not_running";
}

/** Answers stop signals for one worker until the returned function is called. */
export function onStop(
  connection: Connection,
  worker: string,
  handle: (signal: StopSignal) => boolean,
): () => void {
  return listen(connection.nc, signalSubject(worker), (message) => {
    const signal = readJson<StopSignal>(message);
    message.respond(signal !== undefined && handle(signal) ? "stopping" : "not_running");
  });
}
