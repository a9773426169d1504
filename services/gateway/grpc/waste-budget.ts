import type { ServerHttp2Session } from "node:http2";

/** A call that is reset within so many milliseconds was not waited for. Whoever gives up later may do so as often as it likes. */
const YOUNG_MS = 100;

/** How many such calls a connection may have at once. */
const BURST = 200;

/** After how many milliseconds one more is forgiven. */
const EVERY_MS = 50;

/**
 * Finds connections whose calls are reset as soon as they begin (CVE-2023-44487, CVE-2025-8671), or refused for their headers: each
 * costs its sender next to nothing. The HTTP/2 library would let a connection have 1,000 of them, which take longer than others
 * should have to wait.
 */
export class WasteBudget {
  readonly #onSpent: (session: ServerHttp2Session) => void;
  /** When the next one would be due if they came one by one (GCRA). */
  readonly #nextAt = new WeakMap<ServerHttp2Session, number>();

  /** @param onSpent told of a connection that had more */
  constructor(onSpent: (session: ServerHttp2Session) => void) {
    this.#onSpent = onSpent;
  }

  /** To be called for each call that was reset or refused; what began long ago does not count. */
  spend(session: ServerHttp2Session, begunAt: number): void {
    const now = performance.now();
    if (now - begunAt > YOUNG_MS || session.destroyed) return;
    const due = Math.max(this.#nextAt.get(session) ?? now, now) + EVERY_MS;
    this.#nextAt.set(session, due);
    if (due - now > BURST * EVERY_MS) this.#onSpent(session);
  }
}
