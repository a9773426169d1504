import { formatByteSize } from "../../core/byte-size.ts";
import { LongshoreError } from "../../core/error.ts";
import type { Space } from "../../jetstream/store-space.ts";

/** Of each limit of the store this part is kept for tasks that have been taken in already: they must be able to end. */
export const RESERVE = 0.1;

/** How often the store is looked at, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** Knows when the store is so full that no more tasks may be taken in. */
export class StoreSpace {
  #error: LongshoreError | undefined;
  #isLooking = false;

  /** The error for one more task; undefined while there is space, and for as long as nobody knows. */
  get error(): LongshoreError | undefined {
    return this.#error;
  }

  /** Takes in how full the store is. */
  see(spaces: readonly Space[]): void {
    const full = spaces.find(({ used, max }) => used > max * (1 - RESERVE));
    this.#error = full === undefined ? undefined : storeFull(full);
  }

  /** Looks at the store every second, until the returned function is called. */
  follow(read: () => Promise<readonly Space[]>): () => void {
    const timer = setInterval(() => void this.#look(read), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  async #look(read: () => Promise<readonly Space[]>): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      this.see(await read());
    } catch {
      // Without NATS nothing can be stored, which each call finds out for itself.
    } finally {
      this.#isLooking = false;
    }
  }
}

function storeFull({ what, used, max }: Space): LongshoreError {
  const problem = `${what} take ${formatByteSize(used)} of ${formatByteSize(max)}; the rest is kept for tasks that have been taken in`;
  return new LongshoreError("STORE_FULL", { problem });
}
