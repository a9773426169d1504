import { encodeRecord } from "../core/codec.ts";
import {
  anyTaskSubject,
  delayedSubject,
  HEADERS,
  parseDelayedSubject,
  STREAMS,
  submitMessageId,
  type TaskKey,
  type TaskPlace,
  taskSubject,
} from "../core/subject.ts";
import { asQueued, PRIORITIES, type TaskRecord } from "../core/task.ts";
import { getBatch, getLastOfEach, SUBJECTS_PER_GET } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { deleteMessage } from "./delete-message.ts";
import { getLast, getLastOfAny } from "./direct-get.ts";
import type { OnPublished, OutgoingMessage, Publisher } from "./publisher.ts";
import {
  type ReadAllResult,
  type ReadResult,
  readAllStored,
  readStored,
  type StoredRecord,
} from "./records.ts";
import type { HeaderList } from "./wire-headers.ts";

/** A task has one message, and now and then a copy: so many are looked at, and about so many bytes of them. */
const COPIES = 16;
const COPIES_BYTES = 16 * 1024 ** 2;

/** Whether messages were removed, or why nobody can say. */
export type Removed = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** The tasks that wait: what goes into TASKS and what is taken out of it other than by workers. */
export class TaskQueue {
  readonly #connection: Connection;
  readonly #publisher: Publisher;

  constructor(connection: Connection, publisher: Publisher) {
    this.#connection = connection;
    this.#publisher = publisher;
  }

  /**
   * Takes a new task in, at once or, when the record says so, as a schedule. One publish: stored means accepted. The task's
   * id is the message id, so the same task sent again within two minutes is stored once and answered as `duplicate`.
   *
   * @param body the record as `encodeRecord` writes it, for a caller that has it already
   */
  submit(record: TaskRecord, onPublished: OnPublished, giveUpAt?: number, body?: string): void {
    const id: HeaderList = [["Nats-Msg-Id", submitMessageId(record)]];
    this.#put(record, 0, id, onPublished, giveUpAt, body);
  }

  /**
   * Puts a task that has a record back in line, to start from that record: at once, or when it is due. Doing it twice is
   * harmless: the sequence lets only one start.
   */
  requeue({ record, sequence }: StoredRecord, onPublished: OnPublished): void {
    this.#put(record, sequence, [], onPublished, undefined);
  }

  /**
   * Hands a message back unchanged, to be delivered again.
   *
   * @param dueAtMs when, in milliseconds since 1970 by the clock of the store; undefined: at once
   * @param passedOn how often it has been handed back because a worker did not have the type
   */
  giveBack(
    { record, sequence }: StoredRecord,
    { dueAtMs, passedOn }: { readonly dueAtMs: number | undefined; readonly passedOn: number },
    onPublished: OnPublished,
  ): void {
    const count: HeaderList = passedOn === 0 ? [] : [[HEADERS.passedOn, String(passedOn)]];
    const dueAt = dueAtMs === undefined ? undefined : new Date(dueAtMs).toISOString();
    const { dueAt: _, ...rest } = record;
    this.#publisher.publish(outgoing(rest, sequence, count, dueAt), onPublished);
  }

  /** Finds a task that has no record yet: it waits in one of the queues, or for its time. */
  async findWaiting(key: TaskKey, queues: readonly string[]): Promise<ReadResult> {
    const delayed = await this.#read(delayedSubject(key));
    if (!delayed.ok || delayed.stored !== undefined) return delayed;
    const subjects = queues.flatMap((queue) =>
      PRIORITIES.map((priority) => taskSubject({ ...key, queue, priority })),
    );
    for (let i = 0; i < subjects.length; i += SUBJECTS_PER_GET) {
      const found = await this.#readAny(subjects.slice(i, i + SUBJECTS_PER_GET));
      if (!found.ok || found.stored !== undefined) return found;
    }
    // A worker that passes it on meanwhile takes it back to where it was looked for first.
    return this.#read(delayedSubject(key));
  }

