import { ClosedConnectionError, type Msg, type NatsConnection } from "@nats-io/transport-node";
import { listen } from "./listen.ts";
import type { EncodedHeaders } from "./wire-headers.ts";

/** Called once: with the reply, or with undefined when none came in time or the connection broke. */
export type OnReply = (reply: Msg | undefined) => void;

interface Waiting {
  readonly onReply: OnReply;
  readonly deadline: number;
}

interface Outgoing {
  readonly token: string;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly options: { readonly reply: string; readonly headers?: EncodedHeaders };
}

const SWEEP_MS = 100;
/** So many messages do not wait for more: the server may begin with them. */
const OUTBOX_MAX = 64;

const encoder = new TextEncoder();

/**
 * One inbox for all requests in flight: a subscription, a map and one timer in all. The library's own request makes a
 * promise, a timer and an error object per call, which costs several times the publish itself.
 */
export class ReplyInbox {
  readonly #nc: NatsConnection;
  readonly #timeoutMs: number;
  readonly #prefix: string;
  readonly #stopListening: () => void;
  readonly #sweeper: ReturnType<typeof setInterval>;
  /** In the order of sending; all wait equally long, so the oldest is always the first to time out. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #outbox: Outgoing[] = [];
  #sent = 0;
  #isStopped = false;

  /**
   * @param prefix a subject that nobody else listens to; replies come below it
   * @param timeoutMs how long every request of this inbox waits for its reply
   */
  constructor(nc: NatsConnection, prefix: string, timeoutMs: number) {
    this.#nc = nc;
    this.#timeoutMs = timeoutMs;
    this.#prefix = prefix;
    this.#stopListening = listen(nc, `${this.#prefix}.*`, (message) => this.#receive(message));
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Requests that wait for their reply. */
  get inFlight(): number {
    return this.#waiting.size;
  }

  /**
   * Sends one message and calls back exactly once, never before this call has returned. Throws, and does not call back,
   * when the message is larger than the server takes, or the connection is closed or about to be.
   *
   * Messages of one turn of the event loop leave together: a write for each costs more than the message, here and in the
   * server.
   */
  request(subject: string, body: Uint8Array | string, onReply: OnReply, headers?: EncodedHeaders): void {
    if (this.#isStopped) throw new ClosedConnectionError();
    const token = (this.#sent++).toString(36);
    const data = typeof body === "string" ? encoder.encode(body) : body;
    const reply = `${this.#prefix}.${token}`;
    const options = headers === undefined ? { reply } : { reply, headers };
    // What cannot be sent is refused now, by the library's own error.
    if (!this.#takes(data, headers)) this.#nc.publish(subject, data, options);
    this.#waiting.set(token, { onReply, deadline: Date.now() + this.#timeoutMs });
    if (this.#outbox.length === 0) setImmediate(() => this.#flush());
    this.#outbox.push({ token, subject, data, options });
    if (this.#outbox.length >= OUTBOX_MAX) this.#flush();
  }

  /** Fails all that is in flight: after a lost connection no reply comes any more. */
  failAll(): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { onReply } of lost) onReply(undefined);
  }

  /** Fails all that is in flight, and takes nothing more: nobody would hear the answers. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#sweeper);
    this.#stopListening();
    this.failAll();
  }

  #takes(data: Uint8Array, headers: EncodedHeaders | undefined): boolean {
    const size = data.length + (headers?.encode().length ?? 0);
    return !this.#nc.isClosed() && size <= (this.#nc.info?.max_payload ?? Number.POSITIVE_INFINITY);
  }

  #flush(): void {
    for (const { token, subject, data, options } of this.#outbox.splice(0)) {
      // Answered already, by a lost connection: then it is not ours to send any more.
      if (this.#waiting.has(token) && !this.#nc.isClosed()) this.#nc.publish(subject, data, options);
    }
  }

  #receive(message: Msg): void {
    const token = message.subject.slice(this.#prefix.length + 1);
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return;
    this.#waiting.delete(token);
    waiting.onReply(message);
  }

  #sweep(): void {
    const now = Date.now();
    for (const [token, { onReply, deadline }] of this.#waiting) {
      if (deadline > now) return;
      this.#waiting.delete(token);
      onReply(undefined);
    }
  }
}
