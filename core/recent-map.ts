/**
 * A map of at most so many entries, that lets go of those that were not used for longest: half of all at a time, so that
 * nothing has to be kept in order. All it does takes the same short time however many entries there are.
 */
export class RecentMap<Value> {
  readonly #half: number;
  #newer = new Map<string, Value>();
  #older = new Map<string, Value>();

  /** @param max 2 or more */
  constructor(max: number) {
    this.#half = Math.floor(max / 2);
  }

  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  get(name: string): Value | undefined {
    const value = this.#newer.get(name);
    if (value !== undefined) return value;
    const old = this.#older.get(name);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  set(name: string, value: Value): void {
    this.#older.delete(name);
    if (this.#newer.size >= this.#half && !this.#newer.has(name)) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(name, value);
  }

  delete(name: string): void {
    this.#newer.delete(name);
    this.#older.delete(name);
  }

  *entries(): Generator<[string, Value]> {
    yield* this.#newer;
    yield* this.#older;
  }
}
