import { LongshoreError } from "../../core/error.ts";

/** What is larger than so many bytes counts as a large request or answer. */
export const LARGE_BODY_BYTES = 1024 ** 2;

/**
 * How many bytes of large requests and answers a gateway has in memory at a time, as they are on their way: what more comes is
 * refused, and may come again a moment later. One alone is never refused.
 */
export class LargeBodies {
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param payloadMaxBytes the largest payload: there is room for two of them */
  constructor(payloadMaxBytes: number) {
    this.#maxBytes = 2 * payloadMaxBytes;
  }

  /** How many there are now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes room for so many bytes; returns what gives it back, which may be called more than once. Throws LARGE_BODIES_BUSY. */
  take(bytes: number): () => void {
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes)
      throw new LongshoreError("LARGE_BODIES_BUSY", {
        what: `${this.#bytes} bytes, at most ${this.#maxBytes} at a time`,
      });
    this.#bytes += bytes;
    let isTaken = true;
    return () => {
      if (isTaken) this.#bytes -= bytes;
      isTaken = false;
    };
  }
}
