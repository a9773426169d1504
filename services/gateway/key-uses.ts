import { RecentMap } from "../../core/recent-map.ts";

/** How exactly it is known when a key was last used, in milliseconds: one write a minute for each key in use. */
const EXACT_TO_MS = 60_000;

/** How many keys are remembered at most; of more than that some are written more often. */
const REMEMBERED = 10_000;

/** Notes when each key was last used, seldom enough not to be felt. */
export class KeyUses {
  readonly #write: (keyId: string, at: Date) => void;
  readonly #writtenAt = new RecentMap<number>(REMEMBERED);

  /** @param write stores it; nobody waits for that */
  constructor(write: (keyId: string, at: Date) => void) {
    this.#write = write;
  }

  /** To be called for every call that a key was let in with. */
  note(keyId: string): void {
    const now = Date.now();
    if (now - (this.#writtenAt.get(keyId) ?? 0) < EXACT_TO_MS) return;
    this.#writtenAt.set(keyId, now);
    this.#write(keyId, new Date(now));
  }
}
