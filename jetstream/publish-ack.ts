import { InvalidArgumentError, type Msg } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";

/** What JetStream said of one publish. */
export type PublishResult =
  | { readonly kind: "stored"; readonly sequence: number; readonly duplicate: boolean }
  /** `Nats-Expected-Last-Subject-Sequence` did not hold: somebody else was first. */
  | { readonly kind: "conflict" }
  /** The stream, the account or the disk has no room; nothing was stored. */
  | { readonly kind: "full"; readonly problem: string }
  /** No answer came, or one that says to come back later. The message may have been stored all the same. */
  | { readonly kind: "unknown"; readonly problem: string }
  /** It will never be accepted as it is. */
  | { readonly kind: "refused"; readonly code: number; readonly problem: string };

// Names and numbers: errors.json of nats-server 2.15.2.
const CONFLICT = new Set([10071, 10164]);
const FULL = new Set([10002, 10023, 10028, 10047, 10077]);
/** Seen while a leader changes or a server starts: not enabled, no leader, id in process, too many batches, not ready. */
const LATER = new Set([10008, 10039, 10076, 10158, 10163, 10211, 10210, 10176]);

interface AckBody {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: number; readonly err_code?: number; readonly description: string };
}

/** Reads JetStream's answer to a publish; undefined is no answer at all. */
export function readPublishAck(reply: Msg | undefined): PublishResult {
  if (reply === undefined) return { kind: "unknown", problem: "no answer in time" };
  if (reply.data.length === 0) return { kind: "unknown", problem: "no stream listens to the subject" };
  const body = reply.json<AckBody>();
  if (body.error === undefined) {
    return { kind: "stored", sequence: body.seq ?? 0, duplicate: body.duplicate === true };
  }
  const { err_code: code = 0, code: status, description: problem } = body.error;
  if (CONFLICT.has(code)) return { kind: "conflict" };
  if (FULL.has(code)) return { kind: "full", problem };
  if (LATER.has(code) || status === 503) return { kind: "unknown", problem };
  return { kind: "refused", code, problem };
}

/** What it means when a publish throws: a message that the server would not take, or a connection that is being closed. */
export function readSendFailure(error: unknown): PublishResult {
  const problem = messageOf(error);
  const isOurs = error instanceof InvalidArgumentError || error instanceof TypeError;
  return isOurs ? { kind: "refused", code: 0, problem } : { kind: "unknown", problem };
}
