import { LongshoreError } from "../../core/error.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { ReadResult, Records } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import { readPatiently } from "./patient-read.ts";

/** A task and what a change of it must name. */
export interface FoundTask {
  readonly record: TaskRecord;
  /** The sequence of its record; 0 when the task only waits in the queue so far. */
  readonly sequence: number;
}

/** Where tasks are looked for. */
export interface TaskPlaces {
  readonly records: Records;
  readonly queue: TaskQueue;
  /** Every queue that a task may wait in. */
  readonly queueNames: () => readonly string[];
}

/**
 * Finds a task by its id: its record, else its place in the queue, else its record again, because it may have started in
 * between. Undefined when there is none. Asks as patiently as `readPatiently`.
 */
export async function findTask(
  places: TaskPlaces,
  key: TaskKey,
  giveUpAt: number,
  signal?: AbortSignal,
): Promise<FoundTask | undefined> {
  const { found } = await readPatiently(() => lookOnce(places, key), giveUpAt, signal);
  return found;
}

/**
 * Finds those of many tasks of one project that there are, by id, in two steps for all of them. Undefined when the store does not
 * say: then each must be looked for by itself.
 */
export async function findTasks(
  { records, queue }: TaskPlaces,
  project: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundTask> | undefined> {
  // The queue first: a task that has left it by then has a record, and keeps it, so that the second look finds it.
  const waiting = await queue.findAllWaiting(project, ids);
  if (!waiting.ok) return undefined;
  const recorded = await records.readAll(project, ids);
  if (!recorded.ok) return undefined;
  const found = new Map<string, FoundTask>(recorded.stored);
  for (const [id, { record }] of waiting.stored) if (!found.has(id)) found.set(id, { record, sequence: 0 });
  return found;
}

/** `findTask` for callers to whom a task that is not there is an error: throws TASK_NOT_FOUND. */
export async function getTask(
  places: TaskPlaces,
  key: TaskKey,
  giveUpAt: number,
  signal?: AbortSignal,
): Promise<FoundTask> {
  const found = await findTask(places, key, giveUpAt, signal);
  if (found === undefined) throw taskNotFound(key.id);
  return found;
}

/** There is no such task, or none in the caller's project, which is not told apart. */
export function taskNotFound(id: string): LongshoreError {
  return new LongshoreError("TASK_NOT_FOUND", { task_id: id });
}

type Looked =
  | { readonly ok: true; readonly found: FoundTask | undefined }
  | { readonly ok: false; readonly problem: string };

async function lookOnce(places: TaskPlaces, key: TaskKey): Promise<Looked> {
  const recorded = await places.records.read(key);
  if (!recorded.ok || recorded.stored !== undefined) return found(recorded);
  const waiting = await places.queue.findWaiting(key, places.queueNames());
  if (!waiting.ok) return waiting;
  if (waiting.stored !== undefined)
    return { ok: true, found: { record: waiting.stored.record, sequence: 0 } };
  return found(await places.records.read(key));
}

function found(read: ReadResult): Looked {
  return read.ok ? { ok: true, found: read.stored } : read;
}
