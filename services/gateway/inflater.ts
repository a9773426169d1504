import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { LongshoreError } from "../../core/error.ts";
import { messageOf } from "../../core/message-of.ts";

/** How requests may be compressed. */
export type Compression = "gzip" | "deflate";

const INFLATE = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

/** How much is inflated at a time: each time costs a turn of the thread pool, and Node would take 16 KiB. */
export const CHUNK_BYTES = 256 * 1024;

/** So many are inflated at the same time, and so many more may wait for it. */
const AT_ONCE = 2;
const WAITING = 100;

/**
 * Inflates compressed requests, a few at a time: a thousand small ones that each become megabytes never do so together. No more is
 * inflated of one than is allowed.
 */
export class Inflater {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Rejects with REQUEST_UNREADABLE for what is damaged or becomes larger than so many bytes, LARGE_BODIES_BUSY when too many wait. */
  async inflate(bytes: Uint8Array, compression: Compression, maxBytes: number): Promise<Buffer> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING)
        throw new LongshoreError("LARGE_BODIES_BUSY", {
          what: `${WAITING} compressed requests wait to be inflated`,
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await INFLATE[compression](bytes, { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES });
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      const problem = isTooLarge
        ? `it inflates to more than ${maxBytes} bytes`
        : `it is no ${compression}: ${messageOf(error)}`;
      throw new LongshoreError("REQUEST_UNREADABLE", { problem });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
