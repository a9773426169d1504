import { createInbox } from "@nats-io/transport-node";
import type { Connection } from "../jetstream/connection.ts";

/**
 * One message at a time to a pull that stands open on a second connection. From just before the publish to its arrival,
 * in milliseconds.
 */
export async function rawPickup(
  publisher: Connection,
  consumer: Connection,
  count: number,
  everyMs: number,
): Promise<number[]> {
  const waits: number[] = [];
  const inbox = createInbox();
  let arrived: () => void = () => undefined;
  let sentAt = 0;
  const pull = () => {
    consumer.nc.publish("$JS.API.CONSUMER.MSG.NEXT.RAW.raw", JSON.stringify({ batch: 1, expires: 30e9 }), {
      reply: inbox,
    });
  };
  const subscription = consumer.nc.subscribe(inbox, {
    callback: (_error, message) => {
      if (message.subject === inbox) return pull();
      waits.push(performance.now() - sentAt);
      message.respond("+ACK");
      pull();
      arrived();
    },
  });
  pull();
  await consumer.nc.flush();
  for (let i = 0; i < count + 50; i++) {
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    sentAt = performance.now();
    publisher.inbox.request("raw.pickup", "{}", () => undefined);
    await arrival;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  subscription.unsubscribe();
  return waits.slice(50);
}
