/** From the first to the last, both among them. */
export type SequenceRange = readonly [first: number, last: number];

/** A set of sequences of a stream, kept as ranges: most of them lie side by side. */
export class SequenceSet {
  /** Ascending, apart from each other. */
  #ranges: SequenceRange[];

  /** @param ranges ascending, without overlap */
  constructor(ranges: readonly SequenceRange[] = []) {
    this.#ranges = [...ranges];
  }

  /** How many ranges it takes to write it down. */
  get size(): number {
    return this.#ranges.length;
  }

  /** The lowest sequence; undefined when there is none. */
  get first(): number | undefined {
    return this.#ranges[0]?.[0];
  }

  has(sequence: number): boolean {
    const range = this.#ranges[this.#find(sequence)];
    return range !== undefined && range[0] <= sequence;
  }

  /** Adds a range above all that are in it; an empty one changes nothing. */
  append(first: number, last: number): void {
    if (first <= last) this.#ranges.push([first, last]);
  }

  delete(sequence: number): void {
    const index = this.#find(sequence);
    const range = this.#ranges[index];
    if (range === undefined || sequence < range[0]) return;
    const [first, last] = range;
    const rest: SequenceRange[] = [];
    if (first < sequence) rest.push([first, sequence - 1]);
    if (sequence < last) rest.push([sequence + 1, last]);
    this.#ranges.splice(index, 1, ...rest);
  }

  clear(): void {
    this.#ranges = [];
  }

  /** The ranges as they are now, ascending; only what is above `after`. */
  ranges(after = 0): readonly SequenceRange[] {
    if (after < (this.first ?? 0)) return [...this.#ranges];
    return this.#ranges.flatMap(([first, last]): SequenceRange[] =>
      last <= after ? [] : [[Math.max(first, after + 1), last]],
    );
  }

  /** The index of the first range that does not end before a sequence. */
  #find(sequence: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle]?.[1] ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
