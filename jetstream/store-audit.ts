import type { Msg } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";
import type { AuditReport } from "../core/store-audit.ts";
import { AUDIT_REQUESTS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** Asks the leading scheduler for an audit. */
export interface AuditRequest {
  /** Count what is wrong, change nothing. */
  readonly isDryRun: boolean;
  /** Whose tasks the report names as examples. */
  readonly project: string;
}

export type AuditAnswer =
  | { readonly kind: "report"; readonly report: AuditReport }
  /** It could not be carried out to its end. */
  | { readonly kind: "failed"; readonly problem: string }
  /** Nobody leads, or whoever led has fallen silent. */
  | { readonly kind: "no_leader" }
  /** It takes longer than was waited for. It goes on. */
  | { readonly kind: "working" };

/** While it works the scheduler says so this often; after so long without a word it is taken for gone. Milliseconds. */
const BEAT_MS = 1_000;
const SILENCE_MS = 5_000;

/** Has the leading scheduler audit the store, and waits until it has done so, or until `giveUpAt`, milliseconds since 1970. */
export function requestAudit(
  connection: Connection,
  request: AuditRequest,
  giveUpAt: number,
): Promise<AuditAnswer> {
  const { promise, resolve } = Promise.withResolvers<AuditAnswer>();
  const inbox = connection.createInbox();
  const silence = setTimeout(() => resolve({ kind: "no_leader" }), SILENCE_MS);
  const limit = setTimeout(() => resolve({ kind: "working" }), Math.max(0, giveUpAt - Date.now()));
  const stopListening = listen(connection.nc, inbox, (message) => {
    silence.refresh();
    // 503: nobody listens to such requests.
    if (message.headers?.code === 503) return resolve({ kind: "no_leader" });
    const answer = readJson<AuditAnswer>(message);
    if (answer !== undefined && answer.kind !== "working") resolve(answer);
  });
  connection.nc.publish(AUDIT_REQUESTS, JSON.stringify(request), { reply: inbox });
  return promise.finally(() => {
    clearTimeout(silence);
    clearTimeout(limit);
    stopListening();
  });
}

/** Answers such requests until the returned function is called; what `handle` rejects is told as `failed`. */
export function answerAudits(
  connection: Connection,
  handle: (request: AuditRequest) => Promise<AuditReport>,
): () => void {
  return listen(connection.nc, AUDIT_REQUESTS, (message) => {
    const request = readJson<AuditRequest>(message);
    if (request !== undefined) void answer(message, handle(request));
  });
}

async function answer(message: Msg, working: Promise<AuditReport>): Promise<void> {
  const say = (text: AuditAnswer) => void message.respond(JSON.stringify(text));
  say({ kind: "working" });
  const beat = setInterval(() => say({ kind: "working" }), BEAT_MS);
  try {
    say({ kind: "report", report: await working });
  } catch (error) {
    say({ kind: "failed", problem: messageOf(error) });
  } finally {
    clearInterval(beat);
  }
}
