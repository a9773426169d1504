import { parseQueueFilter, STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/** How full a stream is. */
export interface StreamStatus {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  /** The most bytes that it may take; absent when nothing but the disk limits it. */
  readonly maxBytes?: number;
}

/** How far the workers of one level of a queue are. */
export interface ConsumerStatus {
  readonly name: string;
  readonly queue: string;
  /** In line and not handed out. */
  readonly pending: number;
  /** Handed out and not acknowledged. */
  readonly held: number;
  /** Handed out more than once, of those. */
  readonly redelivered: number;
  /** Pulls of workers that wait for a task. */
  readonly waitingPulls: number;
}

/** The store at one moment. */
export interface StoreStatus {
  readonly streams: readonly StreamStatus[];
  readonly consumers: readonly ConsumerStatus[];
  /** The names of nodes of a cluster that the leader of some stream cannot reach. */
  readonly offline: readonly string[];
}

/** Asks for all streams, buckets and consumers of queues. A few requests: not for a hot path. Rejects when JetStream does not answer. */
export async function readStoreStatus({ jsm }: Connection): Promise<StoreStatus> {
  const streams: StreamStatus[] = [];
  const offline = new Set<string>();
  for await (const { config, state, cluster } of jsm.streams.list()) {
    for (const replica of cluster?.replicas ?? []) if (replica.offline === true) offline.add(replica.name);
    const { name, max_bytes: maxBytes } = config;
    streams.push({ name, messages: state.messages, bytes: state.bytes, ...(maxBytes > 0 && { maxBytes }) });
  }
  const consumers: ConsumerStatus[] = [];
  for await (const info of jsm.consumers.list(STREAMS.tasks)) {
    const queue = parseQueueFilter(info.config.filter_subject ?? "");
    if (queue === undefined) continue;
    consumers.push({
      name: info.name,
      queue,
      pending: info.num_pending,
      held: info.num_ack_pending,
      redelivered: info.num_redelivered,
      waitingPulls: info.num_waiting,
    });
  }
  return { streams, consumers, offline: [...offline] };
}
