/** What became of one of many. */
export type BatchOutcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly error: unknown };

/** How requests are sent, and the time. */
export interface BatchTransport<Request, Answer> {
  sendOne(request: Request): Promise<Answer>;
  /** Outcomes in the order of the requests. */
  sendMany(requests: readonly Request[]): Promise<readonly BatchOutcome<Answer>[]>;
  /** The bytes of a request on the wire. */
  sizeOf(request: Request): number;
  /** Calls back after so many milliseconds; the function that it returns takes that back. */
  after(ms: number, run: () => void): () => void;
}

/** How long a request waits for others, in milliseconds. */
const GATHER_MS = 1;
/** What a batch may have at most: the gateway takes 1,000 requests and 16 MiB. */
const MAX_COUNT = 1_000;
const MAX_BYTES = 1024 ** 2;

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes few calls of many requests. A request that comes while nothing is under way goes at once, by itself; those that come
 * within a millisecond of each other while something is under way go as one batch, each with an answer of its own.
 */
export class SubmitBatcher<Request, Answer> {
  readonly #transport: BatchTransport<Request, Answer>;
  #waiting: Waiting<Request, Answer>[] = [];
  #bytes = 0;
  #underWay = 0;
  #forget: () => void = () => undefined;

  constructor(transport: BatchTransport<Request, Answer>) {
    this.#transport = transport;
  }

  /** Sends a request. Settles as it does. */
  add(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      if (this.#underWay === 0 && this.#waiting.length === 0) void this.#send([waiting]);
      else this.#gather(waiting);
    });
  }

  #gather(waiting: Waiting<Request, Answer>): void {
    const bytes = this.#transport.sizeOf(waiting.request);
    if (this.#bytes + bytes > MAX_BYTES) this.#flush();
    this.#waiting.push(waiting);
    this.#bytes += bytes;
    if (this.#waiting.length === 1) this.#forget = this.#transport.after(GATHER_MS, () => this.#flush());
    else if (this.#waiting.length === MAX_COUNT) this.#flush();
  }

  #flush(): void {
    this.#forget();
    const batch = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    if (batch.length > 0) void this.#send(batch);
  }

  async #send(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    this.#underWay++;
    const [first] = batch;
    try {
      if (batch.length === 1 && first !== undefined)
        first.resolve(await this.#transport.sendOne(first.request));
      else settle(batch, await this.#transport.sendMany(batch.map(({ request }) => request)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#underWay--;
    }
  }
}

function settle<Request, Answer>(
  batch: readonly Waiting<Request, Answer>[],
  outcomes: readonly BatchOutcome<Answer>[],
): void {
  for (const [index, { resolve, reject }] of batch.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) reject(new TypeError("an answer for each of the batch was promised"));
    else if (outcome.ok) resolve(outcome.answer);
    else reject(outcome.error);
  }
}
