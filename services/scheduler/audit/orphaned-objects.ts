import { OBJECT_CHUNKS, type ObjectKey, parseObjectChunksSubject } from "../../../core/object-subject.ts";
import { isOrphan } from "../../../core/orphaned-object.ts";
import { STREAMS } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { listSubjects } from "../../../jetstream/stream-subjects.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";

/** So many tasks are looked up in one go. */
const TASKS = 500;

/**
 * Looks for large payloads and results that no task needs any more: their records have expired, which nobody is told of, or were
 * purged; or a gateway died between the object and its task.
 */
export async function auditObjects(deps: AuditDeps, look: Look): Promise<void> {
  for await (const subjects of listSubjects(deps.connection, STREAMS.objects, OBJECT_CHUNKS)) {
    look.signal.throwIfAborted();
    const keys = subjects.flatMap((subject) => parseObjectChunksSubject(subject) ?? []);
    look.tally.lookedAt("object_without_task", keys.length);
    for (const [project, ofProject] of Map.groupBy(keys, (key) => key.project))
      for (let i = 0; i < ofProject.length; i += TASKS)
        await lookAt(deps, look, project, ofProject.slice(i, i + TASKS));
  }
}

async function lookAt(
  deps: AuditDeps,
  look: Look,
  project: string,
  keys: readonly ObjectKey[],
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const tasks = await findTasks(deps, project, [...new Set(keys.map(({ id }) => id))]);
  const orphans = keys.filter(({ id, object }) => isOrphan(object, tasks.get(id), nowMs));
  await inSlices(orphans, look, async (key) => {
    const why = tasks.has(key.id) ? "the task does not refer to it" : "there is no such task any more";
    const detail = `object ${key.object} was kept for it, and ${why}: removed`;
    await look.tally.found("object_without_task", key, detail, async () => {
      await deps.objects.remove(key);
      return true;
    });
  });
}

async function findTasks(
  { records, queue }: AuditDeps,
  project: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TaskRecord>> {
  // The queue first: a task that has left it by then has a record.
  const waiting = await queue.findAllWaiting(project, ids);
  if (!waiting.ok) throw new Error(`messages not readable: ${waiting.problem}`);
  const recorded = await records.readAll(project, ids);
  if (!recorded.ok) throw new Error(`records not readable: ${recorded.problem}`);
  return new Map([...waiting.stored, ...recorded.stored].map(([id, { record }]) => [id, record]));
}
