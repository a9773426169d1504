import { LongshoreError } from "../../core/error.ts";
import type { TaskRecord } from "../../core/task.ts";
import { Depths, FREE, type Room } from "./depths.ts";

export interface TaskRoomDeps {
  /** How many tasks may wait in a queue; undefined where there is no limit. */
  readonly maxDepth: (queue: string) => number | undefined;
  /** Counts the waiting tasks of a queue. */
  readonly countWaiting: (queue: string) => Promise<number>;
  /** How many tasks of a project may be there that have not ended. */
  readonly maxQueued: (project: string) => number | undefined;
  /** Counts the tasks of a project that have not ended. */
  readonly countQueued: (project: string) => Promise<number>;
  /** Why the store has no room for any task; undefined while it has. */
  readonly storeError: () => LongshoreError | undefined;
}

/** A task as far as room is concerned. */
export type Place = Pick<TaskRecord, "queue" | "project" | "state">;

/**
 * Refuses tasks for queues in which as many wait as may, of projects that have as many as they may, and all of them when the
 * store is nearly full.
 */
export class TaskRoom {
  readonly #queues: Depths;
  readonly #projects: Depths;
  readonly #storeError: TaskRoomDeps["storeError"];

  constructor({ maxDepth, countWaiting, maxQueued, countQueued, storeError }: TaskRoomDeps) {
    this.#storeError = storeError;
    this.#queues = new Depths({ max: maxDepth, count: countWaiting, full: queueFull });
    this.#projects = new Depths({ max: maxQueued, count: countQueued, full: projectFull });
  }

  /** To be awaited before `enter`; undefined when there is nothing to wait for. Never rejects. */
  look({ queue, project }: Pick<Place, "queue" | "project">): Promise<unknown> | undefined {
    const ofQueue = this.#queues.look(queue);
    const ofProject = this.#projects.look(project);
    if (ofQueue === undefined || ofProject === undefined) return ofQueue ?? ofProject;
    return Promise.all([ofQueue, ofProject]);
  }

  /** Judges one task. One that is due later does not wait in line of its queue, but is one of its project. */
  enter({ queue, project, state }: Place): Room {
    const storeError = this.#storeError();
    if (storeError !== undefined) return { ok: false, error: storeError };
    const inProject = this.#projects.enter(project);
    if (!inProject.ok || state !== "QUEUED") return inProject;
    const inQueue = this.#queues.enter(queue);
    if (inQueue === FREE) return inProject;
    if (!inQueue.ok) {
      inProject.end();
      return inQueue;
    }
    return {
      ok: true,
      end() {
        inProject.end();
        inQueue.end();
      },
    };
  }

  /** `look`, then `enter`. Never rejects. */
  async lookAndEnter(task: Place): Promise<Room> {
    await this.look(task);
    return this.enter(task);
  }
}

function queueFull(queue: string, waiting: number, limit: number): LongshoreError {
  return new LongshoreError("QUEUE_FULL", { queue, waiting: String(waiting), limit: String(limit) });
}

function projectFull(name: string, queued: number, limit: number): LongshoreError {
  const metadata = { name, queued: String(queued), limit: String(limit) };
  return new LongshoreError("QUEUED_LIMIT_EXCEEDED", metadata, {
    quota: { subject: `project:${name}`, description: `${limit} tasks that have not ended` },
  });
}
