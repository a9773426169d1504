import { LongshoreError } from "../../core/error.ts";
import type { Emit } from "./method.ts";

/** A reader that takes nothing for so long is let go, in milliseconds. */
const STALLED_MS = 30_000;

/** Sends the answers of a stream to its reader, and does not wait for it for ever. */
export class PatientSender<Answer> {
  readonly #emit: Emit<Answer>;
  readonly #positionOf: (answer: Answer) => string;
  readonly #failed = Promise.withResolvers<never>();
  #position: string;
  #error: LongshoreError | undefined;

  /**
   * @param positionOf where to go on after an answer
   * @param position where to go on when there has been none
   */
  constructor(emit: Emit<Answer>, positionOf: (answer: Answer) => string, position: string) {
    this.#emit = emit;
    this.#positionOf = positionOf;
    this.#position = position;
    this.#failed.promise.catch(() => undefined);
  }

  /** Where to go on after the last answer that was sent. */
  get position(): string {
    return this.#position;
  }

  /** Resolves when there is room for the next one, or nobody reads any more. Throws WATCH_TOO_SLOW. */
  async send(answer: Answer): Promise<void> {
    if (this.#error !== undefined) throw this.#error;
    this.#position = this.#positionOf(answer);
    const sent = this.#emit.send(answer);
    if (this.#emit.hasRoom()) return sent;
    const timer = setTimeout(
      () => this.fail(tooSlow(`it has taken nothing for ${STALLED_MS / 1_000} s`, this.#position)),
      STALLED_MS,
    );
    try {
      await Promise.race([sent, this.#failed.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends a `send` that is under way, and every one that follows, with this error. */
  fail(error: LongshoreError): void {
    this.#error ??= error;
    this.#failed.reject(this.#error);
  }
}

/** @param position where the reader goes on, once it has read what was sent */
export function tooSlow(problem: string, position: string): LongshoreError {
  return new LongshoreError("WATCH_TOO_SLOW", { problem, position });
}
