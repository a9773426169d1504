import { isTerminal } from "../../core/lifecycle.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { StateOfTask } from "../../jetstream/event-follower.ts";

/**
 * The tasks that have left the queue and have not ended, as the events tell: what may need a repair, a signal or an end.
 * Tasks that wait for their first start are not among them.
 */
export class LiveTasks {
  readonly #byName = new Map<string, StateOfTask>();
  readonly #listeners = new Set<(task: StateOfTask) => void>();

  get size(): number {
    return this.#byName.size;
  }

  /** Takes up what an event says. A state older than the one that is known changes nothing. */
  note(task: StateOfTask): void {
    const name = nameOf(task);
    if ((this.#byName.get(name)?.sequence ?? 0) > task.sequence) return;
    if (isTerminal(task.state)) this.#byName.delete(name);
    else this.#byName.set(name, task);
    for (const listener of this.#listeners) listener(task);
  }

  /** The newest state of a task; undefined when it has ended, or has not left the queue. */
  get(key: TaskKey): StateOfTask | undefined {
    return this.#byName.get(nameOf(key));
  }

  /** Drops a task whose record is gone, unless something newer is known of it; tells whether it did. Nobody is told. */
  forget({ sequence, ...key }: TaskKey & Pick<StateOfTask, "sequence">): boolean {
    return this.get(key)?.sequence === sequence && this.#byName.delete(nameOf(key));
  }

  /** All of them. */
  all(): Iterable<StateOfTask> {
    return this.#byName.values();
  }

  /** Calls back with every state that is noted, ends included, until the returned function is called. */
  onState(listener: (task: StateOfTask) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `onState`, and for each state that is known already. */
  follow(listener: (task: StateOfTask) => void): () => void {
    const stopListening = this.onState(listener);
    for (const task of this.all()) listener(task);
    return stopListening;
  }
}

function nameOf({ project, id }: TaskKey): string {
  return `${project}.${id}`;
}
