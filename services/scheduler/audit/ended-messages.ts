import { isTerminal } from "../../../core/lifecycle.ts";
import { eventSubject, HEADERS, STREAMS, type TaskKey } from "../../../core/subject.ts";
import { TASK_STATES, type TaskState } from "../../../core/task.ts";
import { getLastOfEach } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { deleteMessage } from "../../../jetstream/delete-message.ts";
import { getLast, type StoredMessage } from "../../../jetstream/direct-get.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";

/** A stored message by its subject, and the task that it is for. */
export interface PlacedMessage {
  readonly subject: string;
  readonly key: TaskKey;
}

/** A task that has ended, and the sequence of its end. */
interface EndedTask {
  readonly state: TaskState;
  readonly sequence: number;
  readonly storedAtMs: number;
}

/**
 * Looks for messages among these whose task has ended: of TASKS after an acknowledgement or a removal that got lost, of TIMERS
 * after a crash before the timer was taken away. A worker or a scheduler would drop them when they come; until then they stay.
 */
export async function auditEndedMessages(
  deps: AuditDeps,
  look: Look,
  kind: "message_of_ended_task" | "timer_of_ended_task",
  stream: string,
  messages: readonly PlacedMessage[],
): Promise<void> {
  look.tally.lookedAt(kind, messages.length);
  const unknown = messages.filter(({ key }) => deps.liveTasks.get(key) === undefined);
  const keys = unknown.map(({ key }) => key);
  const ended = await readEnds(deps.connection, keys, look.settledBeforeMs);
  const suspects = unknown.filter(({ key }) => ended.has(eventSubject(key)));
  await inSlices(suspects, look, async ({ subject, key }) => {
    const end = ended.get(eventSubject(key));
    const got = await getLast(deps.connection, stream, subject);
    if (!got.ok) throw new Error(`message not readable: ${got.problem}`);
    const { message } = got;
    if (end === undefined || message === undefined || mayBeNext(message, end, look)) return;
    const detail = `${end.state}, and ${subject} still holds message ${message.sequence}: removed`;
    await look.tally.found(kind, key, detail, async () => {
      const removed = await deleteMessage(deps.connection, stream, message.sequence);
      if (!removed.ok) throw new Error(removed.problem);
      return removed.wasThere;
    });
  });
}

/** Whether a message may belong to a task that is being done again after this end. */
function mayBeNext({ header }: StoredMessage, end: EndedTask, { settledBeforeMs }: Look): boolean {
  const storedAtMs = Date.parse(header("Nats-Time-Stamp"));
  const startsLater = Number(header(HEADERS.recordSequence) || 0) >= end.sequence;
  return startsLater || (storedAtMs > end.storedAtMs && storedAtMs >= settledBeforeMs);
}

/** Those of the tasks that had ended before a time, by the subject of their record. */
async function readEnds(
  connection: Connection,
  keys: readonly TaskKey[],
  beforeMs: number,
): Promise<ReadonlyMap<string, EndedTask>> {
  const read = await getLastOfEach(connection, STREAMS.events, keys.map(eventSubject));
  if (!read.ok) throw new Error(`records not readable: ${read.problem}`);
  const ended = new Map<string, EndedTask>();
  for (const { subject, sequence, header } of read.messages) {
    const state = TASK_STATES.find((each) => each === header(HEADERS.state));
    const storedAtMs = Date.parse(header("Nats-Time-Stamp"));
    if (state !== undefined && isTerminal(state) && storedAtMs < beforeMs)
      ended.set(subject, { state, sequence, storedAtMs });
  }
  return ended;
}
