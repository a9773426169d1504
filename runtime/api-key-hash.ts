import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { formatApiKey, type StoredApiKey } from "../core/api-key.ts";

/** A key that has just been made: the text for its holder, which is nowhere else, and what to store under its id. */
export interface NewApiKey {
  readonly id: string;
  /** The whole key. Show it once. */
  readonly text: string;
  readonly stored: StoredApiKey;
}

/** What a key is made for. */
export type ApiKeyPurpose = Pick<
  StoredApiKey,
  "project" | "role" | "label" | "expiresAt" | "replaces" | "limits"
>;

/** Makes a key: 64 bits of id, 256 bits of secret. */
export function generateApiKey(purpose: ApiKeyPurpose, now: Date): NewApiKey {
  const id = randomBytes(8).toString("hex");
  const text = formatApiKey({ id, secret: randomBytes(32).toString("base64url") });
  return {
    id,
    text,
    stored: { version: 1, ...purpose, hash: hashApiKey(text), createdAt: now.toISOString() },
  };
}

/** SHA-256 of the whole key, in hex. */
export function hashApiKey(text: string): string {
  return hash("sha256", text, "hex");
}

/**
 * Whether a key is the one whose hash is stored. Takes equally long whatever the answer, also for a key that is not stored
 * at all, so that nobody learns from the time which ids exist.
 */
export function matchesApiKey(text: string, stored: StoredApiKey | undefined): boolean {
  const expected = Buffer.from(stored?.hash ?? NO_HASH);
  const given = Buffer.from(hashApiKey(text));
  return given.length === expected.length && timingSafeEqual(given, expected) && stored !== undefined;
}

/** As long as a hash, and the hash of nothing. */
const NO_HASH = "0".repeat(64);
