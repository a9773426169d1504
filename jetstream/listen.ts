import type { Msg, NatsConnection, Subscription } from "@nats-io/transport-node";

/** Listens to a subject until the returned function is called; see `subscribe`. */
export function listen(
  nc: NatsConnection,
  subject: string,
  onMessage: (message: Msg) => void,
  queue?: string,
): () => void {
  const subscription = subscribe(nc, subject, onMessage, queue);
  return () => {
    if (!subscription.isClosed()) subscription.unsubscribe();
  };
}

/**
 * Subscribes with a callback. What the callback throws ends the process as an uncaught exception, as a bug should: left to
 * the library it would end the reading of the connection, which then hangs without a word.
 *
 * @param queue subscribers of one name share the messages: each goes to one of them
 */
export function subscribe(
  nc: NatsConnection,
  subject: string,
  onMessage: (message: Msg) => void,
  queue?: string,
): Subscription {
  return nc.subscribe(subject, {
    ...(queue !== undefined && { queue }),
    callback: (error, message) => {
      // A subscription that was refused is told by the connection's status; there is no message.
      if (error !== null) return;
      try {
        onMessage(message);
      } catch (thrown) {
        queueMicrotask(() => {
          throw thrown;
        });
      }
    },
  });
}

/** Reads a message from outside; undefined when it is no JSON. What it holds is for the caller to check. */
export function readJson<T>(message: Msg): T | undefined {
  try {
    return message.json<T>();
  } catch {
    return undefined;
  }
}
