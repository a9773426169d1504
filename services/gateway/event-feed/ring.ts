import type { LiveEntry } from "./feed-entry.ts";

/** The newest entries of the feed, bounded in bytes, each under an index that is never used again. */
export class Ring {
  readonly #maxBytes: number;
  /** Those that have gone are cut off now and then. */
  #entries: LiveEntry[] = [];
  #offset = 0;
  #first = 0;
  #bytes = 0;
  #after: number;

  /** @param after the sequence after which it holds everything */
  constructor(after: number, maxBytes: number) {
    this.#after = after;
    this.#maxBytes = maxBytes;
  }

  /** The index after the newest. */
  get end(): number {
    return this.#offset + this.#entries.length;
  }

  /** The sequence after which it holds everything that the feed has met. */
  get after(): number {
    return this.#after;
  }

  push(entry: LiveEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
    while (this.#bytes > this.#maxBytes && this.#first < this.#entries.length) {
      const gone = this.#entries[this.#first++];
      this.#bytes -= gone?.bytes ?? 0;
      this.#after = gone?.met.sequence ?? this.#after;
    }
    if (this.#first > 1_000 && this.#first > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#first);
      this.#offset += this.#first;
      this.#first = 0;
    }
  }

  /** The entry at an index; undefined when it has gone, or has not come. */
  at(index: number): LiveEntry | undefined {
    const place = index - this.#offset;
    return place < this.#first ? undefined : this.#entries[place];
  }

  /** The index of the first entry with a sequence above this one. */
  indexAfter(sequence: number): number {
    let low = this.#first;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.met.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return this.#offset + low;
  }
}
