import type { Msg, NatsConnection } from "@nats-io/transport-node";
import { HEADERS, parseTaskSubject, type TaskPlace } from "../core/subject.ts";

/** One task message on lease to this worker. */
export interface Delivery {
  readonly place: TaskPlace;
  /** The record as JSON text. */
  readonly text: string;
  /** The sequence of the record that the message starts from; 0 when the task has none yet. */
  readonly recordSequence: number;
  /** The message's own sequence in TASKS. */
  readonly messageSequence: number;
  /** How often workers that do not have the task's type have passed it on. */
  readonly passedOn: number;
  /** 1 for the first time this message is handed out. */
  readonly deliveries: number;
  /** How many more messages waited at its level when it was handed out. */
  readonly behind: number;
  /** Extends the lease to its full length again. */
  extend(): void;
  /** Takes the message out of the queue. Needs no answer: after a lost one the redelivery finds a finished record. */
  ack(): void;
}

const ACK = new TextEncoder().encode("+ACK");
const IN_PROGRESS = new TextEncoder().encode("+WPI");

/** Reads a pulled message; undefined when its subject is none of ours. */
export function toDelivery(nc: NatsConnection, message: Msg): Delivery | undefined {
  const place = parseTaskSubject(message.subject);
  const reply = message.reply ?? "";
  if (place === undefined || reply === "") return undefined;
  const send = (verb: Uint8Array) => {
    if (!nc.isClosed()) nc.publish(reply, verb);
  };
  return {
    place,
    text: message.string(),
    recordSequence: Number(message.headers?.get(HEADERS.recordSequence) || 0),
    passedOn: Number(message.headers?.get(HEADERS.passedOn) || 0),
    ...readAckSubject(reply),
    extend: () => send(IN_PROGRESS),
    ack: () => send(ACK),
  };
}

/**
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.…`, or with domain and account in front of the stream (the second
 * form of nats-server, which has at least eleven tokens).
 */
function readAckSubject(reply: string): Pick<Delivery, "deliveries" | "messageSequence" | "behind"> {
  const tokens = reply.split(".");
  const start = tokens.length >= 11 ? 6 : 4;
  return {
    deliveries: Number(tokens[start]),
    messageSequence: Number(tokens[start + 1]),
    behind: Number(tokens[start + 4]),
  };
}
