import { KEY_LABEL_MAX, type StoredApiKey } from "../../../core/api-key.ts";
import { MAX_DURATION_MS } from "../../../core/duration.ts";
import { writeApiKey } from "../../../jetstream/api-keys.ts";
import type { CreateApiKeyRequest__Output } from "../../../proto/gen/longshore/v1/CreateApiKeyRequest.ts";
import type { CreateApiKeyResponse } from "../../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import { type ApiKeyPurpose, generateApiKey } from "../../../runtime/api-key-hash.ts";
import { apiKeyToProto, roleFromProto } from "../api-key-view.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readDuration } from "../read-duration.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";
import { writeAudit } from "../write-audit.ts";

/** What making a key needs. */
export type KeyDeps = Pick<Deps, "connection" | "publisher" | "log">;

/** Makes a key for the caller's project. Throws FIELD_INVALID, BROKER_UNAVAILABLE. */
export async function createApiKey(
  request: CreateApiKeyRequest__Output,
  { project, keyId }: Pick<Caller, "project" | "keyId">,
  deps: KeyDeps,
): Promise<CreateApiKeyResponse> {
  const violations = new Violations();
  const { label } = request;
  if (label.length > KEY_LABEL_MAX)
    violations.add("label", `${label.length} characters, at most ${KEY_LABEL_MAX} are allowed`);
  const ttlMs = readDuration("ttl", request.ttl, 1_000, MAX_DURATION_MS, violations);
  violations.throwIfAny();
  const now = new Date();
  const purpose: ApiKeyPurpose = {
    project,
    role: roleFromProto(request.role) ?? "submitter",
    ...(label !== "" && { label }),
    ...(ttlMs !== undefined && { expiresAt: new Date(now.getTime() + ttlMs).toISOString() }),
  };
  return storeNewKey(purpose, now, keyId, deps);
}

/** Makes and stores a key, and writes down who did. Throws BROKER_UNAVAILABLE. */
export async function storeNewKey(
  purpose: ApiKeyPurpose,
  now: Date,
  by: string,
  deps: KeyDeps,
): Promise<CreateApiKeyResponse> {
  const { id, text, stored } = generateApiKey(purpose, now);
  await fromStore(writeApiKey(deps.connection, id, stored));
  const { project } = stored;
  writeAudit({ project, action: "key_created", by, detail: describeKey(id, stored) }, deps);
  return { apiKey: apiKeyToProto({ id, stored }), secret: text };
}

function describeKey(id: string, { role, label, replaces, expiresAt }: StoredApiKey): Record<string, string> {
  return {
    key: id,
    role,
    ...(label !== undefined && { label }),
    ...(replaces !== undefined && { replaces }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
