/** What is to be looked at, and when. Each key stands there once. */
export class Agenda {
  readonly #times = new Map<string, number>();

  /** Puts a key down for a moment, instead of the one before; undefined takes it off. */
  set(key: string, atMs: number | undefined): void {
    if (atMs === undefined) this.#times.delete(key);
    else this.#times.set(key, atMs);
  }

  /** The first moment at which there is something to do. */
  nearest(): number | undefined {
    let nearest: number | undefined;
    for (const at of this.#times.values()) if (nearest === undefined || at < nearest) nearest = at;
    return nearest;
  }

  /** The keys whose moment has come, earliest first; they are taken off. */
  takeDue(nowMs: number): readonly string[] {
    const due = [...this.#times].filter(([, at]) => at <= nowMs).sort(([, a], [, b]) => a - b);
    for (const [key] of due) this.#times.delete(key);
    return due.map(([key]) => key);
  }

  /** Takes all off. */
  clear(): void {
    this.#times.clear();
  }
}
