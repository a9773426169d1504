import type { Msg } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";
import type { Connection } from "./connection.ts";

/** One stored message. */
export interface StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly text: string;
  readonly header: (name: string) => string;
}

/** The newest message on a subject, `undefined` when there is none, or why nobody can say. */
export type Got =
  | { readonly ok: true; readonly message: StoredMessage | undefined }
  | { readonly ok: false; readonly problem: string };

const TRIES = 3;

/**
 * Reads the newest message on a subject by a direct get (ADR-31 of NATS): one request, no consumer. Asks up to three
 * times when there is no answer. Never rejects.
 */
export function getLast(connection: Connection, stream: string, subject: string): Promise<Got> {
  return ask(connection, stream, `.${subject}`, "");
}

/**
 * The same for the first of these subjects that has a message; at most 1,000 of them. The server sends a message for each and
 * then says that this was all: only the first answer is waited for. (The library's own call leaves a subscription behind each
 * time, nats.js 3.4.0.)
 */
export function getLastOfAny(
  connection: Connection,
  stream: string,
  subjects: readonly string[],
): Promise<Got> {
  return ask(connection, stream, "", JSON.stringify({ multi_last: subjects }));
}

async function ask(connection: Connection, stream: string, suffix: string, body: string): Promise<Got> {
  let problem = "not connected to NATS";
  for (let i = 0; i < TRIES && connection.isConnected(); i++) {
    const got = await tryOnce(connection, stream, suffix, body);
    if (got.ok) return got;
    problem = got.problem;
  }
  return { ok: false, problem };
}

function tryOnce(connection: Connection, stream: string, suffix: string, body: string): Promise<Got> {
  return new Promise((resolve) => {
    try {
      connection.inbox.request(`$JS.API.DIRECT.GET.${stream}${suffix}`, body, (reply) =>
        resolve(readReply(stream, reply)),
      );
    } catch (error) {
      // A connection that is about to close takes nothing more.
      resolve({ ok: false, problem: messageOf(error) });
    }
  });
}

function readReply(stream: string, reply: Msg | undefined): Got {
  if (reply === undefined) return { ok: false, problem: "no answer in time" };
  const headers = reply.headers;
  if (headers === undefined || headers.code === 503)
    return { ok: false, problem: `stream ${stream} does not answer` };
  if (headers.code === 404) return { ok: true, message: undefined };
  if (headers.code !== 0) return { ok: false, problem: headers.status };
  const header = (name: string) => headers.get(name);
  return {
    ok: true,
    message: {
      subject: header("Nats-Subject"),
      sequence: Number(header("Nats-Sequence")),
      text: reply.string(),
      header,
    },
  };
}
