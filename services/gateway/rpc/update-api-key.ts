import { changeLimits } from "../../../core/limits.ts";
import { changeApiKey } from "../../../jetstream/api-keys.ts";
import type { ApiKey } from "../../../proto/gen/longshore/v1/ApiKey.ts";
import type { UpdateApiKeyRequest__Output } from "../../../proto/gen/longshore/v1/UpdateApiKeyRequest.ts";
import { apiKeyToProto } from "../api-key-view.ts";
import type { Caller } from "../caller.ts";
import { readKeyLimits } from "../limits/limits-view.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";
import type { KeyDeps } from "./create-api-key.ts";
import { checkKeyId, findOwnKey } from "./rotate-api-key.ts";

/** Changes limits of a key of the caller's project. Throws FIELD_INVALID, API_KEY_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function updateApiKey(
  request: UpdateApiKeyRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: KeyDeps,
): Promise<ApiKey> {
  const { keyId: id } = request;
  const violations = new Violations();
  checkKeyId(id, violations);
  const changes = readKeyLimits(request.limits, violations);
  if (Object.keys(changes).length === 0) violations.add("limits", "sets nothing: name at least one limit");
  violations.throwIfAny();
  await findOwnKey(id, project, deps);
  const changed = await fromStore(
    changeApiKey(deps.connection, id, (before) => ({
      ...before,
      limits: changeLimits(before.limits ?? {}, changes),
    })),
  );
  // Revoked in between.
  const stored = changed ?? (await findOwnKey(id, project, deps));
  return apiKeyToProto({ id, stored });
}
