import { KEY_LABEL_MAX } from "../../../core/api-key.ts";
import { MAX_DURATION_MS } from "../../../core/duration.ts";
import { changeLimits } from "../../../core/limits.ts";
import { writeApiKey } from "../../../jetstream/api-keys.ts";
import type { CreateApiKeyRequest__Output } from "../../../proto/gen/longshore/v1/CreateApiKeyRequest.ts";
import type { CreateApiKeyResponse } from "../../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import { type ApiKeyPurpose, generateApiKey } from "../../../runtime/api-key-hash.ts";
import { apiKeyToProto, roleFromProto } from "../api-key-view.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readKeyLimits } from "../limits/limits-view.ts";
import { readDuration } from "../read-duration.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";

/** What making a key needs. */
export type KeyDeps = Pick<Deps, "connection">;

/** Makes a key for the caller's project. Throws FIELD_INVALID, BROKER_UNAVAILABLE. */
export async function createApiKey(
  request: CreateApiKeyRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: KeyDeps,
): Promise<CreateApiKeyResponse> {
  const violations = new Violations();
  const { label } = request;
  if (label.length > KEY_LABEL_MAX)
    violations.add("label", `${label.length} characters, at most ${KEY_LABEL_MAX} are allowed`);
  const ttlMs = readDuration("ttl", request.ttl, 1_000, MAX_DURATION_MS, violations);
  const limits = changeLimits({}, readKeyLimits(request.limits, violations));
  violations.throwIfAny();
  const now = new Date();
  const purpose: ApiKeyPurpose = {
    project,
    role: roleFromProto(request.role) ?? "submitter",
    ...(label !== "" && { label }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(ttlMs !== undefined && { expiresAt: new Date(now.getTime() + ttlMs).toISOString() }),
  };
  return storeNewKey(purpose, now, deps);
}

/** Makes and stores a key. Throws BROKER_UNAVAILABLE. */
export async function storeNewKey(
  purpose: ApiKeyPurpose,
  now: Date,
  deps: KeyDeps,
): Promise<CreateApiKeyResponse> {
  const { id, text, stored } = generateApiKey(purpose, now);
  await fromStore(writeApiKey(deps.connection, id, stored));
  return { apiKey: apiKeyToProto({ id, stored }), secret: text };
}
