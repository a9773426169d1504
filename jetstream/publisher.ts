import type { Connection } from "./connection.ts";
import { type PublishResult, readPublishAck, readSendFailure } from "./publish-ack.ts";
import type { OnReply } from "./reply-inbox.ts";
import { encodeHeaders, type HeaderList } from "./wire-headers.ts";

/** A message for a stream. */
export interface OutgoingMessage {
  readonly subject: string;
  readonly body: string | Uint8Array;
  readonly headers: HeaderList;
  /** Stored only when this is the sequence of the newest message on the subject; 0: when there is none. */
  readonly expectedSequence?: number;
  /** After this time, in milliseconds since 1970, it is not sent again. Absent: it is sent until the connection closes. */
  readonly giveUpAt?: number;
}

/** Called once with what became of the message. */
export type OnPublished = (result: Published) => void;

export type Published = PublishResult & {
  /** True when an earlier try may have been stored unseen: a `conflict` may then be with ourselves. */
  readonly retried: boolean;
};

/** Puts messages into streams; each is confirmed, or said not to be. */
export interface Publisher {
  publish(message: OutgoingMessage, onPublished: OnPublished): void;
  /** Publishes that have not been answered. */
  readonly pending: number;
  stop(): void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * One publish per message, all answers on one inbox. What gets no answer is sent again, slower each time, and at once when
 * the connection comes back; the caller makes that safe by a message id or an expected sequence.
 */
export class SinglePublisher implements Publisher {
  readonly #connection: Connection;
  readonly #waiting = new Set<Attempt>();
  readonly #stopListening: () => void;
  #pending = 0;
  #stopped = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#stopListening = connection.onReconnect(() => this.#resendAll());
  }

  get pending(): number {
    return this.#pending;
  }

  publish(message: OutgoingMessage, onPublished: OnPublished): void {
    this.#pending++;
    this.#send({ message, onPublished, retries: 0, timer: undefined });
  }

  /** Ends the retries: what waits is answered as `unknown`. */
  stop(): void {
    this.#stopped = true;
    this.#stopListening();
    for (const attempt of [...this.#waiting]) {
      this.#unpark(attempt);
      this.#finish(attempt, { kind: "unknown", problem: "this process is stopping" });
    }
  }

  #send(attempt: Attempt): void {
    if (!this.#connection.isConnected()) {
      // A publish on a lost connection would vanish without a sign.
      this.#park(attempt, { kind: "unknown", problem: "not connected to NATS" });
      return;
    }
    const { subject, body } = attempt.message;
    const onReply: OnReply = (reply) => this.#answer(attempt, readPublishAck(reply));
    try {
      this.#connection.inbox.request(subject, body, onReply, headersOf(attempt.message));
    } catch (error) {
      const failure = readSendFailure(error);
      if (failure.kind === "unknown") this.#park(attempt, failure);
      else this.#finish(attempt, failure);
    }
  }

  #answer(attempt: Attempt, result: PublishResult): void {
    this.#connection.reportPublish(result.kind !== "unknown");
    if (result.kind === "unknown") this.#park(attempt, result);
    else this.#finish(attempt, result);
  }

  #park(attempt: Attempt, result: PublishResult): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt.retries, LONGEST_PAUSE_MS);
    const { giveUpAt } = attempt.message;
    if (this.#stopped || (giveUpAt !== undefined && Date.now() + pauseMs > giveUpAt)) {
      this.#finish(attempt, result);
      return;
    }
    attempt.retries++;
    this.#waiting.add(attempt);
    attempt.timer = setTimeout(() => this.#resend(attempt), pauseMs);
  }

  #resendAll(): void {
    for (const attempt of [...this.#waiting]) this.#resend(attempt);
  }

  #resend(attempt: Attempt): void {
    this.#unpark(attempt);
    this.#send(attempt);
  }

  #unpark(attempt: Attempt): void {
    clearTimeout(attempt.timer);
    this.#waiting.delete(attempt);
  }

  #finish(attempt: Attempt, result: PublishResult): void {
    this.#pending--;
    attempt.onPublished({ ...result, retried: attempt.retries > 0 });
  }
}

interface Attempt {
  readonly message: OutgoingMessage;
  readonly onPublished: OnPublished;
  retries: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The headers of a message on the wire; none when it has none. */
function headersOf(message: OutgoingMessage) {
  const { headers, expectedSequence } = message;
  if (expectedSequence === undefined) return headers.length === 0 ? undefined : encodeHeaders(headers);
  return encodeHeaders([...headers, expectation(expectedSequence)]);
}

/** The header by which JetStream compares before it stores. */
export function expectation(sequence: number): readonly [string, string] {
  return ["Nats-Expected-Last-Subject-Sequence", String(sequence)];
}

/** `publish` as a promise, for callers that are not on a hot path. */
export function publishAndWait(publisher: Publisher, message: OutgoingMessage): Promise<Published> {
  return new Promise((resolve) => publisher.publish(message, resolve));
}
