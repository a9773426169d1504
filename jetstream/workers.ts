import { headers } from "@nats-io/transport-node";
import { BUCKETS, bucketStream, workerSubject } from "../core/subject.ts";
import { decodeHeartbeat, encodeHeartbeat, type WorkerHeartbeat } from "../core/worker-heartbeat.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";

/** A worker as it last spoke. */
export interface SeenWorker {
  readonly heartbeat: WorkerHeartbeat;
  /** When that was, by the clock of the store. One that was killed is forgotten a minute later, or when its leases cannot hold any more. */
  readonly seenAt: Date;
}

export type ReadWorkers =
  | { readonly ok: true; readonly workers: readonly SeenWorker[] }
  | { readonly ok: false; readonly problem: string };

/** Read in one go: at some kilobytes each, well within what a client may lag behind. */
const READ_WORKERS = 200;
const READ_BYTES = 8 * 1024 ** 2;

/** Stores a heartbeat. Nobody confirms it: the next one follows soon. Without a connection nothing happens. */
export function writeHeartbeat(connection: Connection, heartbeat: WorkerHeartbeat): void {
  if (!connection.isConnected()) return;
  connection.nc.publish(workerSubject(heartbeat.id), encodeHeartbeat(heartbeat));
}

/** Takes a worker that has stopped off the list. Resolves once NATS has been told. Never rejects. */
export async function removeHeartbeat(connection: Connection, worker: string): Promise<void> {
  if (!connection.isConnected()) return;
  const marks = headers();
  marks.set(KV_OPERATION, "DEL");
  connection.nc.publish(workerSubject(worker), "", { headers: marks });
  // Without this word the entry goes by itself, a minute later or more.
  await connection.nc.flush().catch(() => undefined);
}

/** All workers that have spoken within the last minute, or the time of a long lease, by id. Never rejects. */
export async function readWorkers(connection: Connection): Promise<ReadWorkers> {
  const found = new Map<string, SeenWorker>();
  for (let fromSequence = 1; ; ) {
    const request = {
      filter: workerSubject("*"),
      fromSequence,
      messages: READ_WORKERS,
      bytes: READ_BYTES,
    };
    const batch = await getBatch(connection, bucketStream(BUCKETS.workers), request);
    if (!batch.ok) return batch;
    for (const { text, header } of batch.messages) {
      const heartbeat = header(KV_OPERATION) === "" ? decodeHeartbeat(text) : undefined;
      if (heartbeat !== undefined)
        found.set(heartbeat.id, { heartbeat, seenAt: new Date(header("Nats-Time-Stamp")) });
    }
    const last = batch.messages.at(-1);
    if (last === undefined || last.pending === 0) break;
    fromSequence = last.sequence + 1;
  }
  const byId = (a: SeenWorker, b: SeenWorker) => (a.heartbeat.id < b.heartbeat.id ? -1 : 1);
  return { ok: true, workers: [...found.values()].toSorted(byId) };
}

/** What marks an entry of a bucket as deleted (ADR-8 of NATS). */
const KV_OPERATION = "KV-Operation";
