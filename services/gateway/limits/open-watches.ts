import { LongshoreError } from "../../../core/error.ts";
import type { LimitScope } from "../../../core/limits.ts";
import type { LimitBook } from "./limit-book.ts";
import type { Caller } from "./request-rates.ts";

/** The calls that wait or stream at this gateway, by key and by project. Holds two numbers for each that has any. */
export class OpenWatches {
  readonly #book: LimitBook;
  readonly #open = { key: new Map<string, number>(), project: new Map<string, number>() };

  constructor(book: LimitBook) {
    this.#book = book;
  }

  /** How many keys and projects have calls open. */
  get size(): number {
    return this.#open.key.size + this.#open.project.size;
  }

  /** Lets one more in. Returns what is to be called, once, when it has ended. Throws WATCH_LIMIT_EXCEEDED. */
  enter({ keyId, project }: Caller): () => void {
    this.#check("key", keyId, this.#book.key(keyId)?.maxWatches);
    this.#check("project", project, this.#book.project(project).maxWatches);
    this.#add("key", keyId, 1);
    this.#add("project", project, 1);
    return () => {
      this.#add("key", keyId, -1);
      this.#add("project", project, -1);
    };
  }

  #check(scope: LimitScope, name: string, limit: number | undefined): void {
    const open = this.#open[scope].get(name) ?? 0;
    if (limit === undefined || open < limit) return;
    const metadata = { scope, name, open: String(open), limit: String(limit) };
    throw new LongshoreError("WATCH_LIMIT_EXCEEDED", metadata, {
      quota: { subject: `${scope}:${name}`, description: `${limit} calls that wait or stream` },
    });
  }

  #add(scope: LimitScope, name: string, change: 1 | -1): void {
    const counts = this.#open[scope];
    const count = (counts.get(name) ?? 0) + change;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  }
}
