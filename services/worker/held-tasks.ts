import type { StopCause } from "../../core/stop-request.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import type { RunningJob } from "./pool/pool.ts";

/** One task that this worker holds, from its delivery to the acknowledgement. */
export interface HeldTask {
  /** The newest delivery of its message; a lease that was thought lost may bring another. */
  delivery: Delivery;
  /** The record as last written or read, and the sequence a change must name. */
  record: TaskRecord;
  sequence: number;
  job: RunningJob | undefined;
  /** Makes room for the next task of its queue: to be called when nothing of this one runs any more. */
  readonly leave: () => void;
  /** The first stop for good that was asked for, and when that was, in milliseconds since 1970. */
  stopRequested: { readonly why: StopCause; readonly at: number } | undefined;
  /**
   * Who has the last word: the outcome that is being recorded, the hand-back to the queue, or nobody here, because the task
   * is another worker's by now.
   */
  ending: "settled" | "handed_back" | "abandoned" | undefined;
}

/** What a line of a worker must not let slip: the tasks that it holds, and messages that are on their way back to the queue. */
export class HeldTasks {
  readonly #tasks = new Map<string, HeldTask>();
  #returning = 0;
  #onEmpty: (() => void) | undefined;

  get size(): number {
    return this.#tasks.size;
  }

  all(): Iterable<HeldTask> {
    return this.#tasks.values();
  }

  find(key: TaskKey): HeldTask | undefined {
    return this.#tasks.get(nameOf(key));
  }

  add(held: HeldTask): void {
    this.#tasks.set(nameOf(held.record), held);
  }

  /** Lets go of a task. One that has been taken up again meanwhile is another one, and stays. */
  remove(held: HeldTask): void {
    if (this.find(held.record) === held) this.#tasks.delete(nameOf(held.record));
    this.#tellIfEmpty();
  }

  /** To be called when a message begins its way back. Returns what to call once it is known what became of it. */
  beginReturn(): () => void {
    this.#returning++;
    return () => {
      this.#returning--;
      this.#tellIfEmpty();
    };
  }

  /** Whether nothing is held or on its way back any more, after at most `timeoutMs` milliseconds. For one who waits. */
  empty(timeoutMs: number): Promise<boolean> {
    if (this.#isEmpty()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  #isEmpty(): boolean {
    return this.#tasks.size === 0 && this.#returning === 0;
  }

  #tellIfEmpty(): void {
    if (this.#isEmpty()) this.#onEmpty?.();
  }
}

function nameOf({ project, id }: TaskKey): string {
  return `${project}/${id}`;
}
