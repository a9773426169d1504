import type { Msg } from "@nats-io/transport-node";
import { parseProgressSubject, progressSubject, type TaskKey } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** How far a running task says it is. */
export interface Progress {
  readonly attempt: number;
  readonly done: number;
  /** Absent when the handler does not know. */
  readonly total?: number;
  readonly message?: string;
  /** RFC 3339. */
  readonly time: string;
}

/** Where the monitor is asked for the last progress of a task. */
export const LAST_PROGRESS = "monitor.progress";
const ANSWER_MS = 250;

/** Says how far a task is, to whoever listens. Not stored, not confirmed. */
export function publishProgress(connection: Connection, key: TaskKey, progress: Progress): void {
  if (connection.isConnected()) connection.nc.publish(progressSubject(key), JSON.stringify(progress));
}

/** Follows the progress of one task, or of all (`"*"`), until the returned function is called. */
export function followProgress(
  connection: Connection,
  of: TaskKey | "*",
  onProgress: (key: TaskKey, progress: Progress) => void,
): () => void {
  const subject = of === "*" ? "progress.*.*" : progressSubject(of);
  return listen(connection.nc, subject, (message) => {
    const key = parseProgressSubject(message.subject);
    const progress = readJson<Progress>(message);
    if (key !== undefined && progress !== undefined) onProgress(key, progress);
  });
}

/** Asks the monitor how far a task is; undefined when it does not know, or is away. */
export async function lastProgress(connection: Connection, key: TaskKey): Promise<Progress | undefined> {
  try {
    const reply = await connection.nc.request(LAST_PROGRESS, JSON.stringify(key), { timeout: ANSWER_MS });
    return reply.json<Progress | null>() ?? undefined;
  } catch {
    // Progress is a convenience: without the monitor a task simply shows none.
    return undefined;
  }
}

/** Answers `lastProgress` until the returned function is called. Several monitors share the questions. */
export function answerProgress(
  connection: Connection,
  find: (key: TaskKey) => Progress | undefined,
): () => void {
  const onQuestion = (message: Msg) => {
    const key = readJson<TaskKey>(message);
    message.respond(JSON.stringify((key && find(key)) ?? null));
  };
  return listen(connection.nc, LAST_PROGRESS, onQuestion, "monitor");
}
