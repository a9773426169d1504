import type { Msg } from "@nats-io/transport-node";
import type { Reason } from "../core/error.ts";
import { messageOf } from "../core/message-of.ts";
import { MONITOR_REQUESTS, type MonitorQuestion } from "../core/subject.ts";
import { ask } from "./ask.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** What a monitor says: an answer, or why it has none. */
export type MonitorReply<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | {
      readonly ok: false;
      readonly problem: string;
      /** When it is the question that is at fault: the code of that. */
      readonly code?: Reason;
    };

/**
 * Asks a monitor something. Says that there is none when nobody answers within `timeoutMs` milliseconds. What the answer is made of, the one who
 * answers says: both are of one version, or the newer one understands the older.
 */
export async function askMonitor<Answer>(
  connection: Connection,
  question: MonitorQuestion,
  terms: object,
  timeoutMs: number,
): Promise<MonitorReply<Answer>> {
  if (!connection.isConnected()) return { ok: false, problem: "not connected to NATS" };
  const reply = await ask(connection, MONITOR_REQUESTS[question], terms, timeoutMs);
  const said = reply === undefined ? undefined : readJson<MonitorReply<Answer>>(reply);
  return said ?? { ok: false, problem: "no monitor answers" };
}

/**
 * Answers such a question until the returned function is called; monitors share the questions. What `answer` throws is told as
 * the problem.
 */
export function answerMonitor<Terms>(
  connection: Connection,
  question: MonitorQuestion,
  answer: (terms: Terms) => MonitorReply<unknown> | Promise<MonitorReply<unknown>>,
): () => void {
  const onQuestion = async (message: Msg): Promise<void> => {
    const terms = readJson<Terms>(message);
    if (terms === undefined) return;
    let reply: MonitorReply<unknown>;
    try {
      reply = await answer(terms);
    } catch (error) {
      reply = { ok: false, problem: messageOf(error) };
    }
    if (!connection.nc.isClosed()) message.respond(JSON.stringify(reply));
  };
  return listen(connection.nc, MONITOR_REQUESTS[question], (message) => void onQuestion(message), "monitor");
}
