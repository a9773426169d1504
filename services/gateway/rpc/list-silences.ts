import { readSilences } from "../../../jetstream/silences.ts";
import type { ListSilencesResponse } from "../../../proto/gen/longshore/v1/ListSilencesResponse.ts";
import type { Deps } from "../deps.ts";
import { silenceToProto } from "../silence-view.ts";
import { fromStore } from "../store-error.ts";

/** Lists the silences that have not ended, the next one to end first. Throws BROKER_UNAVAILABLE. */
export async function listSilences({
  connection,
  storeClock,
}: Pick<Deps, "connection" | "storeClock">): Promise<ListSilencesResponse> {
  const now = new Date(storeClock.nowMs()).toISOString();
  const silences = (await fromStore(readSilences(connection)))
    .filter(({ until }) => until > now)
    .sort((a, b) => (a.until < b.until ? -1 : 1));
  return { silences: silences.map(silenceToProto) };
}
