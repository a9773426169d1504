import { isValidAt, parseApiKey, type StoredApiKey } from "../../core/api-key.ts";
import { LongshoreError } from "../../core/error.ts";
import type { Role } from "../../core/role.ts";
import { isToken, type TokenClaims, type TokenScope, type TokenSecret } from "../../core/token.ts";
import { matchesApiKey } from "../../runtime/api-key-hash.ts";
import { verifyToken } from "../../runtime/token-signature.ts";

/** Who calls. */
export interface Identity {
  readonly project: string;
  /** The id of the API key: what logs and timelines show. */
  readonly keyId: string;
  /** What the key allows. */
  readonly role: Role;
  /** What of the project may be seen; present for whoever calls with a token, which is for looking only. */
  readonly scope?: TokenScope;
}

/** Who calls, and until when the answer is of use. */
export interface Caller extends Identity {
  /** The address that the call comes from, without a port. */
  readonly from: string;
  /** In milliseconds since 1970. Never farther than the cap of the method. */
  readonly deadline: number;
  /** Aborts when nobody waits for the answer any more, and when the gateway stops. */
  readonly signal: AbortSignal;
  /** Calls back when the call is over and its answer on the wire, or nobody waits for it any more. */
  readonly onClosed: (listener: () => void) => void;
  /** W3C Trace Context of the caller; absent when there is none, or none that can be read. */
  readonly traceparent?: string;
  /** The value of `Idempotency-Key`, as it came; absent when there is none. */
  readonly idempotencyKey?: string;
}

/** What a call carries beside its request: the value of a header, or of gRPC metadata, by its lower-case name. */
export type Headers = (name: string) => string | undefined;

/** What tells who may call. */
export interface Credentials {
  readonly findKey: (id: string) => StoredApiKey | undefined;
  /** What tokens are signed with. */
  readonly tokenSecrets: () => readonly TokenSecret[];
}

/**
 * Reads the API key from a call's headers and looks it up, or reads the token. An id that is not known, a wrong secret and a key
 * that has expired take the same path and end in the same error. Throws API_KEY_MISSING, TOKEN_INVALID, or what `refuse` makes of
 * a wrong key.
 *
 * @param refuse told the id of the wrong key; undefined when what came is no key at all
 */
export function authenticate(
  headers: Headers,
  { findKey, tokenSecrets }: Credentials,
  nowMs: number,
  refuse: (keyId: string | undefined) => LongshoreError,
): Identity {
  const text = keyText(headers);
  if (text === undefined) throw new LongshoreError("API_KEY_MISSING");
  if (isToken(text)) return readToken(verifyToken(text, tokenSecrets()), findKey, nowMs);
  const key = parseApiKey(text);
  const stored = key === undefined ? undefined : findKey(key.id);
  const isRight = matchesApiKey(text, stored);
  if (!isRight || key === undefined || stored === undefined || !isValidAt(stored, nowMs)) {
    throw refuse(key?.id);
  }
  return { project: stored.project, keyId: key.id, role: stored.role };
}

/** A token is as good as the key that it was made with, and for looking only. */
function readToken(
  claims: TokenClaims | undefined,
  findKey: Credentials["findKey"],
  nowMs: number,
): Identity {
  const key = claims && findKey(claims.keyId);
  const isRight = key !== undefined && key.project === claims?.project && isValidAt(key, nowMs);
  if (!isRight || nowMs >= claims.expiresAt * 1_000) throw new LongshoreError("TOKEN_INVALID");
  return { project: claims.project, keyId: claims.keyId, role: "viewer", scope: claims.scope };
}

function keyText(headers: Headers): string | undefined {
  const key = headers("x-api-key");
  if (key !== undefined && key !== "") return key.trim();
  return /^bearer +(\S+) *$/i.exec(headers("authorization") ?? "")?.[1];
}

/** Version 00 of W3C Trace Context; ids that are all zeros are not valid. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace context; what cannot be read counts as absent, as the standard wants it. */
export function readTraceparent(headers: Headers): string | undefined {
  const value = headers("traceparent");
  return value !== undefined && TRACEPARENT.test(value) ? value : undefined;
}
