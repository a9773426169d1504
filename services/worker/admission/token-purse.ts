import type { RateLimit } from "../../../core/queue-settings.ts";
import { shareOf, TOKEN_LASTS_MS, takeTokens } from "../../../core/token-rate.ts";
import type { Rate } from "../../../jetstream/rates.ts";

export interface TokenPurseOptions {
  readonly rate: Rate;
  readonly limit: () => RateLimit;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** How many tasks could be started here now. */
  readonly wanted: () => number;
  /** Told when a token has become due, or could be taken. */
  readonly onDue: () => void;
}

interface Token {
  readonly dueAtMs: number;
  readonly lastsUntilMs: number;
}

/** How often a share is tried to be taken when others are quicker, at a time. */
const TRIES = 20;

/** The tokens of one queue that this worker has taken ahead: each of them one task that may be started once it is due. */
export class TokenPurse {
  readonly #options: TokenPurseOptions;
  #tokens: Token[] = [];
  #taking: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Shares grow to what the rate allows for as long as they are used up, so that none is taken in vain. */
  #share = 1;
  #stopped = false;

  constructor(options: TokenPurseOptions) {
    this.#options = options;
  }

  /** How many tasks may be started now. */
  due(): number {
    const nowMs = this.#options.nowMs();
    this.#dropStale(nowMs);
    let count = 0;
    for (const { dueAtMs } of this.#tokens) {
      if (dueAtMs > nowMs) break;
      count++;
    }
    return count;
  }

  /** Uses up one token that is due; false when there is none. */
  spend(): boolean {
    if (this.due() === 0) return false;
    this.#tokens.shift();
    return true;
  }

  /** Whether a token could be had now, as far as is known here. */
  isAvailable(): boolean {
    const { rate, limit, nowMs } = this.#options;
    if (this.#tokens.length > 0) {
      this.#wakeForFirst();
      return false;
    }
    const now = nowMs();
    const taken = takeTokens(rate.current().state, limit(), 1, now);
    if (taken.ok && taken.tokens.firstAtMs <= now) return true;
    this.#wakeAt(taken.ok ? taken.tokens.firstAtMs : taken.nextAtMs);
    return false;
  }

  /** Takes a share, unless there are tokens. Resolves when it is known what came of it; `onDue` tells when one is due. */
  take(): Promise<void> {
    this.#dropStale(this.#options.nowMs());
    if (this.#tokens.length > 0) {
      this.#wakeForFirst();
      return Promise.resolve();
    }
    this.#taking ??= this.#takeShare()
      .catch(() => this.#wakeAt(this.#options.nowMs() + 100))
      .finally(() => {
        this.#taking = undefined;
      });
    return this.#taking;
  }

  /** In how many milliseconds the first token is due; undefined when there is none. */
  nextInMs(): number | undefined {
    const [first] = this.#tokens;
    return first === undefined ? undefined : Math.max(0, first.dueAtMs - this.#options.nowMs());
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#options.rate.stop();
  }

  async #takeShare(): Promise<void> {
    const { rate, limit, nowMs, wanted } = this.#options;
    this.#share = Math.min(Math.max(this.#share * 2, wanted()), shareOf(limit()));
    let stored = rate.current();
    for (let i = 0; i < TRIES && !this.#stopped; i++) {
      const now = nowMs();
      const taken = takeTokens(stored.state, limit(), this.#share, now);
      if (!taken.ok) {
        this.#wakeAt(taken.nextAtMs);
        return;
      }
      if (await rate.write(taken.state, stored.revision)) {
        const { firstAtMs, everyMs, count } = taken.tokens;
        for (let k = 0; k < count; k++) {
          const dueAtMs = firstAtMs + k * everyMs;
          this.#tokens.push({ dueAtMs, lastsUntilMs: Math.max(dueAtMs, now) + TOKEN_LASTS_MS });
        }
        this.#wakeAt(firstAtMs);
        return;
      }
      stored = await rate.read();
    }
    this.#wakeAt(nowMs());
  }

  #dropStale(nowMs: number): void {
    const fresh = this.#tokens.filter(({ lastsUntilMs }) => lastsUntilMs >= nowMs);
    // What was not used up was too much.
    if (fresh.length < this.#tokens.length) this.#share = Math.max(1, Math.floor(this.#share / 4));
    this.#tokens = fresh;
  }

  #wakeForFirst(): void {
    const [first] = this.#tokens;
    if (first !== undefined) this.#wakeAt(first.dueAtMs);
  }

  #wakeAt(timeMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const inMs = Math.min(Math.max(1, Math.ceil(timeMs - this.#options.nowMs())), 1_000);
    this.#timer = setTimeout(this.#options.onDue, inMs);
  }
}
