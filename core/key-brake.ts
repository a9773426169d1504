import { networkOf } from "./network.ts";
import { RecentMap } from "./recent-map.ts";

/** How many wrong keys an address may send at once, and after how many milliseconds it may send one more. */
export const ADDRESS_BURST = 20;
export const ADDRESS_EVERY_MS = 3_000;

/** How often a key id may come with a wrong secret at once; then the pauses double from the first to the longest. Milliseconds. */
export const KEY_BURST = 5;
export const KEY_FIRST_PAUSE_MS = 1_000;
export const KEY_LONGEST_PAUSE_MS = 60_000;

/** What a key id has done is forgotten when it was not tried for so long, in milliseconds. */
const KEY_FORGET_MS = 600_000;

/** How many addresses and how many key ids are remembered at most. */
export const REMEMBERED = 10_000;

interface KeyTries {
  readonly failures: number;
  /** Before then the next one comes too soon. */
  readonly untilMs: number;
}

/**
 * Counts wrong API keys by the address they come from and by the id they name, and says when there are too many. It knows of wrong
 * keys only: a right one never waits, so nobody can lock its holder out, neither from the same address nor by its id. Ids that
 * exist count as those that do not, so that nothing is learnt from the answer. Holds a bounded number of both.
 */
export class KeyBrake {
  /** By network: when the next one would be due if wrong keys came one by one (GCRA). */
  readonly #nextAt = new RecentMap<number>(REMEMBERED);
  readonly #tries = new RecentMap<KeyTries>(REMEMBERED);

  /** How many addresses and key ids it remembers. */
  get size(): number {
    return this.#nextAt.size + this.#tries.size;
  }

  /**
   * A wrong key has come: how long whoever sent it is to wait, in milliseconds; 0 while there are not too many. One that comes too
   * soon does not make the wait longer.
   *
   * @param keyId undefined when what came is no key at all
   * @param nowMs by a clock that never goes back
   */
  onWrongKey(address: string, keyId: string | undefined, nowMs: number): number {
    const network = networkOf(address);
    const nextAtMs = Math.max(this.#nextAt.get(network) ?? nowMs, nowMs);
    const tries = keyId === undefined ? undefined : this.#tries.get(keyId);
    const addressMs = nextAtMs - nowMs - (ADDRESS_BURST - 1) * ADDRESS_EVERY_MS;
    const waitMs = Math.max(0, addressMs, (tries?.untilMs ?? nowMs) - nowMs);
    if (waitMs > 0) return waitMs;
    this.#nextAt.set(network, nextAtMs + ADDRESS_EVERY_MS);
    if (keyId !== undefined) this.#tries.set(keyId, oneMore(tries, nowMs));
    return 0;
  }
}

function oneMore(tries: KeyTries | undefined, nowMs: number): KeyTries {
  const isRemembered = tries !== undefined && nowMs - tries.untilMs < KEY_FORGET_MS;
  const failures = (isRemembered ? tries.failures : 0) + 1;
  const pauseMs =
    failures < KEY_BURST
      ? 0
      : Math.min(KEY_FIRST_PAUSE_MS * 2 ** (failures - KEY_BURST), KEY_LONGEST_PAUSE_MS);
  return { failures, untilMs: nowMs + pauseMs };
}
