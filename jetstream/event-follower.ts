import { type ConsumerMessages, DeliverPolicy, jetstream } from "@nats-io/jetstream";
import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { readStored, type StoredRecord } from "./records.ts";

export interface Following {
  /** The sequence of the newest event seen; 0 before the first. */
  position(): number;
  /** Events that are stored and not seen yet, as far as the last one told. */
  behind(): number;
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
  const messages: ConsumerMessages = await consumer.consume({
    max_messages: 1_000,
    idle_heartbeat: 2_000,
    expires: 10_000,
    callback: (message) => {
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
  return {
    position: () => position,
    behind: () => behind,
    stop: async () => {
      await messages.close();
    },
  };
}
