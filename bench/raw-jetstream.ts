import { AckPolicy, RetentionPolicy, StorageType } from "@nats-io/jetstream";
import { createInbox, type Msg } from "@nats-io/transport-node";
import type { Connection } from "../jetstream/connection.ts";
import { encodeHeaders } from "../jetstream/wire-headers.ts";

// Plain JetStream as fast as one Node client can drive it: the ceiling that all other figures are held against.

const STREAM = "RAW";
const CONSUMER = "raw";
const IN_FLIGHT = 512;
const PULL = 256;

/** Makes an empty work-queue stream with one consumer. */
export async function resetRawStream({ jsm }: Connection): Promise<void> {
  await jsm.streams.delete(STREAM).catch(() => undefined);
  await jsm.streams.add({
    name: STREAM,
    subjects: ["raw.>"],
    storage: StorageType.File,
    retention: RetentionPolicy.Workqueue,
    allow_atomic: true,
  });
  await jsm.consumers.add(STREAM, {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.Explicit,
    max_ack_pending: 50_000,
  });
}

/** Publishes `count` messages, 512 in flight, every one confirmed. Returns messages a second. */
export function rawPublish(
  { inbox }: Connection,
  count: number,
  body: Uint8Array,
  inFlight = IN_FLIGHT,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let confirmed = 0;
    const startedAt = performance.now();
    const onReply = (reply: Msg | undefined) => {
      if (reply === undefined) return reject(new Error("a raw publish was not confirmed"));
      reply.json<{ seq: number }>();
      confirmed++;
      if (confirmed === count) resolve(perSecond(count, startedAt));
      else if (sent < count) send();
    };
    const send = () => inbox.request(`raw.${sent++}`, body, onReply);
    for (let i = 0; i < Math.min(inFlight, count); i++) send();
  });
}

/** Publishes `count` messages in atomic batches of 500, two in flight. Returns messages a second. */
export async function rawBatches(
  { nc, inbox }: Connection,
  count: number,
  body: Uint8Array,
): Promise<number> {
  const size = 500;
  const startedAt = performance.now();
  let next = 0;
  const one = (id: string) =>
    new Promise<void>((resolve, reject) => {
      for (let i = 1; i <= size; i++) {
        const headers = [
          ["Nats-Batch-Id", id],
          ["Nats-Batch-Sequence", String(i)],
        ] as const;
        if (i < size) nc.publish(`raw.${id}.${i}`, body, { headers: encodeHeaders(headers) });
        else {
          const onReply = (reply: Msg | undefined) =>
            reply?.json<{ error?: unknown }>().error === undefined
              ? resolve()
              : reject(new Error(reply.string()));
          inbox.request(
            `raw.${id}.${i}`,
            body,
            onReply,
            encodeHeaders([...headers, ["Nats-Batch-Commit", "1"]]),
          );
        }
      }
    });
  const lane = async () => {
    while (next < count / size) await one(`b${next++}`);
  };
  await Promise.all([lane(), lane()]);
  return perSecond(count, startedAt);
}

/** Pulls and acknowledges `count` messages. Returns messages a second. */
export function rawConsume({ nc }: Connection, count: number): Promise<number> {
  return new Promise((resolve) => {
    const inbox = createInbox();
    let received = 0;
    let open = 0;
    const startedAt = performance.now();
    const pull = () => {
      open = PULL;
      nc.publish(
        `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${CONSUMER}`,
        JSON.stringify({ batch: PULL, expires: 5e9 }),
        { reply: inbox },
      );
    };
    const subscription = nc.subscribe(inbox, {
      callback: (_error, message) => {
        if (message.subject === inbox) return pull();
        JSON.parse(message.string());
        message.respond(ACK);
        if (--open === 0) pull();
        if (++received < count) return;
        subscription.unsubscribe();
        void nc.flush().then(() => resolve(perSecond(count, startedAt)));
      },
    });
    pull();
  });
}

const ACK = new TextEncoder().encode("+ACK");

/** Rate since `startedAt` (of `performance.now()`), a second. */
export function perSecond(count: number, startedAt: number): number {
  return count / ((performance.now() - startedAt) / 1_000);
}
