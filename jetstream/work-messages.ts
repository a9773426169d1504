import { type ConsumerMessages, type JsMsg, jetstream } from "@nats-io/jetstream";
import { messageOf } from "../core/message-of.ts";
import { SCHEDULER_DURABLE } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

export interface FollowingMessages {
  /** What keeps it from following; undefined while all is well. */
  problem(): string | undefined;
  /** Lets those that are being handled end. */
  stop(): Promise<void>;
}

/**
 * Hands out the messages of a stream that all schedulers share, each to one of all who follow, and acknowledges what has been
 * handled. What `handle` rejects is reported, and handed out again when the consumer's time to acknowledge is up. Rejects when
 * the consumer is not there: provisioning makes it.
 *
 * @param ahead how many may be handled or about to be
 * @param atATime how many are handled at the same time
 */
export async function workMessages(
  connection: Connection,
  stream: string,
  { ahead, atATime }: { readonly ahead: number; readonly atATime: number },
  handle: (message: JsMsg) => Promise<void>,
  onProblem: (problem: string) => void,
): Promise<FollowingMessages> {
  const consumer = await jetstream(connection.nc).consumers.get(stream, SCHEDULER_DURABLE);
  const messages: ConsumerMessages = await consumer.consume({
    max_messages: ahead,
    idle_heartbeat: 2_000,
    expires: 5_000,
  });
  let problem: string | undefined;
  const underWay = new Set<Promise<void>>();
  const handling = (async () => {
    for await (const message of messages) {
      const done: Promise<void> = handleOne(message, handle, onProblem).finally(() => underWay.delete(done));
      underWay.add(done);
      if (underWay.size >= atATime) await Promise.race(underWay);
    }
  })().catch((error: unknown) => {
    problem = `following ${stream} has ended: ${messageOf(error)}`;
    onProblem(problem);
  });
  return {
    problem: () => problem,
    async stop() {
      void messages.close();
      await handling;
      await Promise.all(underWay);
    },
  };
}

async function handleOne(
  message: JsMsg,
  handle: (message: JsMsg) => Promise<void>,
  onProblem: (problem: string) => void,
): Promise<void> {
  try {
    await handle(message);
    message.ack();
  } catch (error) {
    onProblem(messageOf(error));
  }
}
