import type { TaskEvent } from "./event.ts";
import type { TaskRecord, TaskState } from "./task.ts";

/** So much of a text that somebody else wrote is sent, in characters. */
const TEXT_MAX = 2_048;

/**
 * What a webhook is sent of one event: the names are those that WatchTasks has over HTTP. Neither payload nor result nor stack is in it, and
 * its size is bounded, since labels are and texts are cut.
 *
 * @param number which event of the timeline, from 1
 * @param state the state that it led to
 */
export function webhookEvent(record: TaskRecord, number: number, state: TaskState) {
  const event = record.timeline[number - 1];
  if (event === undefined) throw new RangeError(`task ${record.id} has no event ${number}`);
  return {
    taskId: record.id,
    type: record.type,
    queue: record.queue,
    labels: record.labels,
    event: eventOf(event, number, state),
  };
}

/** What a webhook is sent when somebody tries it. */
export function webhookTest(webhookId: string, time: string) {
  return { test: true, webhookId, time };
}

function eventOf(event: TaskEvent, number: number, state: TaskState) {
  const { type, time, attempt, reason, message, by, worker, dueAt, error } = event;
  return {
    number,
    type: type.toUpperCase(),
    time,
    attempt,
    state,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message: cut(message) }),
    ...(by !== undefined && { by }),
    ...(worker !== undefined && { worker }),
    ...(dueAt !== undefined && { dueTime: dueAt }),
    ...(error !== undefined && {
      error: { name: cut(error.name), message: cut(error.message), reason: error.reason },
    }),
  };
}

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
