import { parseJsonObject } from "./json-object.ts";
import { type KeyLimitName, parseLimits, type SetLimits } from "./limits.ts";
import { isName } from "./name.ts";
import { parseRole, type Role } from "./role.ts";

/** How an API key is written: `lsk_`, 16 hex digits that name it, `_`, 43 characters (32 bytes in base64url) that prove it. */
const API_KEY = /^lsk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const API_KEY_ID = /^[0-9a-f]{16}$/;

/** The longest label of a key, in characters. */
export const KEY_LABEL_MAX = 256;

/** How long the old key of a rotation goes on to be valid unless said otherwise, in milliseconds: a day. */
export const ROTATION_OVERLAP_MS = 86_400_000;

/** The two parts of an API key. Only the id may be stored, shown or logged. */
export interface ApiKey {
  /** 16 lower-case hex digits; the key in the bucket `api-keys`. */
  readonly id: string;
  readonly secret: string;
}

/** What is stored of a key. */
export interface StoredApiKey {
  readonly version: 1;
  /** The project that whoever holds the key acts for. */
  readonly project: string;
  /** What its holder may do. */
  readonly role: Role;
  /** SHA-256 of the whole key as it is written, in hex. A fast hash is enough: the secret holds 256 bits of chance. */
  readonly hash: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** From then on it is not valid. RFC 3339. */
  readonly expiresAt?: string;
  /** The id of the key that a rotation made this one from. */
  readonly replaces?: string;
  /** For people: who or what uses the key. */
  readonly label?: string;
  /** What is set for this key; the other limits are at their defaults. */
  readonly limits?: SetLimits<KeyLimitName>;
}

/** Reads a key that `formatApiKey` wrote; undefined for anything else. */
export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = API_KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Writes a key as its holder sends it. */
export function formatApiKey({ id, secret }: ApiKey): string {
  return `lsk_${id}_${secret}`;
}

/** Whether a text may name a key. */
export function isApiKeyId(text: string): boolean {
  return API_KEY_ID.test(text);
}

/** Reads what lies in the bucket; undefined for what is no key that this program understands. */
export function decodeApiKey(text: string): StoredApiKey | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { version, project, role, hash, limits } = value as Partial<Record<keyof StoredApiKey, unknown>>;
  const isKey = version === 1 && typeof project === "string" && isName(project) && typeof hash === "string";
  if (!isKey || parseRole(role) === undefined) return undefined;
  return limits === undefined
    ? (value as unknown as StoredApiKey)
    : { ...(value as unknown as StoredApiKey), limits: parseLimits(limits, "key") };
}

/** Whether a key is still valid at a time, in milliseconds since 1970. One whose end cannot be read is not. */
export function isValidAt({ expiresAt }: StoredApiKey, nowMs: number): boolean {
  return expiresAt === undefined || nowMs < Date.parse(expiresAt);
}

/** The old key of a rotation: valid for `overlapMs` more, or until it would have expired if that is sooner. */
export function retireKey(stored: StoredApiKey, nowMs: number, overlapMs: number): StoredApiKey {
  const end = new Date(nowMs + overlapMs).toISOString();
  const { expiresAt } = stored;
  return expiresAt !== undefined && Date.parse(expiresAt) < Date.parse(end)
    ? stored
    : { ...stored, expiresAt: end };
}
