import { isApiKeyId, ROTATION_OVERLAP_MS, type StoredApiKey } from "../../../core/api-key.ts";
import { MAX_DURATION_MS } from "../../../core/duration.ts";
import { LongshoreError } from "../../../core/error.ts";
import { readApiKey, retireApiKey } from "../../../jetstream/api-keys.ts";
import type { CreateApiKeyResponse } from "../../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import type { RotateApiKeyRequest__Output } from "../../../proto/gen/longshore/v1/RotateApiKeyRequest.ts";
import type { Caller } from "../caller.ts";
import { readDuration } from "../read-duration.ts";
import { fromStore } from "../store-error.ts";
import { quoted, Violations } from "../violations.ts";
import { type KeyDeps, storeNewKey } from "./create-api-key.ts";

/**
 * Makes a key that takes the place of another of the caller's project, which goes on for the overlap. Throws FIELD_INVALID,
 * API_KEY_NOT_FOUND, BROKER_UNAVAILABLE.
 */
export async function rotateApiKey(
  request: RotateApiKeyRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: KeyDeps,
): Promise<CreateApiKeyResponse> {
  const violations = new Violations();
  const overlapMs =
    readDuration("overlap", request.overlap, 0, MAX_DURATION_MS, violations) ?? ROTATION_OVERLAP_MS;
  const { keyId } = request;
  checkKeyId(keyId, violations);
  violations.throwIfAny();
  const { role, label, limits } = await findOwnKey(keyId, project, deps);
  const now = new Date();
  // The new key first: nobody is ever left without one.
  const kept = { ...(label !== undefined && { label }), ...(limits !== undefined && { limits }) };
  const purpose = { project, role, replaces: keyId, ...kept };
  const made = await storeNewKey(purpose, now, deps);
  await fromStore(retireApiKey(deps.connection, keyId, now, overlapMs));
  return made;
}

/** Notes what is no id of a key. */
export function checkKeyId(keyId: string, violations: Violations): void {
  if (!isApiKeyId(keyId))
    violations.add("key_id", `${quoted(keyId)} is no id of a key: 16 digits from 0-9 and a-f`);
}

/** The key of a project. Throws API_KEY_NOT_FOUND, also for that of another project; BROKER_UNAVAILABLE. */
export async function findOwnKey(
  keyId: string,
  project: string,
  { connection }: Pick<KeyDeps, "connection">,
): Promise<StoredApiKey> {
  const stored = await fromStore(readApiKey(connection, keyId));
  if (stored?.project !== project) throw new LongshoreError("API_KEY_NOT_FOUND", { key_id: keyId });
  return stored;
}
