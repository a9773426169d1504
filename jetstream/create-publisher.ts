import { BatchPublisher } from "./batch-publisher.ts";
import type { Connection } from "./connection.ts";
import { type Publisher, SinglePublisher } from "./publisher.ts";

/** The publisher that is fastest for a durability: single publishes, or group commit where every write is synced. */
export function createPublisher(connection: Connection, durability: "standard" | "strict"): Publisher {
  return durability === "strict" ? new BatchPublisher(connection) : new SinglePublisher(connection);
}
