import {
  anyTaskSubject,
  delayedSubject,
  eventSubject,
  STREAMS,
  type TaskKey,
} from "../../../core/subject.ts";
import { getLastOfEach, SUBJECTS_PER_GET } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";

/** So many tasks are asked for at once: two subjects each, of one moment. */
export const TASKS_PER_LOOK = SUBJECTS_PER_GET / 2;

/** Which tasks the streams hold nothing of. */
export type GoneRead<Key extends TaskKey> =
  | { readonly ok: true; readonly gone: readonly Key[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Finds out of which tasks, at most `TASKS_PER_LOOK`, neither a record nor a message is left. A task moves from a message to its record, so
 * records are looked at once more after the messages: what is found in no place was in none at any time. Never rejects.
 */
export async function findGone<Key extends TaskKey>(
  connection: Connection,
  tasks: readonly Key[],
): Promise<GoneRead<Key>> {
  const recordOf = (key: TaskKey) => [eventSubject(key)];
  const messagesOf = (key: TaskKey) => [anyTaskSubject(key), delayedSubject(key)];
  const looks = [
    [STREAMS.events, recordOf],
    [STREAMS.tasks, messagesOf],
    [STREAMS.events, recordOf],
  ] as const;
  let gone = tasks;
  for (const [stream, subjectsOf] of looks) {
    if (gone.length === 0) break;
    const got = await getLastOfEach(connection, stream, gone.flatMap(subjectsOf));
    if (!got.ok) return got;
    const found = new Set(got.messages.map(({ subject }) => taskOf(subject)));
    gone = gone.filter(({ project, id }) => !found.has(`${project}.${id}`));
  }
  return { ok: true, gone };
}

/** Project and id end the subject of each of them. */
function taskOf(subject: string): string {
  return subject.split(".").slice(-2).join(".");
}
