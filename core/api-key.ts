import { isName } from "./name.ts";

/** How an API key is written: `lsk_`, 16 hex digits that name it, `_`, 43 characters (32 bytes in base64url) that prove it. */
const API_KEY = /^lsk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

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
  /** SHA-256 of the whole key as it is written, in hex. A fast hash is enough: the secret holds 256 bits of chance. */
  readonly hash: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** For people: who or what uses the key. */
  readonly label?: string;
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

/** Whether what lies in the bucket is a key that this program understands. */
export function isStoredApiKey(value: unknown): value is StoredApiKey {
  if (typeof value !== "object" || value === null) return false;
  const { version, project, hash } = value as Partial<Record<keyof StoredApiKey, unknown>>;
  return version === 1 && typeof project === "string" && isName(project) && typeof hash === "string";
}
