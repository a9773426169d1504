import { decodeLogLine, type LogLine } from "../core/log-line.ts";
import { logFilter, logSubject, parseLogSubject, STREAMS, type TaskKey } from "../core/subject.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { listen } from "./listen.ts";

/** What one read fetches at most. Lines are small; a few large ones must not pile up with a reader who is slow. */
const READ_LINES = 256;
const READ_BYTES = 1024 ** 2;

/** A hint comes at the moment a line is sent; a moment later it is stored, and so are those right behind it. Milliseconds. */
const STORED_MS = 20;

/** A hint may be lost, or come too early; a reader that waits for one looks again after so long, in milliseconds. */
const LOOK_AGAIN_MS = 500;

/** A line as it was read. */
export interface StoredLogLine extends LogLine {
  /** The attempt that logged it, from 1. */
  readonly attempt: number;
  /** Its sequence in LOGS: it only grows, with gaps. */
  readonly number: number;
  /** How many lines of what was asked for came after this one, when it was read. */
  readonly pending: number;
}

/** Which lines: those of one attempt, or of all when `attempt` is undefined. */
export interface LogSelection {
  readonly key: TaskKey;
  readonly attempt: number | undefined;
}

/** A stretch of lines, oldest first; none when there are no more. */
export type ReadLog =
  | { readonly ok: true; readonly lines: readonly StoredLogLine[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Sends one line to where it is kept. Best effort: nobody confirms it, and it may be lost. Returns its size in bytes; 0 when
 * it is certain that it was not sent: there is no connection, or the server takes no message of this size.
 */
export function publishLogLine(connection: Connection, key: TaskKey, attempt: number, line: LogLine): number {
  const { nc } = connection;
  if (!connection.isConnected() || nc.isDraining()) return 0;
  const body = Buffer.from(JSON.stringify(line));
  if (body.length > (nc.info?.max_payload ?? 0)) return 0;
  nc.publish(logSubject(key, attempt), body);
  return body.length;
}

/** Removes all lines that the attempts of a task have logged. Rejects when JetStream does not answer. */
export async function purgeTaskLogs(connection: Connection, key: TaskKey): Promise<void> {
  await connection.jsm.streams.purge(STREAMS.logs, { filter: logFilter(key) });
}

/**
 * Reads the lines after number `after` (0: from the oldest that is kept), at most some hundred at once. Never rejects. A
 * line that cannot be read is passed over.
 */
export async function readLog(
  connection: Connection,
  selection: LogSelection,
  after: number,
): Promise<ReadLog> {
  for (let fromSequence = after + 1; ; ) {
    const request = {
      filter: subjectOf(selection),
      fromSequence,
      messages: READ_LINES,
      bytes: READ_BYTES,
    };
    const batch = await getBatch(connection, STREAMS.logs, request);
    if (!batch.ok) return batch;
    const lines = batch.messages.flatMap(({ subject, sequence, pending, text }): StoredLogLine[] => {
      const place = parseLogSubject(subject);
      const line = decodeLogLine(text);
      if (place === undefined || line === undefined) return [];
      return [{ ...line, attempt: place.attempt, number: sequence, pending }];
    });
    const last = batch.messages.at(-1);
    if (lines.length > 0 || last === undefined) return { ok: true, lines };
    fromSequence = last.sequence + 1;
  }
}

/**
 * Calls back whenever there may be new lines, also after a reconnect and now and then. Which lines, `readLog` says. Ends
 * when the returned function is called.
 */
export function watchLog(connection: Connection, selection: LogSelection, onHint: () => void): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  const hintSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      onHint();
    }, STORED_MS);
  };
  // The very messages that become lines: the stream is not alone in listening to them.
  const stopHints = listen(connection.nc, subjectOf(selection), hintSoon);
  const stopListening = connection.onReconnect(onHint);
  const timer = setInterval(onHint, LOOK_AGAIN_MS);
  return () => {
    clearTimeout(soon);
    clearInterval(timer);
    stopListening();
    stopHints();
  };
}

function subjectOf({ key, attempt }: LogSelection): string {
  return attempt === undefined ? logFilter(key) : logSubject(key, attempt);
}
