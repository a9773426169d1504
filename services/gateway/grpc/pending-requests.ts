import type { ServerHttp2Stream } from "node:http2";

/** How much requests may take before they are complete. */
export interface PendingLimits {
  /** How long a request may take to arrive, in milliseconds. */
  readonly requestMs: number;
  /** The bytes of all requests together that have not arrived completely. */
  readonly bytes: number;
}

interface Pending {
  readonly since: number;
  bytes: number;
}

/**
 * The requests that have begun to arrive and are not complete. None of them has shown a key yet, so what they hold is bounded
 * for all of them together.
 */
export class PendingRequests {
  readonly #limits: PendingLimits;
  /** The oldest first. Bounded by connections times streams of each. */
  readonly #pending = new Map<ServerHttp2Stream, Pending>();
  readonly #sweep: ReturnType<typeof setInterval>;
  #bytes = 0;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
    this.#sweep = setInterval(() => this.#endLate(), limits.requestMs / 10);
    this.#sweep.unref();
  }

  /** The bytes that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many there are. */
  get count(): number {
    return this.#pending.size;
  }

  /**
   * Follows a request until it is complete or closed. To be called once somebody reads it: the first to listen for data would begin
   * to read, and lose what comes before the other listens.
   */
  follow(stream: ServerHttp2Stream): void {
    const pending = { since: performance.now(), bytes: 0 };
    this.#pending.set(stream, pending);
    stream.on("data", (chunk: Buffer) => {
      pending.bytes += chunk.length;
      this.#bytes += chunk.length;
      if (this.#bytes > this.#limits.bytes) stream.close(ENHANCE_YOUR_CALM);
    });
    const leave = () => {
      if (this.#pending.delete(stream)) this.#bytes -= pending.bytes;
    };
    stream.once("end", leave);
    stream.once("close", leave);
  }

  stop(): void {
    clearInterval(this.#sweep);
  }

  #endLate(): void {
    const latest = performance.now() - this.#limits.requestMs;
    for (const [stream, { since }] of this.#pending) {
      if (since > latest) return;
      stream.close(ENHANCE_YOUR_CALM);
    }
  }
}

/** The error code of HTTP/2 for a peer that asks too much: gRPC clients see RESOURCE_EXHAUSTED. */
const ENHANCE_YOUR_CALM = 11;
