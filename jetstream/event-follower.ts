import {
  type ConsumerMessages,
  type ConsumerNotification,
  DeliverPolicy,
  jetstream,
} from "@nats-io/jetstream";
import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { readStored, type StoredRecord } from "./records.ts";

/** So many events that have not been read are more than a hiccup. */
const FAR_BEHIND = 10_000;

export interface Following {
  /** The sequence of the newest event seen; 0 before the first. */
  position(): number;
  /** Events that are stored and not seen yet, as far as the last one told. */
  behind(): number;
  /** What keeps it from following closely just now, for a readiness check; empty while all is well. */
  problems(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Follows EVENTS in order, from the first one after `afterSequence`. The library re-creates the consumer where it was
 * after a gap or a reconnect. A record that cannot be read is reported and passed over.
 */
export async function followEvents(
  connection: Connection,
  options: {
    readonly afterSequence: number;
    readonly onRecord: (stored: StoredRecord) => void;
    readonly onProblem: (problem: string) => void;
  },
): Promise<Following> {
  const consumer = await jetstream(connection.nc).consumers.get(STREAMS.events, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: options.afterSequence + 1,
  });
  let position = options.afterSequence;
  let behind = 0;
  let problem: string | undefined;
  const messages: ConsumerMessages = await consumer.consume({
    max_messages: 1_000,
    idle_heartbeat: 2_000,
    // After a failed look for its consumer the library rests this long, too.
    expires: 5_000,
    callback: (message) => {
      problem = undefined;
      position = message.seq;
      behind = message.info.pending;
      const read = readStored({
        subject: message.subject,
        sequence: message.seq,
        text: message.string(),
        header: (name) => message.headers?.get(name) ?? "",
      });
      if (!read.ok) options.onProblem(read.problem);
      else if (read.stored !== undefined) options.onRecord(read.stored);
    },
  });
  void (async () => {
    for await (const status of messages.status()) problem = judge(status, problem);
  })();
  void messages.closed().then((error) => {
    if (error instanceof Error) problem = `following ${STREAMS.events} has ended: ${error.message}`;
  });
  return {
    position: () => position,
    behind: () => behind,
    problems() {
      if (!connection.isConnected()) return ["not connected to NATS"];
      return [
        ...(problem === undefined ? [] : [problem]),
        ...(behind > FAR_BEHIND ? [`${behind} events behind`] : []),
      ];
    },
    stop: async () => {
      await messages.close();
    },
  };
}

/** What a notice of the consumer says of its health: a heartbeat means well, some mean trouble, the rest nothing. */
function judge(status: ConsumerNotification, before: string | undefined): string | undefined {
  switch (status.type) {
    case "heartbeat":
    case "ordered_consumer_recreated":
      return undefined;
    case "heartbeats_missed":
      return `${STREAMS.events} is silent: ${status.count} heartbeats missed`;
    case "stream_not_found":
      return `stream ${STREAMS.events} is not there`;
    case "no_responders":
      return "JetStream does not answer";
    default:
      return before;
  }
}
