import { signalSubject, type TaskKey } from "../core/subject.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** One attempt of a task. */
export interface AttemptKey extends TaskKey {
  readonly attempt: number;
}

/** Why an attempt is told to stop: the task is to end (the first two), or the attempt has passed a limit of its own. */
export type SignalReason = "CANCELLED" | "DEADLINE_EXCEEDED" | "SOFT_LIMIT" | "HARD_LIMIT";

/** Asks a worker to stop an attempt. */
export interface StopSignal extends AttemptKey {
  readonly why: SignalReason;
}

/** What the worker said: it stops it, or does not run it; `no_worker` when nobody answered. */
export type SignalAnswer = "stopping" | "not_running" | "no_worker";

/** What the worker said: it holds it, from its start to its recorded end, or not; `no_worker` when nobody answered. */
export type RunningAnswer = "running" | "not_running" | "no_worker";

/** How a worker answers. */
export interface SignalHandler {
  /** Begins to stop an attempt; false when it does not run here. */
  stop(signal: StopSignal): boolean;
  /** Whether an attempt runs here. */
  runs(attempt: AttemptKey): boolean;
}

type Message = (StopSignal & { readonly ask: "stop" }) | (AttemptKey & { readonly ask: "running" });

const ANSWER_MS = 1_000;

/** Sends a stop signal and waits for the worker's answer, for at most a second. Rejects when the connection is closed. */
export async function sendStop(
  connection: Connection,
  worker: string,
  signal: StopSignal,
): Promise<SignalAnswer> {
  const answer = await send(connection, worker, { ...signal, ask: "stop" });
  if (answer === undefined) return "no_worker";
  return answer === "stopping" ? "stopping" : "not_running";
}

/** Asks a worker whether it runs an attempt, for at most a second. Rejects when the connection is closed. */
export async function askRunning(
  connection: Connection,
  worker: string,
  attempt: AttemptKey,
): Promise<RunningAnswer> {
  const answer = await send(connection, worker, { ...attempt, ask: "running" });
  if (answer === undefined) return "no_worker";
  return answer === "running" ? "running" : "not_running";
}

async function send(connection: Connection, worker: string, message: Message): Promise<string | undefined> {
  const reply = await ask(connection, signalSubject(worker), message, ANSWER_MS);
  return reply?.string();
}

/** Answers for one worker until the returned function is called. */
export function answerSignals(connection: Connection, worker: string, handler: SignalHandler): () => void {
  return listen(connection.nc, signalSubject(worker), (message) => {
    const asked = readJson<Message>(message);
    message.respond(asked === undefined ? "not_running" : answerTo(asked, handler));
  });
}

function answerTo(
  asked: Message,
  handler: SignalHandler,
): Exclude<SignalAnswer | RunningAnswer, "no_worker"> {
  if (asked.ask === "stop") return handler.stop(asked) ? "stopping" : "not_running";
  return handler.runs(asked) ? "running" : "not_running";
}
