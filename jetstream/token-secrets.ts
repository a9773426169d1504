import { type KvEntry, Kvm } from "@nats-io/kv";
import { BUCKETS } from "../core/subject.ts";
import { decodeTokenSecrets, rotateSecrets, type TokenSecret, type TokenSecrets } from "../core/token.ts";
import type { Connection } from "./connection.ts";
import { watchBucket } from "./watched-bucket.ts";

/** The one entry of the bucket. */
const KEY = "current";

/** How often a change is tried again that somebody else has come before. */
const TRIES = 5;

/** The secrets in force, as they are now. */
export interface WatchedTokenSecrets {
  get(): TokenSecrets | undefined;
  stop(): void;
}

/**
 * Follows the secrets that tokens are signed with. The first gateway of all makes the first one. Rejects when the bucket is not
 * there: provisioning makes it.
 *
 * @param make makes a secret
 */
export async function watchTokenSecrets(
  connection: Connection,
  make: () => TokenSecret,
): Promise<WatchedTokenSecrets> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.tokenSecrets);
  const entry = await kv.get(KEY);
  if (entry?.operation !== "PUT") {
    const first = rotateSecrets(undefined, make());
    // Whoever comes second takes what the first one has made.
    await kv.create(KEY, JSON.stringify(first)).catch(() => undefined);
  }
  const bucket = await watchBucket<TokenSecrets>(connection, BUCKETS.tokenSecrets, decodeTokenSecrets);
  return { get: () => bucket.get(KEY), stop: () => bucket.stop() };
}

/**
 * Has tokens signed with a new secret from now on (after 5 s, when all gateways know it); those that are out stay valid until
 * they are over, or, with `endAll`, end at once. Rejects when the store does not answer.
 */
export async function rotateTokenSecret(
  connection: Connection,
  fresh: TokenSecret,
  { endAll = false }: { readonly endAll?: boolean } = {},
): Promise<TokenSecrets> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.tokenSecrets);
  for (let i = 1; ; i++) {
    const entry: KvEntry | null = await kv.get(KEY);
    const before = entry?.operation === "PUT" ? decodeTokenSecrets(entry.string()) : undefined;
    const next = rotateSecrets(endAll ? undefined : before, fresh);
    try {
      if (entry === null) await kv.create(KEY, JSON.stringify(next));
      else await kv.update(KEY, JSON.stringify(next), entry.revision);
      return next;
    } catch (error) {
      if (i === TRIES) throw error;
    }
  }
}
