import { type Msg, RequestError } from "@nats-io/transport-node";
import type { Connection } from "./connection.ts";

/** Asks whoever listens on a subject, and waits for at most `timeoutMs` milliseconds; undefined when nobody answers. */
export async function ask(
  connection: Connection,
  subject: string,
  question: unknown,
  timeoutMs: number,
): Promise<Msg | undefined> {
  try {
    return await connection.nc.request(subject, JSON.stringify(question), { timeout: timeoutMs });
  } catch (error) {
    const isSilence =
      error instanceof RequestError || (error instanceof Error && error.name === "TimeoutError");
    if (isSilence) return undefined;
    throw error;
  }
}
