import { isApiKeyId } from "./api-key.ts";
import { parseJsonObject } from "./json-object.ts";
import { isName, isTaskId } from "./name.ts";
import type { TaskFilter } from "./task-filter/filter.ts";

/** What a token lets its holder see: one task, the tasks with one label, or all of the project. */
export type TokenScope =
  | { readonly kind: "task"; readonly taskId: string }
  | { readonly kind: "label"; readonly label: string; readonly value: string }
  | { readonly kind: "project" };

/** What a token says. It is no secret; that nobody else can make one is. */
export interface TokenClaims {
  readonly project: string;
  readonly scope: TokenScope;
  /** The API key that it was made with: it ends with it. */
  readonly keyId: string;
  /** From then on it is not valid. Seconds since 1970. */
  readonly expiresAt: number;
  /** The secret that it is signed with. */
  readonly secretId: string;
}

/** How long a token is valid when nothing is said, at least, and at most. Milliseconds. */
export const TOKEN_TTL_MS = 15 * 60_000;
export const TOKEN_MIN_TTL_MS = 1_000;
export const TOKEN_MAX_TTL_MS = 24 * 3_600_000;

/** What tokens are signed with. */
export interface TokenSecret {
  readonly id: string;
  /** 32 bytes in base64url. */
  readonly secret: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** All that are in force, the newest first: an older one until the last token that it has signed is over. */
export interface TokenSecrets {
  readonly version: 1;
  readonly secrets: readonly TokenSecret[];
}

/** `lst_`, the claims in base64url, a full stop, the signature in base64url (HMAC-SHA256). */
const TOKEN = /^lst_([A-Za-z0-9_-]{1,1024})\.([A-Za-z0-9_-]{43})$/;

/** What tells a token from an API key. */
export function isToken(text: string): boolean {
  return text.startsWith("lst_");
}

/** A token as its holder sends it. */
export function formatToken(payload: string, signature: string): string {
  return `lst_${payload}.${signature}`;
}

/** The two parts of a token, both in base64url; undefined for what cannot be one. */
export function splitToken(
  text: string,
): { readonly payload: string; readonly signature: string } | undefined {
  const [, payload, signature] = TOKEN.exec(text) ?? [];
  return payload === undefined || signature === undefined ? undefined : { payload, signature };
}

/** The claims as JSON, as short as can be: they travel with every request. */
export function encodeClaims({ project, scope, keyId, expiresAt, secretId }: TokenClaims): string {
  const of =
    scope.kind === "task"
      ? { t: scope.taskId }
      : scope.kind === "label"
        ? { l: [scope.label, scope.value] }
        : {};
  return JSON.stringify({ v: 1, p: project, k: keyId, e: expiresAt, s: secretId, ...of });
}

/** Reads such claims; undefined for any others. */
export function decodeClaims(text: string): TokenClaims | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { v, p, k, e, s, t, l } = value as Readonly<Record<string, unknown>>;
  if (v !== 1 || typeof p !== "string" || !isName(p) || typeof k !== "string" || !isApiKeyId(k))
    return undefined;
  if (typeof e !== "number" || !Number.isSafeInteger(e) || typeof s !== "string") return undefined;
  const scope = decodeScope(t, l);
  return scope && { project: p, scope, keyId: k, expiresAt: e, secretId: s };
}

function decodeScope(task: unknown, label: unknown): TokenScope | undefined {
  if (task === undefined && label === undefined) return { kind: "project" };
  if (label === undefined)
    return typeof task === "string" && isTaskId(task) ? { kind: "task", taskId: task } : undefined;
  if (task !== undefined || !Array.isArray(label)) return undefined;
  const [name, value, ...more] = label as unknown[];
  const isLabel = typeof name === "string" && isName(name) && typeof value === "string" && more.length === 0;
  return isLabel ? { kind: "label", label: name, value } : undefined;
}

/** The filter that lets through what a scope does; undefined when that is all. */
export function filterOf(scope: TokenScope): TaskFilter | undefined {
  switch (scope.kind) {
    case "project":
      return undefined;
    case "task":
      return { kind: "compare", field: "task_id", operator: "=", value: scope.taskId };
    case "label":
      return { kind: "compare", field: `labels.${scope.label}`, operator: "=", value: scope.value };
  }
}

/** Reads what lies in the bucket; undefined for what this program does not understand. */
export function decodeTokenSecrets(text: string): TokenSecrets | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { version, secrets } = value as Partial<Record<keyof TokenSecrets, unknown>>;
  const isWhole = version === 1 && Array.isArray(secrets) && secrets.length > 0 && secrets.every(isSecret);
  return isWhole ? (value as unknown as TokenSecrets) : undefined;
}

function isSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { id, secret, createdAt } = value as Partial<Record<keyof TokenSecret, unknown>>;
  return typeof id === "string" && typeof secret === "string" && typeof createdAt === "string";
}

/** With a new secret at the head; those are left out whose last token is over. */
export function rotateSecrets(before: TokenSecrets | undefined, fresh: TokenSecret): TokenSecrets {
  const now = Date.parse(fresh.createdAt);
  const secrets = [fresh];
  // Each goes on for as long as a token lives that it signed just before the next one came.
  let replacedAt = now + SETTLE_MS;
  for (const secret of before?.secrets ?? []) {
    if (replacedAt + TOKEN_MAX_TTL_MS > now && secrets.length < MAX_SECRETS) secrets.push(secret);
    replacedAt = Date.parse(secret.createdAt) + SETTLE_MS;
  }
  return { version: 1, secrets };
}

/** Far more than anybody rotates in a day. */
const MAX_SECRETS = 32;

/** For so long a new secret is not signed with, so that all gateways have heard of it. Milliseconds. */
const SETTLE_MS = 5_000;

/** What to sign with now. */
export function signingSecret({ secrets }: TokenSecrets, nowMs: number): TokenSecret | undefined {
  return secrets.find(({ createdAt }) => Date.parse(createdAt) + SETTLE_MS <= nowMs) ?? secrets.at(-1);
}
