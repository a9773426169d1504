import type { ServerResponse } from "node:http";
import type { Json } from "../../../proto/json-value.ts";
import type { Emit } from "../method.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** A stream that has nothing to say says so this often, in milliseconds, so that nobody in between takes it for dead. */
const HEARTBEAT_MS = 15_000;

/** When a browser that lost the connection tries again, in milliseconds. */
const RETRY_MS = 1_000;

/** How long a reader may take to read what is left at the end, in milliseconds. */
const LAST_WORDS_MS = 10_000;

/** An event as text. Without data it only tells the reader which id to go on from: browsers keep it, and say nothing. */
export function writeEvent(id: string, data: Json | undefined): string {
  return data === undefined ? `id: ${id}\n\n` : `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Answers on their way to a reader, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #hasBegun = false;
  #onRoom = () => {};

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#heartbeat = setInterval(() => {
      if (this.#hasBegun && !response.writableNeedDrain) response.write(": still here\n\n");
    }, HEARTBEAT_MS);
    response.on("drain", () => this.#onRoom());
    response.on("close", () => {
      clearInterval(this.#heartbeat);
      this.#onRoom();
    });
  }

  /** Whether anything was sent, so that an error can no longer be told by the status. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * For a method that answers with a stream.
   *
   * @param toText an answer as `writeEvent` writes it
   */
  emit<Answer>(toText: (answer: Answer) => string): Emit<Answer> {
    return {
      hasRoom: () => !this.#response.writableNeedDrain && !this.#response.closed,
      send: (answer) => this.#write(toText(answer)),
    };
  }

  /** Begins to answer, when nothing has been sent yet. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#response.writeHead(200, {
      ...SECURITY_HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      "x-accel-buffering": "no",
    });
    this.#response.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Tells of an error after the beginning, and ends. */
  fail(body: unknown): void {
    this.#end(`event: error\ndata: ${JSON.stringify(body)}\n\n`);
  }

  end(): void {
    this.begin();
    // A browser would open it again: this says that there is no more.
    this.#end("event: end\ndata: {}\n\n");
  }

  /** One that does not read what is left is cut off. */
  #end(text: string): void {
    this.#response.end(text);
    const timer = setTimeout(() => this.#response.destroy(), LAST_WORDS_MS);
    this.#response.on("close", () => clearTimeout(timer));
  }

  async #write(text: string): Promise<void> {
    this.begin();
    if (this.#response.closed || this.#response.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#onRoom = resolve;
    });
  }
}
