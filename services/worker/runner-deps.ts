import type { TaskType } from "../../core/task-type.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Records } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { Sampling } from "../../runtime/telemetry/sampling.ts";
import type { LargeParts } from "./large-parts.ts";
import type { Pool } from "./pool/pool.ts";
import type { Settler } from "./settler.ts";

/** What a runner works with. */
export interface RunnerDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly settler: Settler;
  readonly pool: Pool;
  readonly largeParts: LargeParts;
  /** The largest result that is taken, in bytes of JSON. */
  readonly resultMaxBytes: number;
  /** Which traces are taken. */
  readonly sampling: Sampling;
  readonly types: ReadonlyMap<string, TaskType>;
  /** Whether tasks of a queue are not to be started now. Default: none. */
  readonly isPaused?: (queue: string) => boolean;
  /** When tasks of a queue may start. Default: at once. */
  readonly gate?: (queue: string) => QueueGate | undefined;
  /** When tasks of a project may start; undefined for one without a cap. Default: at once. */
  readonly projectGate?: (project: string) => ProjectGate | undefined;
  readonly worker: string;
  /** How long a worker may be silent before its task goes to another, in milliseconds. */
  readonly leaseMs: number;
  /** The time by which deadlines are judged, in milliseconds since 1970: the server's, for this machine's may be wrong. */
  readonly nowMs: () => number;
  readonly log: Log;
}

/** Lets tasks of one queue or project start, or not yet. */
export interface Gate {
  /** Lets one start; returns what is to be called when it has left. Undefined when none may start now. */
  tryEnter(): (() => void) | undefined;
  /** Takes what one task needs. Resolves with true when `tryEnter` may be tried again. */
  prepare(): Promise<boolean>;
}

export interface QueueGate extends Gate {
  /** Told when a task is passed on because this worker does not have its type. */
  rest(): void;
}

export interface ProjectGate extends Gate {
  /** After how many milliseconds a task that it does not let start is to be there again. */
  nextInMs(): number;
}

/** What there is to do when a task leaves a gate that is not there. */
export const NOTHING = () => undefined;

/** Leaves a queue and a project. Without a gate of the project, as nearly always, it is the queue's own. */
export function leaveBoth(leaveQueue: () => void, leaveProject: () => void = NOTHING): () => void {
  if (leaveProject === NOTHING) return leaveQueue;
  return () => {
    leaveQueue();
    leaveProject();
  };
}
