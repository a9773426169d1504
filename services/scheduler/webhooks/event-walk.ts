import type { FeedPosition } from "../../../core/event-feed/position.ts";
import { FeedReader } from "../../../core/event-feed/reader.ts";
import { sequencesOf } from "../../../core/event-sequence.ts";
import { STREAM_SUBJECTS, STREAMS } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { recordsThen } from "../../../core/timeline.ts";
import type { Webhook } from "../../../core/webhook.ts";
import { type BatchMessage, getBatch } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { readStored } from "../../../jetstream/records.ts";
import { lastSequence, streamIdentity } from "../../../jetstream/stream-identity.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** An event that a webhook wants. */
export interface Wanted {
  readonly webhook: Webhook;
  readonly record: TaskRecord;
  /** From 1. */
  readonly number: number;
  /** The task as it was after it. */
  readonly then: TaskRecord;
}

/** How much is read at a time. */
const BATCH = { filter: STREAM_SUBJECTS.events[0], messages: 256, bytes: 1024 ** 2 } as const;

/** A webhook may be heard of only after events that it wants: those of one that was made so long before are looked at again. */
const RECENT_MS = 60_000;

/** Walks over EVENTS in order, as far as anybody wants anything of it, and remembers how far it has come. */
export class EventWalk {
  readonly #connection: Connection;
  readonly #nowMs: () => number;
  #reader: FeedReader | undefined;
  /** Where it was when there was no reader any more, or not yet. */
  #last: FeedPosition | undefined;

  constructor(connection: Connection, start: FeedPosition | undefined, nowMs: () => number) {
    this.#connection = connection;
    this.#last = start;
    this.#nowMs = nowMs;
  }

  /** What has been handed out; undefined before anybody wanted anything. */
  position(): FeedPosition | undefined {
    return this.#reader?.position() ?? this.#last;
  }

  /**
   * Reads on, and hands out what is wanted. Resolves with whether that was all that there is. Rejects when the store does not
   * answer or `deliver` rejects; then it must be begun anew where it was.
   */
  async step(subscriptions: Subscriptions, deliver: (wanted: Wanted) => Promise<void>): Promise<boolean> {
    const newcomers = subscriptions.takeNewcomers();
    if (subscriptions.isEmpty) {
      this.#last = this.position();
      this.#reader = undefined;
      return true;
    }
    if (this.#reader === undefined || newcomers.length > 0)
      this.#reader = new FeedReader(await this.#placeFor(newcomers));
    const reader = this.#reader;
    const batch = await getBatch(this.#connection, STREAMS.events, {
      ...BATCH,
      fromSequence: reader.readTo + 1,
    });
    if (!batch.ok) throw new Error(batch.problem);
    if (batch.messages.length === 0) {
      // Only an empty answer says for sure that nothing has been passed over: what changes while a batch is read moves behind it.
      reader.take({ sequence: reader.readTo, stored: [], isNewest: true, timeMs: this.#nowMs() });
      return true;
    }
    const { epoch } = reader.position();
    const wanted = batch.messages.flatMap((message) => look(message, epoch, reader, subscriptions));
    await Promise.all(wanted.map(deliver));
    return false;
  }

  /** Where to go on, so that nothing of newcomers is missed: behind what was had already, if need be. */
  async #placeFor(newcomers: readonly Webhook[]): Promise<FeedPosition> {
    const epoch = Date.parse(await streamIdentity(this.#connection, STREAMS.events));
    const before = this.position();
    const timeMs = this.#nowMs();
    if (before === undefined || before.epoch !== epoch) {
      const sequence = firstOf(newcomers, epoch) ?? (await lastSequence(this.#connection, STREAMS.events));
      return { epoch, sequence, missing: [], timeMs };
    }
    const readTo = Math.max(before.sequence, before.readTo ?? 0);
    const first = firstOf(newcomers, epoch) ?? readTo;
    // Nobody has wanted anything for a while.
    if (this.#reader === undefined && first > readTo) return { epoch, sequence: first, missing: [], timeMs };
    const recent = newcomers.filter(({ createdAt }) => Date.parse(createdAt) > before.timeMs - RECENT_MS);
    const sequence = Math.min(before.sequence, firstOf(recent, epoch) ?? readTo);
    if (sequence === before.sequence) return before;
    const missing = before.missing.flatMap(([from, to]): [number, number][] =>
      from <= sequence ? [[from, Math.min(to, sequence)]] : [],
    );
    return { epoch, sequence, missing, timeMs: before.timeMs };
  }
}

/** After which sequence the first of them wants events; undefined when there are none. */
function firstOf(webhooks: readonly Webhook[], epoch: number): number | undefined {
  if (webhooks.length === 0) return undefined;
  return Math.min(...webhooks.map(({ after }) => (after.epoch === epoch ? after.sequence : 0)));
}

function look(
  message: BatchMessage,
  epoch: number,
  reader: FeedReader,
  subscriptions: Subscriptions,
): Wanted[] {
  const read = readStored(message);
  if (!read.ok || read.stored === undefined) return [];
  const { record, sequence } = read.stored;
  const stored = sequencesOf(record.timeline, sequence);
  const timeMs = Date.parse(message.header("Nats-Time-Stamp"));
  const { numbers } = reader.take({ sequence, stored, isNewest: false, timeMs });
  if (numbers.length === 0 || !subscriptions.concern(record)) return [];
  const records = recordsThen(record);
  return numbers.flatMap((number) => {
    const then = records[number - 1];
    const at = stored[number - 1];
    if (then === undefined || at === undefined) return [];
    return subscriptions
      .of(then, { epoch, sequence: at })
      .map((webhook): Wanted => ({ webhook, record, number, then }));
  });
}
