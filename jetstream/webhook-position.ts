import { type KV, type KvEntry, Kvm } from "@nats-io/kv";
import { type FeedPosition, readPosition, writePosition } from "../core/event-feed/position.ts";
import { BUCKETS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** The one entry of the bucket. */
const KEY = "position";

/** How far the events have been handed to webhooks: one entry, which each leading scheduler takes over from the one before. */
export class WebhookPosition {
  readonly #kv: KV;
  #revision: number;
  /** As it was when it was taken over; undefined: there is none. */
  readonly start: FeedPosition | undefined;

  private constructor(kv: KV, entry: KvEntry | null) {
    this.#kv = kv;
    this.#revision = entry?.revision ?? 0;
    this.start = entry?.operation === "PUT" ? readPosition(entry.string()) : undefined;
  }

  /** Takes it over. Rejects when the store does not answer. */
  static async open(connection: Connection): Promise<WebhookPosition> {
    const kv = await new Kvm(connection.nc).open(BUCKETS.webhookPositions);
    return new WebhookPosition(kv, await kv.get(KEY));
  }

  /** Stores it by compare-and-set. Rejects when another has taken it over, or when the store does not answer. */
  async write(position: FeedPosition): Promise<void> {
    this.#revision = await this.#kv.put(KEY, writePosition(position), { previousSeq: this.#revision });
  }
}
