import { createHash } from "node:crypto";
import {
  BUCKETS,
  bucketStream,
  parseUniqueKeySubject,
  type UniqueKeyName,
  uniqueKeySubject,
} from "../core/subject.ts";
import type { UniqueClaim } from "../core/unique-key.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import { getLast, type StoredMessage } from "./direct-get.ts";
import type { Published, Publisher } from "./publisher.ts";

/** What is stored under a unique key, and what a change of it must name. */
export interface StoredClaim {
  /** Undefined: nobody holds the key. */
  readonly claim: UniqueClaim | undefined;
  /** 0 when nothing was ever stored. */
  readonly revision: number;
}

export type ReadClaim =
  | ({ readonly ok: true } & StoredClaim)
  | { readonly ok: false; readonly problem: string };

/** A claim with the key that it is for. */
export interface ListedClaim {
  readonly name: UniqueKeyName;
  readonly claim: UniqueClaim;
  readonly revision: number;
}

export type ListedClaims =
  /** `next`: where to read on; undefined when that was all. */
  | { readonly ok: true; readonly claims: readonly ListedClaim[]; readonly next: number | undefined }
  | { readonly ok: false; readonly problem: string };

/** How long the mark of a key that was given up is kept: longer than anybody works with what was read before. */
const MARK_TTL = "120s";

const LIST_BYTES = 1024 ** 2;

/** The bucket `unique-keys`: which task holds a key. Written by compare-and-set only. */
export class UniqueKeys {
  readonly #connection: Connection;
  readonly #publisher: Publisher;

  constructor(connection: Connection, publisher: Publisher) {
    this.#connection = connection;
    this.#publisher = publisher;
  }

  /** Reads who holds a key. What is none of ours counts as nobody; a later form than ours is a problem. Never rejects. */
  async read(name: UniqueKeyName): Promise<ReadClaim> {
    const got = await getLast(this.#connection, STREAM, uniqueKeySubject(name));
    if (!got.ok) return got;
    return got.message === undefined ? { ok: true, claim: undefined, revision: 0 } : readEntry(got.message);
  }

  /** Claims a key against the revision that was read. Tries until `giveUpAt`, milliseconds since 1970. */
  claim(
    name: UniqueKeyName,
    claim: UniqueClaim,
    expectedRevision: number,
    giveUpAt: number,
  ): Promise<Published> {
    return this.#write(name, JSON.stringify(claim), [], expectedRevision, giveUpAt);
  }

  /** Frees a key, unless it has changed since. Tries until `giveUpAt`, milliseconds since 1970. */
  free(name: UniqueKeyName, revision: number, giveUpAt: number): Promise<Published> {
    const mark = [
      ["KV-Operation", "DEL"],
      ["Nats-TTL", MARK_TTL],
    ] as const;
    return this.#write(name, "", mark, revision, giveUpAt);
  }

  /** Claims in the order in which they were made, from a revision on, at most `count` at a time. Never rejects. */
  async list(fromRevision: number, count: number): Promise<ListedClaims> {
    const request = {
      filter: `$KV.${BUCKETS.uniqueKeys}.>`,
      fromSequence: fromRevision,
      messages: count,
      bytes: LIST_BYTES,
    };
    const batch = await getBatch(this.#connection, STREAM, request);
    if (!batch.ok) return batch;
    const claims = batch.messages.flatMap((message) => {
      const name = parseUniqueKeySubject(message.subject);
      const read = readEntry(message);
      return name !== undefined && read.ok && read.claim !== undefined
        ? [{ name, claim: read.claim, revision: read.revision }]
        : [];
    });
    const last = batch.messages.at(-1);
    return {
      ok: true,
      claims,
      next: last === undefined || last.pending === 0 ? undefined : last.sequence + 1,
    };
  }

  #write(
    name: UniqueKeyName,
    body: string,
    headers: readonly (readonly [string, string])[],
    expectedSequence: number,
    giveUpAt: number,
  ): Promise<Published> {
    const message = { subject: uniqueKeySubject(name), body, headers, expectedSequence, giveUpAt };
    return new Promise((resolve) => this.#publisher.publish(message, resolve));
  }
}

/** How a unique key is named in the store. */
export function nameUniqueKey(project: string, type: string, key: string): UniqueKeyName {
  return { project, type, digest: createHash("sha256").update(key).digest("hex") };
}

const STREAM = bucketStream(BUCKETS.uniqueKeys);

function readEntry({ sequence: revision, subject, text, header }: StoredMessage): ReadClaim {
  const claim = header("KV-Operation") === "" ? parse(text) : undefined;
  const version: unknown = claim?.version;
  if (typeof version === "number" && version !== 1)
    return { ok: false, problem: `${subject}: version ${version}, this program reads version 1` };
  const isClaim =
    version === 1 &&
    typeof claim?.taskId === "string" &&
    typeof claim.key === "string" &&
    typeof claim.publishUntil === "string";
  return { ok: true, claim: isClaim ? (claim as UniqueClaim) : undefined, revision };
}

function parse(text: string): Partial<UniqueClaim> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Partial<UniqueClaim>) : undefined;
  } catch {
    return undefined;
  }
}
