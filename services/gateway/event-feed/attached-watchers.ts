import { readField } from "../../../core/task-filter/match.ts";
import type { Required } from "../../../core/task-filter/required.ts";
import type { LiveEntry } from "./feed-entry.ts";

/** Who is shown every new entry. */
export interface Attached {
  readonly project: string;
  /** What a task must be to be of interest, where there is such a thing. */
  readonly required: Required | undefined;
  /** Whether it has had all that the feed has met: then entries that cannot be of interest need not be shown to it. */
  readonly isInStep: boolean;
  offer(entry: LiveEntry): void;
}

/** Those who watch, sorted so that an entry is shown to few that it is nothing to, however many there are. */
export class AttachedWatchers {
  /** Those who are shown everything, since they are not in step. */
  readonly #late = new Set<Attached>();
  readonly #byInterest = new Map<string, Set<Attached>>();
  /** How many require a value of each field. */
  readonly #fields = new Map<Required["field"], number>();

  get size(): number {
    return this.#late.size + this.#byInterest.values().reduce((sum, { size }) => sum + size, 0);
  }

  add(watcher: Attached): void {
    if (!watcher.isInStep) {
      this.#late.add(watcher);
      return;
    }
    const key = interestOf(watcher.project, watcher.required);
    const same = this.#byInterest.get(key);
    if (same === undefined) this.#byInterest.set(key, new Set([watcher]));
    else same.add(watcher);
    this.#count(watcher.required, 1);
  }

  remove(watcher: Attached): void {
    if (this.#late.delete(watcher)) return;
    const key = interestOf(watcher.project, watcher.required);
    const same = this.#byInterest.get(key);
    if (same?.delete(watcher) !== true) return;
    if (same.size === 0) this.#byInterest.delete(key);
    this.#count(watcher.required, -1);
  }

  show(entry: LiveEntry): void {
    const { record } = entry;
    this.#offer(interestOf(record.project, undefined), entry);
    for (const field of this.#fields.keys()) {
      const value = readField(record, field);
      if (value !== undefined) this.#offer(interestOf(record.project, { field, value }), entry);
    }
    for (const watcher of [...this.#late]) {
      watcher.offer(entry);
      if (!watcher.isInStep || !this.#late.delete(watcher)) continue;
      this.add(watcher);
    }
  }

  #offer(key: string, entry: LiveEntry): void {
    for (const watcher of this.#byInterest.get(key) ?? []) watcher.offer(entry);
  }

  #count(required: Required | undefined, change: number): void {
    if (required === undefined) return;
    const count = (this.#fields.get(required.field) ?? 0) + change;
    if (count === 0) this.#fields.delete(required.field);
    else this.#fields.set(required.field, count);
  }
}

function interestOf(project: string, required: Required | undefined): string {
  return required === undefined ? project : `${project} ${required.field} ${required.value}`;
}
