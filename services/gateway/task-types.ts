import { distance } from "fastest-levenshtein";
import type { TaskType } from "../../core/task-type.ts";
import type { WatchedBucket } from "../../jetstream/watched-bucket.ts";
import { createPayloadCheck, type PayloadCheck } from "./payload-schema.ts";

/** A registered type with the check of its payloads. */
export interface KnownType {
  readonly type: TaskType;
  readonly checkPayload: PayloadCheck;
}

/** The task types that workers have registered, and the queues that they name. */
export interface TaskTypes {
  get(type: string): KnownType | undefined;
  /** All of them, by name. */
  list(): readonly TaskType[];
  /** Queues that a task may be sent to: those of registered types, because others have no worker. */
  queues(): ReadonlySet<string>;
  /** Every queue in which tasks may still wait: also those that a type has left. */
  everyQueue(): readonly string[];
  stop(): void;
}

/**
 * Keeps what is needed of the bucket `task-types` at hand. The check of a type is compiled when it is first used, and again
 * when a worker registers the type with another schema.
 *
 * @param earlierQueues queues that have consumers from earlier
 */
export function createTaskTypes(
  bucket: WatchedBucket<TaskType>,
  earlierQueues: ReadonlySet<string>,
): TaskTypes {
  const known = new Map<string, KnownType>();
  const waitingQueues = new Set(earlierQueues);
  let queues = new Set<string>();
  const readQueues = () => {
    queues = new Set([...bucket.entries()].map(([, { queue }]) => queue));
    for (const queue of queues) waitingQueues.add(queue);
  };
  readQueues();
  const stopListening = bucket.onChange((name) => {
    known.delete(name);
    readQueues();
  });
  return {
    get(name) {
      const cached = known.get(name);
      if (cached !== undefined) return cached;
      const type = bucket.get(name);
      if (type === undefined) return undefined;
      const fresh = { type, checkPayload: createPayloadCheck(type.payloadSchema) };
      known.set(name, fresh);
      return fresh;
    },
    list: () => [...bucket.entries()].map(([, type]) => type).sort((a, b) => (a.type < b.type ? -1 : 1)),
    queues: () => queues,
    everyQueue: () => [...waitingQueues],
    stop: stopListening,
  };
}

/** What an error says of the names that would have been allowed: the nearest three, nearest first. */
export function nearestNames(given: string, names: Iterable<string>, none: string): string {
  const sorted = [...names].sort((a, b) => distance(given, a) - distance(given, b) || (a < b ? -1 : 1));
  if (sorted.length === 0) return none;
  const nearest = sorted.slice(0, 3).map((name) => `"${name}"`);
  const rest = sorted.length - nearest.length;
  return `known ${rest > 0 ? "and nearest " : ""}are ${nearest.join(", ")}${rest > 0 ? ` (${rest} more)` : ""}`;
}
