import { constants, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { WasteBudget } from "./waste-budget.ts";

/** How much requests may take before they are complete. */
export interface PendingLimits {
  /** How long a request may take to arrive, in milliseconds; longer as long as it comes at `bytesPerSecond`. */
  readonly requestMs: number;
  readonly bytesPerSecond: number;
  /** The bytes of all requests together that have not arrived completely. */
  readonly pendingBytes: number;
}

interface Pending {
  readonly since: number;
  bytes: number;
}

/**
 * The requests that have begun to arrive and are not complete. Most of them have shown no key yet, so what they hold is bounded
 * for all of them together.
 */
export class PendingRequests {
  readonly #limits: PendingLimits;
  readonly #waste: WasteBudget;
  /** The oldest first. Bounded by connections times streams of each. */
  readonly #pending = new Map<ServerHttp2Stream, Pending>();
  readonly #sweep: ReturnType<typeof setInterval>;
  #bytes = 0;

  constructor(limits: PendingLimits, waste: WasteBudget) {
    this.#limits = limits;
    this.#waste = waste;
    this.#sweep = setInterval(() => this.#endLate(), limits.requestMs / 10);
    this.#sweep.unref();
  }

  /**
   * Follows a request until it is complete or closed. To be called once somebody reads it: the first to listen for data would begin
   * to read, and lose what comes before the other listens.
   */
  follow(stream: ServerHttp2Stream): void {
    if (stream.destroyed) return;
    const since = performance.now();
    const pending = { since, bytes: 0 };
    this.#pending.set(stream, pending);
    stream.on("data", (chunk: Buffer) => {
      if (!this.#pending.has(stream)) return;
      pending.bytes += chunk.length;
      this.#bytes += chunk.length;
      if (this.#bytes > this.#limits.pendingBytes) stream.close(ENHANCE_YOUR_CALM);
    });
    const leave = () => {
      if (this.#pending.delete(stream)) this.#bytes -= pending.bytes;
    };
    const { session } = stream;
    stream.once("end", leave);
    stream.once("close", () => {
      leave();
      if (stream.rstCode !== NO_ERROR && session !== undefined)
        this.#waste.spend(session as ServerHttp2Session, since);
    });
  }

  stop(): void {
    clearInterval(this.#sweep);
  }

  #endLate(): void {
    const { requestMs, bytesPerSecond } = this.#limits;
    const now = performance.now();
    for (const [stream, { since, bytes }] of this.#pending) {
      const ms = now - since;
      if (ms < requestMs) return;
      if (bytes < (ms / 1_000) * bytesPerSecond) stream.close(ENHANCE_YOUR_CALM);
    }
  }
}

/** For a peer that asks too much: gRPC clients see RESOURCE_EXHAUSTED. */
export const ENHANCE_YOUR_CALM = constants.NGHTTP2_ENHANCE_YOUR_CALM;

const NO_ERROR = constants.NGHTTP2_NO_ERROR;
