/**
 * A map with a maximum: what was not looked at for longest makes room. It forgets in two generations, which costs the same however
 * many come; a single Map that gives up its first entry each time slows down with every one that it has given up.
 */
export class RecentMap<Value> {
  readonly #half: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param max how many entries it holds at most; the half that was used last is always among them */
  constructor(max: number) {
    this.#half = Math.ceil(max / 2);
  }

  /** How many entries it holds; one may count twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const value = this.#young.get(key) ?? this.#old.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
