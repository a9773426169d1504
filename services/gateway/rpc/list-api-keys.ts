import { listApiKeys as readApiKeys } from "../../../jetstream/api-keys.ts";
import type { ListApiKeysResponse } from "../../../proto/gen/longshore/v1/ListApiKeysResponse.ts";
import { apiKeyToProto } from "../api-key-view.ts";
import type { Caller } from "../caller.ts";
import { fromStore } from "../store-error.ts";
import type { KeyDeps } from "./create-api-key.ts";

/** Lists the keys of the caller's project, without secrets. Throws BROKER_UNAVAILABLE. */
export async function listApiKeys(
  { project }: Pick<Caller, "project">,
  { connection }: Pick<KeyDeps, "connection">,
): Promise<ListApiKeysResponse> {
  const keys = await fromStore(readApiKeys(connection));
  return { apiKeys: keys.filter(({ stored }) => stored.project === project).map(apiKeyToProto) };
}
