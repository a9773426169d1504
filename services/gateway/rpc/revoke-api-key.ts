import { removeApiKey } from "../../../jetstream/api-keys.ts";
import type { RevokeApiKeyRequest__Output } from "../../../proto/gen/longshore/v1/RevokeApiKeyRequest.ts";
import type { RevokeApiKeyResponse } from "../../../proto/gen/longshore/v1/RevokeApiKeyResponse.ts";
import type { Caller } from "../caller.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";
import type { KeyDeps } from "./create-api-key.ts";
import { checkKeyId, findOwnKey } from "./rotate-api-key.ts";

/** Ends a key of the caller's project. Throws FIELD_INVALID, API_KEY_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function revokeApiKey(
  { keyId }: RevokeApiKeyRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: KeyDeps,
): Promise<RevokeApiKeyResponse> {
  const violations = new Violations();
  checkKeyId(keyId, violations);
  violations.throwIfAny();
  await findOwnKey(keyId, project, deps);
  await fromStore(removeApiKey(deps.connection, keyId));
  return {};
}
