import {
  type ConsumerMessages,
  type ConsumerNotification,
  DeliverPolicy,
  type JsMsg,
  jetstream,
} from "@nats-io/jetstream";
import { HEADERS, parseEventSubject, STREAMS, type TaskKey } from "../core/subject.ts";
import { TASK_STATES, type TaskState } from "../core/task.ts";
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
export function followEvents(
  connection: Connection,
  options: {
    readonly afterSequence: number;
    readonly onRecord: (stored: StoredRecord, place: EventPlace) => void;
    readonly onProblem: (problem: string, sequence: number) => void;
  },
): Promise<Following> {
  return follow(connection, options.afterSequence, false, (message) => {
    const read = readStored({
      subject: message.subject,
      sequence: message.seq,
      text: message.string(),
      header: (name) => message.headers?.get(name) ?? "",
    });
    if (!read.ok) options.onProblem(read.problem, message.seq);
    else if (read.stored !== undefined) options.onRecord(read.stored, placeOf(message));
  });
}

/** When and where an event lies in the stream. */
export interface EventPlace {
  /** When it was stored, by the clock of the store. Milliseconds since 1970. */
  readonly storedAtMs: number;
  /** How many came after it when it was sent. */
  readonly pending: number;
}

function placeOf(message: JsMsg): EventPlace {
  return { storedAtMs: Number(message.timestampNanos / 1_000_000n), pending: message.info.pending };
}

/** What one event says of its task without being read. */
export interface StateOfTask extends TaskKey {
  readonly state: TaskState;
  /** The sequence of the event, which a change of the record must name. */
  readonly sequence: number;
  /** When the event was stored, by the clock of the store. Milliseconds since 1970. */
  readonly storedAtMs: number;
}

/**
 * Follows the states of all tasks from the first event there is, without their records: only headers are sent, so payloads
 * and results cost nothing. Tasks that have not left the queue have no event.
 */
export function followStates(
  connection: Connection,
  onState: (state: StateOfTask) => void,
): Promise<Following> {
  return follow(connection, 0, true, (message) => {
    const key = parseEventSubject(message.subject);
    const name = message.headers?.get(HEADERS.state);
    const state = TASK_STATES.find((each) => each === name);
    if (key === undefined || state === undefined) return;
    onState({ ...key, state, sequence: message.seq, storedAtMs: placeOf(message).storedAtMs });
  });
}

async function follow(
  connection: Connection,
  afterSequence: number,
  headersOnly: boolean,
  onMessage: (message: JsMsg) => void,
): Promise<Following> {
  const consumer = await jetstream(connection.nc).consumers.get(STREAMS.events, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: afterSequence + 1,
    headers_only: headersOnly,
  });
  let position = afterSequence;
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
      onMessage(message);
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
