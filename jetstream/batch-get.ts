import { createInbox, type Msg } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";
import type { Connection } from "./connection.ts";
import type { StoredMessage } from "./direct-get.ts";
import { listen } from "./listen.ts";

/** A batch that says nothing for so long is given up, in milliseconds. */
const SILENCE_MS = 2_000;

/** What to read: the messages of one subject filter, oldest first, from one sequence on. */
export interface BatchRequest {
  /** A subject; may have wildcards. */
  readonly filter: string;
  readonly fromSequence: number;
  /** At most so many messages. */
  readonly messages: number;
  /** At most about so many bytes; one message always comes. */
  readonly bytes: number;
}

/** A stored message, and how many of the filter came after it when it was read. */
export interface BatchMessage extends StoredMessage {
  readonly pending: number;
}

export type Batch =
  | { readonly ok: true; readonly messages: readonly BatchMessage[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads stored messages by a batched direct get (ADR-31 of NATS): one request, and no consumer that would have to be kept
 * alive and cleaned up. What came before the answer broke off is not given out: ask again. Never rejects.
 */
export function getBatch(connection: Connection, stream: string, request: BatchRequest): Promise<Batch> {
  const { filter, fromSequence, messages, bytes } = request;
  const seq = Math.max(1, fromSequence);
  return gather(connection, stream, { seq, next_by_subj: filter, batch: messages, max_bytes: bytes });
}

/**
 * Reads the newest message of each of these subjects that has one, the same way. At most 1,000 subjects. Never rejects.
 */
export function getLastOfEach(
  connection: Connection,
  stream: string,
  subjects: readonly string[],
): Promise<Batch> {
  if (subjects.length === 0) return Promise.resolve({ ok: true, messages: [] });
  return gather(connection, stream, { multi_last: subjects });
}

function gather(connection: Connection, stream: string, body: object): Promise<Batch> {
  if (!connection.isConnected()) return Promise.resolve({ ok: false, problem: "not connected to NATS" });
  const { promise, resolve } = Promise.withResolvers<Batch>();
  const messages: BatchMessage[] = [];
  const inbox = createInbox();
  const endings: (() => void)[] = [];
  const end = (batch: Batch) => {
    for (const ending of endings) ending();
    resolve(batch);
  };
  const silence = setTimeout(() => end({ ok: false, problem: "no answer in time" }), SILENCE_MS);
  endings.push(() => clearTimeout(silence));
  endings.push(connection.onDisconnect(() => end({ ok: false, problem: "not connected to NATS" })));
  const onReply = (reply: Msg) => {
    silence.refresh();
    const code = reply.headers?.code ?? 503;
    if (code === 0) messages.push(toMessage(reply));
    // 204: that was all of it. 404: there is nothing.
    else if (code === 204 || code === 404) end({ ok: true, messages });
    else if (code === 503) end({ ok: false, problem: `stream ${stream} does not answer` });
    else end({ ok: false, problem: reply.headers?.status ?? `status ${code}` });
  };
  try {
    endings.push(listen(connection.nc, inbox, onReply));
    connection.nc.publish(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(body), { reply: inbox });
  } catch (error) {
    // A connection that is about to close takes nothing more.
    end({ ok: false, problem: messageOf(error) });
  }
  return promise;
}

function toMessage(reply: Msg): BatchMessage {
  const header = (name: string) => reply.headers?.get(name) ?? "";
  return {
    subject: header("Nats-Subject"),
    sequence: Number(header("Nats-Sequence")),
    pending: Number(header("Nats-Num-Pending")),
    text: reply.string(),
    header,
  };
}
