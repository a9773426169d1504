import { JetStreamApiError } from "@nats-io/jetstream";
import { messageOf } from "../core/message-of.ts";
import type { Connection } from "./connection.ts";

export type Deleted =
  /** False: it was not there any more. */
  { readonly ok: true; readonly wasThere: boolean } | { readonly ok: false; readonly problem: string };

/** nats-server's codes for "no message found" and for a sequence that is not in the stream. */
const NOT_THERE = new Set([10037, 10043, 10057]);

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
    if (error instanceof JetStreamApiError && NOT_THERE.has(error.code)) return { ok: true, wasThere: false };
    return { ok: false, problem: messageOf(error) };
  }
}
