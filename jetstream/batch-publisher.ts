import { randomUUID } from "node:crypto";
import type { Connection } from "./connection.ts";
import { type PublishResult, readPublishAck, readSendFailure } from "./publish-ack.ts";
import {
  expectation,
  type OnPublished,
  type OutgoingMessage,
  type Publisher,
  SinglePublisher,
} from "./publisher.ts";
import { encodeHeaders } from "./wire-headers.ts";

/** The most messages in one batch; JetStream allows 1,000. */
const BATCH_MAX = 500;

/** How long a message waits for company, in milliseconds. */
const GATHER_MS = 2;

/** Batches under way per stream: one is written while the next one is gathered. */
const BATCHES_IN_FLIGHT = 2;

interface Item {
  readonly message: OutgoingMessage;
  readonly onPublished: OnPublished;
  /** True when a batch with it got no answer: it may have been stored unseen. */
  retried: boolean;
}

/** What waits to go to one stream. */
interface Lane {
  readonly items: Item[];
  inFlight: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Group commit: what is ready is written as one atomic batch, so that one fsync serves up to 500 messages. A refused member
 * refuses its batch; then the batch is halved until the refused message stands alone, so that one loser never holds up
 * the others. For servers that sync every write (`strict`); where they do not, single publishes are faster.
 */
export class BatchPublisher implements Publisher {
  readonly #connection: Connection;
  readonly #single: SinglePublisher;
  readonly #lanes = new Map<string, Lane>();
  #gathered = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#single = new SinglePublisher(connection);
  }

  get pending(): number {
    return this.#gathered + this.#single.pending;
  }

  publish(message: OutgoingMessage, onPublished: OnPublished): void {
    const lane = this.#lane(message.subject);
    lane.items.push({ message, onPublished, retried: false });
    this.#gathered++;
    if (lane.items.length >= BATCH_MAX) this.#flush(lane);
    else lane.timer ??= setTimeout(() => this.#flush(lane), GATHER_MS);
  }

  stop(): void {
    for (const lane of this.#lanes.values()) {
      clearTimeout(lane.timer);
      for (const item of lane.items.splice(0)) {
        this.#answer(item, { kind: "unknown", problem: "this process is stopping" });
      }
    }
    this.#single.stop();
  }

  /** Messages of one stream share a lane; the first token of our subjects tells the stream, the second the bucket. */
  #lane(subject: string): Lane {
    const [first = "", bucket] = subject.split(".", 2);
    const stream = first === "delayed" ? "tasks" : first === "$KV" ? `KV_${bucket}` : first;
    let lane = this.#lanes.get(stream);
    if (lane === undefined) {
      lane = { items: [], inFlight: 0, timer: undefined };
      this.#lanes.set(stream, lane);
    }
    return lane;
  }

  #flush(lane: Lane): void {
    clearTimeout(lane.timer);
    lane.timer = undefined;
    while (lane.items.length > 0 && lane.inFlight < BATCHES_IN_FLIGHT) {
      const { batch, rest } = withoutSharedSubjects(lane.items.splice(0, BATCH_MAX));
      lane.items.unshift(...rest);
      lane.inFlight++;
      this.#send(batch, () => {
        lane.inFlight--;
        this.#flush(lane);
      });
    }
  }

  #send(items: readonly Item[], onDone: () => void): void {
    const [only] = items;
    if (only === undefined || items.length === 1 || !this.#connection.isConnected()) {
      for (const item of items) this.#sendAlone(item);
      onDone();
      return;
    }
    const batchId = randomUUID();
    const last = items.length - 1;
    const send = ({ message }: Item, index: number) => {
      const headers = batchHeaders(message, batchId, index + 1, index === last);
      if (index < last) this.#connection.nc.publish(message.subject, message.body, { headers });
      else
        this.#connection.inbox.request(
          message.subject,
          message.body,
          (reply) => commit(readPublishAck(reply)),
          headers,
        );
    };
    const commit = (result: PublishResult) => {
      this.#connection.reportPublish(result.kind !== "unknown");
      if (result.kind === "stored") {
        items.forEach((item, index) => {
          this.#answer(item, { kind: "stored", sequence: result.sequence - last + index, duplicate: false });
        });
        onDone();
      } else {
        if (result.kind === "unknown") for (const item of items) item.retried = true;
        const half = Math.ceil(items.length / 2);
        this.#send(items.slice(0, half), () => this.#send(items.slice(half), onDone));
      }
    };
    try {
      items.forEach(send);
    } catch (error) {
      // One member cannot be sent: the server forgets what it has of this batch, and the halves find out which.
      commit(readSendFailure(error));
    }
  }

  #sendAlone({ message, onPublished, retried }: Item): void {
    this.#gathered--;
    this.#single.publish(message, (result) => onPublished(retried ? { ...result, retried } : result));
  }

  #answer({ onPublished, retried }: Item, result: PublishResult): void {
    this.#gathered--;
    onPublished({ ...result, retried });
  }
}

/** Two writes to one subject cannot both hold their expectation within a batch: the later one waits for the next. */
function withoutSharedSubjects(items: readonly Item[]): { batch: readonly Item[]; rest: readonly Item[] } {
  const seen = new Set<string>();
  const batch: Item[] = [];
  const rest: Item[] = [];
  for (const item of items) {
    if (seen.has(item.message.subject)) rest.push(item);
    else batch.push(item);
    seen.add(item.message.subject);
  }
  return { batch, rest };
}

// Header names: ADR-50 of NATS (atomic batch publish).
function batchHeaders(message: OutgoingMessage, id: string, sequence: number, commits: boolean) {
  const { headers, expectedSequence } = message;
  return encodeHeaders([
    ...headers,
    ...(expectedSequence === undefined ? [] : [expectation(expectedSequence)]),
    ["Nats-Batch-Id", id],
    ["Nats-Batch-Sequence", String(sequence)],
    ...(commits ? [["Nats-Batch-Commit", "1"] as const] : []),
  ]);
}
