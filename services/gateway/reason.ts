import { invalidField } from "../../core/error.ts";

const MAX_REASON_LENGTH = 256;

/** Checks the reason that somebody gives for what they ask. Throws FIELD_INVALID when it is too long. */
export function checkReason(reason: string): string {
  if (reason.length > MAX_REASON_LENGTH) {
    throw invalidField("reason", `${reason.length} characters, at most ${MAX_REASON_LENGTH} are allowed`);
  }
  return reason;
}
