import { JetStreamApiError } from "@nats-io/jetstream";
import { messageOf } from "../core/message-of.ts";
import type { Connection } from "./connection.ts";

export type Deleted =
  /** False: it was not there any more. */
  { readonly ok: true; readonly wasThere: boolean } | { readonly ok: false; readonly problem: string };

/** nats-server's codes for a sequence that is not in the stream, and for any delete that failed, which says in words why. */
const NO_SEQUENCE = 10043;
const DELETE_FAILED = 10057;

/**
 * Deletes one stored message by its sequence: what has been put on its subject since stays, so this is a compare-and-delete.
 * Its bytes are not overwritten. Never rejects.
 */
export async function deleteMessage(
  connection: Connection,
  stream: string,
  sequence: number,
): Promise<Deleted> {
  try {
    await connection.jsm.streams.deleteMessage(stream, sequence, false);
    return { ok: true, wasThere: true };
  } catch (error) {
    if (isGone(error)) return { ok: true, wasThere: false };
    return { ok: false, problem: messageOf(error) };
  }
}

function isGone(error: unknown): boolean {
  if (!(error instanceof JetStreamApiError)) return false;
  return (
    error.code === NO_SEQUENCE ||
    (error.code === DELETE_FAILED && /no message found|stream store EOF/.test(error.message))
  );
}
