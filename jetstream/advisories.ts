import { HEADERS, STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { type FollowingMessages, workMessages } from "./work-messages.ts";

/** A message of TASKS as it lies in the stream. */
export interface TaskMessage {
  /** The record as JSON text. */
  readonly text: string;
  /** The sequence of the record that it starts from; 0 when the task has none. */
  readonly recordSequence: number;
}

/** What JetStream says of a message that it will not deliver again. */
interface MaxDeliveriesAdvisory {
  readonly stream_seq: number;
}

/** Advisories that are being handled or are about to be. */
const AHEAD = 20;

/**
 * Hands out the messages of TASKS that ran out of deliveries, one after the other, each to one of all who follow. What
 * `handle` rejects is reported, and handed out again after 30 s. JetStream tells of such a message only while somebody
 * pulls from its queue; the stream ADVISORIES keeps what it told while nobody followed.
 *
 * @param handle takes the sequence of the message in TASKS; it may be called again for the same one
 */
export function followAdvisories(
  connection: Connection,
  handle: (messageSequence: number) => Promise<void>,
  onProblem: (problem: string) => void,
): Promise<FollowingMessages> {
  const pace = { ahead: AHEAD, atATime: 1 };
  return workMessages(
    connection,
    STREAMS.advisories,
    pace,
    (message) => handle(message.json<MaxDeliveriesAdvisory>().stream_seq),
    onProblem,
  );
}

/** Reads a message of TASKS, whoever has it on lease; undefined when it has left the queue. */
export async function readTaskMessage(
  connection: Connection,
  messageSequence: number,
): Promise<TaskMessage | undefined> {
  const message = await connection.jsm.streams.getMessage(STREAMS.tasks, { seq: messageSequence });
  if (message === null) return undefined;
  return {
    text: message.string(),
    recordSequence: Number(message.header.get(HEADERS.recordSequence) || 0),
  };
}

/** Takes a message out of TASKS, whoever has it on lease. Does nothing when it has left the queue. */
export async function deleteTaskMessage(connection: Connection, messageSequence: number): Promise<void> {
  try {
    await connection.jsm.streams.deleteMessage(STREAMS.tasks, messageSequence, false);
  } catch (error) {
    if ((await readTaskMessage(connection, messageSequence)) !== undefined) throw error;
  }
}
