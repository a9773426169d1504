import { isRunning } from "../../core/lifecycle.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Progress } from "../../jetstream/progress.ts";

/** How many tasks are remembered at most. */
const CAPACITY = 100_000;

/**
 * The last progress of each running task. Kept for as long as its attempt runs; when there are too many, the task that has
 * been silent longest is forgotten.
 */
export class LastProgress {
  readonly #capacity: number;
  /** In the order of the last change, so that the first one has been silent longest. */
  readonly #byTask = new Map<string, Progress>();

  /** @param capacity how many tasks are remembered at most; 100,000 by default */
  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#byTask.size;
  }

  /** Remembers what a task says; what an earlier attempt says late is passed over. */
  set(key: TaskKey, progress: Progress): void {
    const name = nameOf(key);
    const before = this.#byTask.get(name);
    if (before !== undefined && before.attempt > progress.attempt) return;
    this.#byTask.delete(name);
    this.#byTask.set(name, progress);
    if (this.#byTask.size <= this.#capacity) return;
    for (const oldest of this.#byTask.keys()) {
      this.#byTask.delete(oldest);
      return;
    }
  }

  get(key: TaskKey): Progress | undefined {
    return this.#byTask.get(nameOf(key));
  }

  /** Forgets the progress of an attempt that the record says is over. */
  follow(record: TaskRecord): void {
    const known = this.get(record);
    if (known !== undefined && !(isRunning(record.state) && known.attempt >= record.attempt)) {
      this.#byTask.delete(nameOf(record));
    }
  }
}

function nameOf({ project, id }: TaskKey): string {
  return `${project}/${id}`;
}
