import { LongshoreError } from "../../core/error.ts";
import type { Emit } from "./method.ts";

/** Sends the answers of a stream to its reader, and does not wait for it for ever. */
export class PatientSender<Answer> {
  readonly #emit: Emit<Answer>;
  readonly #positionOf: (answer: Answer) => string;
  readonly #stallMs: number;
  #position: string;

  /**
   * @param positionOf where to go on after an answer
   * @param position where to go on when there has been none
   * @param stallMs a reader that takes nothing for so long is let go, in milliseconds
   */
  constructor(emit: Emit<Answer>, positionOf: (answer: Answer) => string, position: string, stallMs: number) {
    this.#emit = emit;
    this.#positionOf = positionOf;
    this.#position = position;
    this.#stallMs = stallMs;
  }

  /** Where to go on after the last answer that was sent. */
  get position(): string {
    return this.#position;
  }

  /** Resolves when there is room for the next one, or nobody reads any more. Throws WATCH_TOO_SLOW. */
  async send(answer: Answer): Promise<void> {
    this.#position = this.#positionOf(answer);
    const sent = this.#emit.send(answer);
    if (this.#emit.hasRoom()) return sent;
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.#tooSlow()), this.#stallMs);
    });
    try {
      await Promise.race([sent, stalled]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The reader goes on after what was sent, once it has read that. */
  #tooSlow(): LongshoreError {
    const problem = `it has taken nothing for ${this.#stallMs / 1_000} s`;
    return new LongshoreError("WATCH_TOO_SLOW", { problem, position: this.#position });
  }
}
