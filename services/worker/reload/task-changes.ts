import type { PoolKind, TaskType } from "../../../core/task-type.ts";
import type { Log } from "../../../runtime/log.ts";
import type { TaskDefinition } from "../../../sdk/task-definition.ts";

/** Types with their definitions, by name. */
export type Definitions = ReadonlyMap<string, TaskDefinition>;

/** What a worker that runs can make of task modules that have changed. */
export interface TaskChanges {
  /** All definitions that hold from now on. */
  readonly definitions: Definitions;
  /** Types that are new or described differently: to be registered. */
  readonly toRegister: readonly TaskType[];
  /** Types that are no longer defined: their tasks are left to other workers. */
  readonly removed: readonly string[];
  /** Changes that only a restart takes up, as sentences; the types go on as they were. */
  readonly needRestart: readonly string[];
}

/**
 * Compares what a worker has with what its modules define now. A worker has its pools and queues from its start, so a type that
 * moves to another of them, or brings a new one, stays as it was or out.
 *
 * @param queues the queues of each pool that the worker has
 */
export function compareTasks(
  current: Definitions,
  next: Definitions,
  queues: ReadonlyMap<PoolKind, readonly string[]>,
): TaskChanges {
  const definitions = new Map<string, TaskDefinition>();
  const toRegister: TaskType[] = [];
  const needRestart: string[] = [];
  for (const [name, definition] of next) {
    const before = current.get(name);
    const problem = whyRestart(before?.type, definition.type, queues);
    if (problem !== undefined) {
      needRestart.push(problem);
      if (before !== undefined) definitions.set(name, before);
      continue;
    }
    definitions.set(name, definition);
    if (JSON.stringify(before?.type) !== JSON.stringify(definition.type)) toRegister.push(definition.type);
  }
  const removed = [...current.keys()].filter((name) => !next.has(name));
  return { definitions, toRegister, removed, needRestart };
}

/** Says what has been taken up, and what only a restart would. */
export function logChanges({ definitions, toRegister, removed, needRestart }: TaskChanges, log: Log): void {
  log.info(
    {
      task_types: [...definitions.keys()],
      ...(toRegister.length > 0 && { described_anew: toRegister.map(({ type }) => type) }),
    },
    "reloaded: tasks that begin from now on run the new code",
  );
  for (const type of removed)
    log.warn({ task_type: type }, "no longer defined: its tasks are left to other workers");
  for (const problem of needRestart) log.warn({ problem }, "a restart is needed");
}

function whyRestart(
  before: TaskType | undefined,
  { type, queue, pool }: TaskType,
  queues: ReadonlyMap<PoolKind, readonly string[]>,
): string | undefined {
  if (before === undefined) {
    const isServed = queues.get(pool)?.includes(queue) === true;
    return isServed ? undefined : `task type "${type}" is new, in queue "${queue}" of the ${pool} pool`;
  }
  const isMoved = before.queue !== queue || before.pool !== pool;
  return isMoved
    ? `task type "${type}" moves from queue "${before.queue}" of the ${before.pool} pool to queue "${queue}" of the ${pool} pool`
    : undefined;
}
