import { createHash } from "node:crypto";
import { invalidField } from "../../core/error.ts";
import { uuidV8 } from "../../core/id.ts";
import type { Caller } from "./caller.ts";
import { canonicalJson } from "./canonical-json.ts";
import { quoted } from "./violations.ts";

/** What a request was sent under that may be sent again: see docs/http.md. */
export interface Idempotency {
  /** SHA-256 of all that the request says, in hexadecimal. */
  readonly digest: string;
  /** The id of the task that the request makes, or of the n-th from 0 where it makes several: the same every time. */
  taskId(index?: number): string;
}

/** Visible ASCII without the quotes; in them, as a text of RFC 9651, or bare, as most clients send it. */
const KEY = /^(?:"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255}))$/;

/**
 * The idempotency key of a call, with the request that came under it; undefined when it has none. The ids are derived from project
 * and key, so that no store is needed: whoever sends the request again asks for the same task, through whichever gateway. Throws
 * FIELD_INVALID for what is no key.
 */
export function readIdempotency(
  { project, idempotencyKey }: Pick<Caller, "project" | "idempotencyKey">,
  request: object,
): Idempotency | undefined {
  if (idempotencyKey === undefined) return undefined;
  const [, inQuotes, bare] = KEY.exec(idempotencyKey) ?? [];
  const key = inQuotes ?? bare;
  if (key === undefined) {
    const problem = `${quoted(idempotencyKey)} is no key; must be 1 to 255 visible ASCII characters`;
    throw invalidField("Idempotency-Key", problem);
  }
  return {
    digest: createHash("sha256").update(canonicalJson(request)).digest("hex"),
    taskId: (index = 0) =>
      uuidV8(createHash("sha256").update(`idempotency/${project}/${index}/${key}`).digest()),
  };
}
