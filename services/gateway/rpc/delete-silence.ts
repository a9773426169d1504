import { LongshoreError } from "../../../core/error.ts";
import { readSilences, removeSilence } from "../../../jetstream/silences.ts";
import type { DeleteSilenceRequest__Output } from "../../../proto/gen/longshore/v1/DeleteSilenceRequest.ts";
import type { DeleteSilenceResponse } from "../../../proto/gen/longshore/v1/DeleteSilenceResponse.ts";
import type { Deps } from "../deps.ts";
import { fromStore } from "../store-error.ts";
import { quoted } from "../violations.ts";

/** Ends a silence. Throws SILENCE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function deleteSilence(
  { silenceId }: DeleteSilenceRequest__Output,
  { connection }: Pick<Deps, "connection">,
): Promise<DeleteSilenceResponse> {
  const silences = await fromStore(readSilences(connection));
  if (!silences.some(({ id }) => id === silenceId))
    throw new LongshoreError("SILENCE_NOT_FOUND", { silence: quoted(silenceId) });
  await fromStore(removeSilence(connection, silenceId));
  return {};
}
