import type { Msg } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";
import type { Connection } from "./connection.ts";
import type { StoredMessage } from "./direct-get.ts";
import { listen } from "./listen.ts";

/** A batch that says nothing for so long is given up, in milliseconds. */
const SILENCE_MS = 2_000;

/** What to read: the messages of one subject filter, oldest first, from one sequence or one time on. */
export interface BatchRequest {
  /** A subject; may have wildcards. */
  readonly filter: string;
  /** Default: the first that there is. */
  readonly fromSequence?: number;
  /** Instead of a sequence: what was stored then or later. RFC 3339. */
  readonly fromTime?: string;
  /** At most so many messages. */
  readonly messages: number;
  /** At most about so many bytes; one message always comes. */
  readonly bytes: number;
}

/** A stored message, and how many of the filter came after it when it was read. */
export interface BatchMessage extends StoredMessage {
  readonly pending: number;
}

export type Batch = BatchOf<BatchMessage>;

/** The same with bodies as bytes. */
export interface BytesMessage extends Pick<BatchMessage, "sequence" | "pending"> {
  readonly data: Uint8Array;
}

export type BatchOf<Message> =
  | { readonly ok: true; readonly messages: readonly Message[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads stored messages by a batched direct get (ADR-31 of NATS): one request, and no consumer that would have to be kept
 * alive and cleaned up. What came before the answer broke off is not given out: ask again. Never rejects.
 */
export function getBatch(connection: Connection, stream: string, request: BatchRequest): Promise<Batch> {
  return collect(connection, stream, bodyOf(request), toMessage);
}

/** `getBatch` for bodies that are no text. */
export function getBatchBytes(
  connection: Connection,
  stream: string,
  request: BatchRequest,
): Promise<BatchOf<BytesMessage>> {
  return collect(connection, stream, bodyOf(request), toBytes);
}

function bodyOf({ filter, fromSequence = 1, fromTime, messages: batch, bytes }: BatchRequest): object {
  const start = fromTime === undefined ? { seq: Math.max(1, fromSequence) } : { start_time: fromTime };
  return { ...start, next_by_subj: filter, batch, max_bytes: bytes };
}

/** How many subjects one direct get may name; nats-server answers 413 a little above it. */
export const SUBJECTS_PER_GET = 1_000;

/**
 * Reads the newest message on each of these subjects; where there is none, there is none in the answer. A thousand subjects at
 * a time are read as they are at one moment; they may have wildcards that fit one subject or two. Never rejects.
 *
 * @param bytes how much is asked for at a time: more than that must not pile up on a connection
 */
export async function getLastOfEach(
  connection: Connection,
  stream: string,
  subjects: readonly string[],
  bytes = LAST_BYTES,
): Promise<Batch> {
  const found: BatchMessage[] = [];
  for (let i = 0; i < subjects.length; i += SUBJECTS_PER_GET) {
    const some = subjects.slice(i, i + SUBJECTS_PER_GET);
    for (let seq: number | undefined = 1; seq !== undefined; ) {
      const request: object = { seq, multi_last: some, max_bytes: bytes };
      const batch: Batch = await collect(connection, stream, request, toMessage);
      if (!batch.ok) return batch;
      found.push(...batch.messages);
      const last = batch.messages.at(-1);
      seq = last === undefined || last.pending === 0 ? undefined : last.sequence + 1;
    }
  }
  return { ok: true, messages: found };
}

const LAST_BYTES = 8 * 1024 ** 2;

function collect<Message>(
  connection: Connection,
  stream: string,
  body: object,
  read: (reply: Msg) => Message,
): Promise<BatchOf<Message>> {
  if (!connection.isConnected()) return Promise.resolve({ ok: false, problem: "not connected to NATS" });
  const { promise, resolve } = Promise.withResolvers<BatchOf<Message>>();
  const messages: Message[] = [];
  const inbox = connection.createInbox();
  const endings: (() => void)[] = [];
  const end = (batch: BatchOf<Message>) => {
    for (const ending of endings) ending();
    resolve(batch);
  };
  const silence = setTimeout(() => end({ ok: false, problem: "no answer in time" }), SILENCE_MS);
  endings.push(() => clearTimeout(silence));
  endings.push(connection.onDisconnect(() => end({ ok: false, problem: "not connected to NATS" })));
  const onReply = (reply: Msg) => {
    silence.refresh();
    const code = reply.headers?.code ?? 503;
    if (code === 0) messages.push(read(reply));
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

function toBytes(reply: Msg): BytesMessage {
  const number = (name: string) => Number(reply.headers?.get(name) ?? "");
  return { sequence: number("Nats-Sequence"), pending: number("Nats-Num-Pending"), data: reply.data };
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
