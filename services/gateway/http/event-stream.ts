import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Json } from "../../../proto/json-value.ts";
import type { Emit } from "../method.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** A stream that has nothing to say says so this often, in milliseconds, so that nobody in between takes it for dead. */
const HEARTBEAT_MS = 15_000;

/** Answers on their way to a reader, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #hasBegun = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#heartbeat = setInterval(() => {
      if (this.#hasBegun && !response.writableNeedDrain) response.write(": still here\n\n");
    }, HEARTBEAT_MS);
    response.on("close", () => clearInterval(this.#heartbeat));
  }

  /** Whether anything was sent, so that an error can no longer be told by the status. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * For a method that answers with a stream.
   *
   * @param toEvent what of an answer is sent, and under which number
   */
  emit<Answer>(toEvent: (answer: Answer) => { readonly id: string; readonly data: Json }): Emit<Answer> {
    return {
      hasRoom: () => !this.#response.writableNeedDrain && !this.#response.closed,
      send: async (answer) => {
        const { id, data } = toEvent(answer);
        await this.#write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
      },
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
    this.#response.flushHeaders();
  }

  /** Tells of an error after the beginning, and ends. */
  fail(body: unknown): void {
    this.#response.end(`event: error\ndata: ${JSON.stringify(body)}\n\n`);
  }

  end(): void {
    this.begin();
    // A browser would open it again: this says that there is no more.
    this.#response.end("event: end\ndata: {}\n\n");
  }

  async #write(text: string): Promise<void> {
    this.begin();
    if (this.#response.closed || this.#response.write(text)) return;
    await Promise.race([once(this.#response, "drain"), once(this.#response, "close")]);
  }
}
