import { isTaskId } from "../../core/name.ts";
import type { IndexPosition } from "./ask-index.ts";
import { scopeDigest, wrongScope } from "./page-token.ts";

/** Marks a token of a list that is read from the index; those of `page-token.ts` have a number here. */
const MARK = "i";
const MAX_LENGTH = 256;

/**
 * A place in the index as the text that callers send back. It is good for the same project, filter and order only.
 *
 * @param scope all that the pages have in common
 */
export function writeIndexToken({ created, id }: IndexPosition, scope: readonly string[]): string {
  return Buffer.from([MARK, scopeDigest(scope), created, id].join(".")).toString("base64url");
}

/** Reads such a text; undefined when it is none. Throws FIELD_INVALID when it is one of another request. */
export function readIndexToken(token: string, scope: readonly string[]): IndexPosition | undefined {
  const text = Buffer.from(token.slice(0, MAX_LENGTH), "base64url").toString("latin1");
  const [mark, digest, created = "", id = "", ...rest] = text.split(".");
  if (mark !== MARK || rest.length > 0 || !/^\d{1,15}$/.test(created) || !isTaskId(id)) return undefined;
  if (digest !== scopeDigest(scope)) throw wrongScope();
  return { created: Number(created), id };
}
