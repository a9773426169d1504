import { createHash, randomBytes } from "node:crypto";
import {
  type ObjectKey,
  objectChunksSubject,
  objectMetaSubject,
  objectName,
  objectToken,
} from "../core/object-subject.ts";
import { objectId, type StoredObject } from "../core/stored-object.ts";
import { OBJECT_BUCKET, STREAMS, type TaskKey } from "../core/subject.ts";
import { getBatchBytes } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import type { PublishResult } from "./publish-ack.ts";
import { type OutgoingMessage, publishAndWait, SinglePublisher } from "./publisher.ts";
import type { HeaderList } from "./wire-headers.ts";

/** How much of an object is one message, in bytes; half of what NATS takes by default. */
export const CHUNK_BYTES = 512 * 1024;

/** What a chunk leaves of the largest message for its subject and headers, in bytes. */
const HEADER_BYTES = 4 * 1024;

/** How much is asked for at a time while an object is read: more must not pile up on a connection. */
const READ_BYTES = 8 * 1024 ** 2;

/** Why an object was not stored. */
export type PutFailure = Extract<PublishResult, { readonly kind: "full" | "unknown" | "refused" }>;

export type ReadObject =
  | { readonly kind: "read"; readonly bytes: Buffer }
  /** It is not there, or not what was stored. No later try will find it otherwise. */
  | { readonly kind: "lost"; readonly problem: string }
  | { readonly kind: "unknown"; readonly problem: string };

/** The claim check for bytes that are yet to be stored. */
export function describeObject(bytes: Uint8Array, nowMs: number): StoredObject {
  return {
    id: objectId(nowMs, randomBytes(16).toString("hex")),
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/**
 * Large payloads and results: an object store as `nats object` knows it (ADR-20 of NATS). Chunks are written one after the other,
 * each once the one before is stored, so that an upload never has more than one on its way and their order is that of the stream.
 */
export class Objects {
  readonly #connection: Connection;
  readonly #publisher: SinglePublisher;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#publisher = new SinglePublisher(connection);
  }

  /**
   * Stores the bytes of an object; undefined when all of it is there. What was stored before a failure stays until `remove` or
   * an audit takes it away. Never rejects.
   *
   * @param giveUpAt milliseconds since 1970
   * @param ttlMs after so long the server removes it by itself; without, it stays
   */
  async put(
    task: TaskKey,
    object: StoredObject,
    bytes: Uint8Array,
    giveUpAt: number,
    ttlMs?: number,
  ): Promise<PutFailure | undefined> {
    const key = { project: task.project, id: task.id, object: object.id };
    const ttl: HeaderList = ttlMs === undefined ? [] : [["Nats-TTL", `${Math.ceil(ttlMs / 1_000)}s`]];
    const chunkBytes = this.#chunkBytes();
    const chunks = Math.ceil(bytes.length / chunkBytes);
    const subject = objectChunksSubject(key);
    for (let i = 0; i < chunks; i++) {
      const body = bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes);
      // What is sent again after a lost answer is stored once.
      const headers: HeaderList = [["Nats-Msg-Id", `${object.id}.${i}`], ...ttl];
      const failure = await this.#publish({ subject, body, headers, giveUpAt });
      if (failure !== undefined) return failure;
    }
    return this.#publish({
      subject: objectMetaSubject(key, toBase64Url),
      body: JSON.stringify(metaOf(key, object, chunks, chunkBytes)),
      headers: [["Nats-Rollup", "sub"], ...ttl],
      giveUpAt,
    });
  }

  /** Reads an object and checks its digest. Never rejects. */
  async read(task: TaskKey, object: StoredObject): Promise<ReadObject> {
    const key = { project: task.project, id: task.id, object: object.id };
    const filter = objectChunksSubject(key);
    const hash = createHash("sha256");
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (let fromSequence = 1; ; ) {
      const request = { filter, fromSequence, messages: READ_BYTES / CHUNK_BYTES, bytes: READ_BYTES };
      const batch = await getBatchBytes(this.#connection, STREAMS.objects, request);
      if (!batch.ok) return { kind: "unknown", problem: batch.problem };
      for (const { data } of batch.messages) {
        size += data.length;
        hash.update(data);
        chunks.push(data);
      }
      const last = batch.messages.at(-1);
      if (last === undefined || last.pending === 0 || size > object.bytes) break;
      fromSequence = last.sequence + 1;
    }
    if (size === 0) return { kind: "lost", problem: `object ${objectName(key)} is gone` };
    if (size !== object.bytes || hash.digest("hex") !== object.sha256)
      return {
        kind: "lost",
        problem: `object ${objectName(key)} is damaged: its SHA-256 is not that of the record`,
      };
    return { kind: "read", bytes: Buffer.concat(chunks, size) };
  }

  /** Removes an object: first what says that it is there, then its bytes. Rejects when JetStream does not answer. */
  async remove(key: ObjectKey): Promise<void> {
    const { streams } = this.#connection.jsm;
    await streams.purge(STREAMS.objects, { filter: objectMetaSubject(key, toBase64Url) });
    await streams.purge(STREAMS.objects, { filter: objectChunksSubject(key) });
  }

  /** `remove` for what nobody waits for: what stays is found by the audit of the schedulers. */
  discard({ project, id }: TaskKey, object: StoredObject | undefined): void {
    if (object !== undefined) void this.remove({ project, id, object: object.id }).catch(() => undefined);
  }

  /** Uploads under way fail as unknown. */
  stop(): void {
    this.#publisher.stop();
  }

  #chunkBytes(): number {
    const most = this.#connection.nc.info?.max_payload ?? CHUNK_BYTES * 2;
    return Math.min(CHUNK_BYTES, most - HEADER_BYTES);
  }

  async #publish(message: OutgoingMessage): Promise<PutFailure | undefined> {
    const published = await publishAndWait(this.#publisher, message);
    if (published.kind === "stored") return undefined;
    if (published.kind === "conflict")
      return { kind: "refused", code: 0, problem: "a conflict that nobody asked for" };
    return published;
  }
}

function metaOf(key: ObjectKey, { bytes, sha256 }: StoredObject, chunks: number, chunkBytes: number) {
  return {
    name: objectName(key),
    bucket: OBJECT_BUCKET,
    nuid: objectToken(key),
    size: bytes,
    mtime: new Date().toISOString(),
    chunks,
    digest: `SHA-256=${padded(Buffer.from(sha256, "hex").toString("base64url"))}`,
    options: { max_chunk_size: chunkBytes },
  };
}

function toBase64Url(text: string): string {
  return padded(Buffer.from(text).toString("base64url"));
}

function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
