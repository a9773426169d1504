import { LongshoreError } from "../../core/error.ts";
import { KeyBrake } from "../../core/key-brake.ts";
import type { Log } from "../../runtime/log.ts";

/** The log tells of wrong keys that come too fast once in so many milliseconds, however many there are. */
const LOG_EVERY_MS = 10_000;

/** Answers calls whose API key is wrong. */
export class WrongKeys {
  readonly #log: Log;
  readonly #brake = new KeyBrake();
  #braked = 0;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * What a call with a wrong key is refused with: API_KEY_INVALID, or TOO_MANY_WRONG_KEYS when too many have come from its address
   * or with its id. All of it is the same for an id that exists and one that does not.
   *
   * @param keyId undefined when what came is no key at all
   */
  refuse(from: string, keyId: string | undefined): LongshoreError {
    const nowMs = performance.now();
    const retryAfterMs = Math.ceil(this.#brake.onWrongKey(from, keyId, nowMs));
    if (retryAfterMs === 0) return new LongshoreError("API_KEY_INVALID");
    this.#braked++;
    if (nowMs - this.#loggedAt >= LOG_EVERY_MS) this.#tell(from, keyId, nowMs);
    const seconds = String(Math.ceil(retryAfterMs / 1_000));
    return new LongshoreError("TOO_MANY_WRONG_KEYS", { seconds }, { retryAfterMs });
  }

  #tell(address: string, keyId: string | undefined, nowMs: number): void {
    this.#log.warn({ address, key_id: keyId, refused: this.#braked }, "too many calls with wrong API keys");
    this.#braked = 0;
    this.#loggedAt = nowMs;
  }
}
