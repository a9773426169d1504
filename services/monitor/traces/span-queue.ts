import type { Span } from "./span.ts";

/** So many spans wait at most; what comes on top is dropped, and counted. */
export const MAX_WAITING = 30_000;

/** So many are sent at once. */
const BATCH = 1_000;

/** How often is sent what has come, in milliseconds. */
const SEND_MS = 500;

/** After a failure it waits so long, in milliseconds. */
const AGAIN_MS = 5_000;

/** Who does not speak keeps what has come for so long, in milliseconds: until it is known whether somebody else has sent it. */
const KEEP_SILENT_MS = 15_000;

/** It ends within so many milliseconds. */
const STOP_MS = 3_000;

/** Sends spans. Resolves with undefined when they have arrived, or with what is wrong. Never rejects. */
export type SendSpans = (spans: readonly Span[]) => Promise<string | undefined>;

export interface SpanQueueOptions {
  readonly send: SendSpans;
  /** Whether it is this process that sends. */
  readonly speaks: () => boolean;
  /** Told when sending fails for the first time, and with undefined when it works again. */
  readonly onChange: (problem: string | undefined) => void;
  /** In milliseconds, of a clock that does not jump. Default: that of the process. */
  readonly now?: () => number;
}

/** Spans on their way: sent in batches, one after the other, and again until they have arrived, as long as there is room for them. */
export class SpanQueue {
  readonly #options: SpanQueueOptions;
  readonly #now: () => number;
  #waiting: { readonly span: Span; readonly at: number }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();
  #problem: string | undefined;
  #isStopped = false;
  #sent = 0;
  #dropped = 0;

  constructor(options: SpanQueueOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** How many have arrived, and how many were dropped for want of room. */
  counts(): { readonly sent: number; readonly dropped: number } {
    return { sent: this.#sent, dropped: this.#dropped };
  }

  add(spans: readonly Span[]): void {
    const room = MAX_WAITING - this.#waiting.length;
    if (spans.length > room) this.#dropped += spans.length;
    else {
      const at = this.#now();
      for (const span of spans) this.#waiting.push({ span, at });
    }
    this.#sendLater(SEND_MS);
  }

  /** Sends what is left, as far as that is possible within three seconds. Never rejects. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const last = this.#sending.then(() => (this.#options.speaks() ? this.#sendAll() : undefined));
    await within(STOP_MS, last);
  }

  #sendLater(ms: number): void {
    if (this.#isStopped || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#sending = this.#turn();
    }, ms);
  }

  async #turn(): Promise<void> {
    if (this.#options.speaks()) await this.#sendAll();
    else this.#forgetOld();
    this.#timer = undefined;
    if (this.#waiting.length > 0) this.#sendLater(this.#problem === undefined ? SEND_MS : AGAIN_MS);
  }

  /** Until there is nothing left, or something fails. */
  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      const problem = await this.#options.send(batch.map(({ span }) => span));
      this.#note(problem);
      if (problem !== undefined) return;
      this.#waiting = this.#waiting.slice(batch.length);
      this.#sent += batch.length;
    }
  }

  #note(problem: string | undefined): void {
    const isChange = (problem === undefined) !== (this.#problem === undefined);
    this.#problem = problem;
    if (isChange) this.#options.onChange(problem);
  }

  #forgetOld(): void {
    const before = this.#now() - KEEP_SILENT_MS;
    const kept = this.#waiting.findIndex(({ at }) => at >= before);
    this.#waiting = kept === -1 ? [] : this.#waiting.slice(kept);
  }
}

/** Resolves when something is done, or after so many milliseconds. */
function within(ms: number, done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
