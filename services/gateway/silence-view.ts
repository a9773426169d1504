import type { Silence } from "../../core/silence.ts";
import type { Silence as ProtoSilence } from "../../proto/gen/longshore/v1/Silence.ts";
import { timestamp } from "./event-view.ts";

/** A silence as the API shows it. */
export function silenceToProto({ id, alert, labels, until, reason, by }: Silence): ProtoSilence {
  return { silenceId: id, alert, labels, until: timestamp(until), reason, creator: by };
}
