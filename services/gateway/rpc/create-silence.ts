import { randomBytes } from "node:crypto";
import type { Silence } from "../../../core/silence.ts";
import { writeSilence } from "../../../jetstream/silences.ts";
import type { CreateSilenceRequest__Output } from "../../../proto/gen/longshore/v1/CreateSilenceRequest.ts";
import type { Silence as ProtoSilence } from "../../../proto/gen/longshore/v1/Silence.ts";
import { timestampToMs } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { checkReason } from "../reason.ts";
import { silenceToProto } from "../silence-view.ts";
import { fromStore } from "../store-error.ts";
import { quoted, Violations } from "../violations.ts";

/** The longest silence, in milliseconds. */
const LONGEST_MS = 90 * 86_400_000;
const MAX_LABELS = 10;
const MAX_LABEL_LENGTH = 256;

/** Keeps alerts quiet for a while. Throws FIELD_INVALID, BROKER_UNAVAILABLE. */
export async function createSilence(
  request: CreateSilenceRequest__Output,
  { keyId }: Pick<Caller, "keyId">,
  { connection, storeClock }: Pick<Deps, "connection" | "storeClock">,
): Promise<ProtoSilence> {
  const reason = checkReason(request.reason);
  const until = check(request, storeClock.nowMs());
  const silence: Silence = {
    version: 1,
    id: randomBytes(8).toString("hex"),
    alert: request.alert,
    labels: request.labels,
    until,
    by: keyId,
    reason,
  };
  await fromStore(writeSilence(connection, silence));
  return silenceToProto(silence);
}

/** Until when, in RFC 3339. Throws FIELD_INVALID. */
function check({ alert, labels, until }: CreateSilenceRequest__Output, nowMs: number): string {
  const violations = new Violations();
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(alert))
    violations.add("alert", `is ${quoted(alert)}, must be the name of a rule, such as FailureRateHigh`);
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS)
    violations.add("labels", `are ${entries.length}, at most ${MAX_LABELS} are allowed`);
  for (const [key, value] of entries) {
    if (key.length > MAX_LABEL_LENGTH || value.length > MAX_LABEL_LENGTH)
      violations.add("labels", `${quoted(key)} is longer than ${MAX_LABEL_LENGTH} characters`);
  }
  const ms = until === null ? undefined : timestampToMs(until);
  if (ms === undefined || ms <= nowMs || ms > nowMs + LONGEST_MS) {
    const latest = new Date(nowMs + LONGEST_MS).toISOString();
    violations.add("until", `must be a time after now and not after ${latest}`);
  }
  violations.throwIfAny();
  return new Date(ms ?? 0).toISOString();
}