  /**
   * Finds those of many tasks of one project that wait, in any queue or for their time. Where a task waits is seen at one
   * moment, so that one that is being passed on is not missed. Never rejects.
   */
  async findAllWaiting(project: string, ids: readonly string[]): Promise<ReadAllResult> {
    const subjects = ids.flatMap((id) => [delayedSubject({ project, id }), anyTaskSubject({ project, id })]);
    const got = await getLastOfEach(this.#connection, STREAMS.tasks, subjects);
    if (!got.ok) return got;
    return readAllStored(got.messages, ({ subject }, record) =>
      parseDelayedSubject(subject) === undefined ? asQueued(record) : record,
    );
  }

  /**
   * Takes the messages of a task out of line that are older than its record: they would be handed out only to be passed over.
   * What starts from that record or a newer one stays, so that somebody who has acted since loses nothing; what a worker
   * holds already is stopped by the record.
   *
   * @param place where the task has waited so far
   * @param sequence that of its record
   */
  async removeOlder(place: TaskPlace, sequence: number): Promise<Removed> {
    const removed = await Promise.all(
      [delayedSubject(place), taskSubject(place)].map((subject) => this.#removeFrom(subject, sequence)),
    );
    return removed.find(({ ok }) => !ok) ?? { ok: true };
  }

  async #removeFrom(subject: string, sequence: number): Promise<Removed> {
    const batch = await getBatch(this.#connection, STREAMS.tasks, {
      filter: subject,
      fromSequence: 1,
      messages: COPIES,
      bytes: COPIES_BYTES,
    });
    if (!batch.ok) return batch;
    for (const message of batch.messages) {
      if (Number(message.header(HEADERS.recordSequence)) >= sequence) continue;
      const removed = await deleteMessage(this.#connection, STREAMS.tasks, message.sequence);
      if (!removed.ok) return removed;
    }
    return { ok: true };
  }

  #put(
    record: TaskRecord,
    sequence: number,
    extra: HeaderList,
    onPublished: OnPublished,
    giveUpAt: number | undefined,
    body?: string,
  ): void {
    const message = outgoing(record, sequence, extra, record.dueAt, body);
    this.#publisher.publish(giveUpAt === undefined ? message : { ...message, giveUpAt }, onPublished);
  }

  async #read(subject: string): Promise<ReadResult> {
    const got = await getLast(this.#connection, STREAMS.tasks, subject);
    if (!got.ok) return got;
    return got.message === undefined ? { ok: true, stored: undefined } : readStored(got.message);
  }

  async #readAny(subjects: readonly string[]): Promise<ReadResult> {
    if (subjects.length === 0) return { ok: true, stored: undefined };
    const got = await getLastOfAny(this.#connection, STREAMS.tasks, subjects);
    if (!got.ok) return got;
    if (got.message === undefined) return { ok: true, stored: undefined };
    const read = readStored(got.message);
    if (!read.ok || read.stored === undefined) return read;
    return { ok: true, stored: { ...read.stored, record: asQueued(read.stored.record) } };
  }
}

/** A message for the queue itself or, with a due time, a schedule that will become that message (ADR-51 of NATS). */
function outgoing(
  record: TaskRecord,
  recordSequence: number,
  extra: HeaderList,
  dueAt: string | undefined,
  body: string = encodeRecord(record),
): OutgoingMessage {
  const target = taskSubject(record);
  const headers: HeaderList = [
    ...extra,
    [HEADERS.recordSequence, String(recordSequence)],
    [HEADERS.type, record.type],
    ...(record.traceparent === undefined ? [] : [[HEADERS.traceparent, record.traceparent] as const]),
  ];
  if (dueAt === undefined) return { subject: target, body, headers };
  return {
    subject: delayedSubject(record),
    body,
    headers: [...headers, ["Nats-Schedule", `@at ${dueAt}`], ["Nats-Schedule-Target", target]],
  };
}
