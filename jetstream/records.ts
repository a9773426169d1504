import { decodeRecord, encodeRecord } from "../core/codec.ts";
import { stampEvents } from "../core/event-sequence.ts";
import { isTerminal, recordTtlMs } from "../core/lifecycle.ts";
import { eventSubject, HEADERS, STREAMS, type TaskKey } from "../core/subject.ts";
import type { TaskRecord } from "../core/task.ts";
import { getLastOfEach } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { getLast, type StoredMessage } from "./direct-get.ts";
import type { Published, Publisher } from "./publisher.ts";
import type { HeaderList } from "./wire-headers.ts";

/** A store that does not answer is asked again after so long, in milliseconds. */
const ASK_AGAIN_MS = 200;

/** A record with the sequence that a change must name. */
export interface StoredRecord {
  readonly record: TaskRecord;
  readonly sequence: number;
}

export type ReadResult =
  /** `undefined`: the task has not left the queue yet, or there is none. */
  | { readonly ok: true; readonly stored: StoredRecord | undefined }
  | { readonly ok: false; readonly problem: string };

/** Those of many tasks of one project that were found, by id. */
export type ReadAllResult =
  | { readonly ok: true; readonly stored: ReadonlyMap<string, StoredRecord> }
  | { readonly ok: false; readonly problem: string };

export type WriteResult =
  /** The record as it is stored: whoever goes on from it without reading it again takes this one. */
  | { readonly kind: "stored"; readonly record: TaskRecord; readonly sequence: number }
  /** Somebody else changed the task in between: read it again and decide anew. */
  | { readonly kind: "conflict" }
  | { readonly kind: "full"; readonly problem: string }
  /** It will never be stored as it is: larger than one message may be. */
  | { readonly kind: "refused"; readonly problem: string }
  | { readonly kind: "unknown"; readonly problem: string };

/**
 * The records of all tasks that have left the queue: the newest message on `events.<project>.<task>`. A record is written
 * by compare-and-set only, which is the one lock of the system.
 */
export class Records {
  readonly #connection: Connection;
  readonly #publisher: Publisher;

  constructor(connection: Connection, publisher: Publisher) {
    this.#connection = connection;
    this.#publisher = publisher;
  }

  async read(key: TaskKey): Promise<ReadResult> {
    const got = await getLast(this.#connection, STREAMS.events, eventSubject(key));
    if (!got.ok) return got;
    return got.message === undefined ? { ok: true, stored: undefined } : readStored(got.message);
  }

  /** Reads the records of many tasks of one project at once. Never rejects. */
  async readAll(project: string, ids: readonly string[]): Promise<ReadAllResult> {
    const subjects = ids.map((id) => eventSubject({ project, id }));
    const got = await getLastOfEach(this.#connection, STREAMS.events, subjects);
    return got.ok ? readAllStored(got.messages, (_message, record) => record) : got;
  }

  /**
   * Writes a record against the sequence it was derived from (0: the task has no record yet). A finished record is written
   * with its time to live. Calls back once; without `giveUpAt` (milliseconds since 1970) it tries until it has an answer.
   */
  write(
    record: TaskRecord,
    expectedSequence: number,
    onWritten: (result: WriteResult) => void,
    giveUpAt?: number,
  ): void {
    const stamped = stampEvents(record, expectedSequence);
    const body = encodeRecord(stamped);
    const state = [HEADERS.state, record.state] as const;
    const headers: HeaderList = isTerminal(record.state)
      ? [state, ["Nats-TTL", ttlSeconds(recordTtlMs(record))]]
      : [state];
    this.#publisher.publish(
      {
        subject: eventSubject(record),
        body,
        headers,
        expectedSequence,
        ...(giveUpAt !== undefined && { giveUpAt }),
      },
      (published) => {
        if (published.kind === "conflict" && published.retried)
          void this.#recognise(stamped, body, giveUpAt).then(onWritten);
        else onWritten(toWriteResult(published, stamped));
      },
    );
  }

  /** `write` as a promise, for callers that are not on a hot path. */
  writeAndWait(record: TaskRecord, expectedSequence: number, giveUpAt?: number): Promise<WriteResult> {
    return new Promise((resolve) => this.write(record, expectedSequence, resolve, giveUpAt));
  }

  /** A conflict after a lost answer may be with our own write: then it has succeeded. Asks for as long as a write tries. */
  async #recognise(record: TaskRecord, body: string, giveUpAt = Infinity): Promise<WriteResult> {
    for (;;) {
      const got = await getLast(this.#connection, STREAMS.events, eventSubject(record));
      if (got.ok) {
        return got.message?.text === body
          ? { kind: "stored", record, sequence: got.message.sequence }
          : { kind: "conflict" };
      }
      if (this.#connection.nc.isClosed() || Date.now() + ASK_AGAIN_MS > giveUpAt) {
        return { kind: "unknown", problem: got.problem };
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}

/** Reads the record out of a stored message. */
export function readStored(message: StoredMessage): ReadResult {
  const decoded = decodeRecord(message.text);
  if (!decoded.ok) return { ok: false, problem: `${message.subject}: ${decoded.problem}` };
  return { ok: true, stored: { record: decoded.record, sequence: message.sequence } };
}

/** Reads the records out of stored messages; `as` says how one reads in its place. */
export function readAllStored(
  messages: readonly StoredMessage[],
  as: (message: StoredMessage, record: TaskRecord) => TaskRecord,
): ReadAllResult {
  const stored = new Map<string, StoredRecord>();
  for (const message of messages) {
    const read = readStored(message);
    if (!read.ok) return read;
    if (read.stored === undefined) continue;
    const { record, sequence } = read.stored;
    stored.set(record.id, { record: as(message, record), sequence });
  }
  return { ok: true, stored };
}

function toWriteResult(published: Published, record: TaskRecord): WriteResult {
  if (published.kind === "stored") return { kind: "stored", record, sequence: published.sequence };
  if (published.kind === "refused") return { kind: "refused", problem: published.problem };
  return published;
}

/** `Nats-TTL` counts whole seconds, at least one (ADR-43 of NATS). */
function ttlSeconds(ms: number): string {
  return `${Math.max(1, Math.ceil(ms / 1_000))}s`;
}
