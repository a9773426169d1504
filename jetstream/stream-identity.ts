import type { Connection } from "./connection.ts";

const ANSWER_MS = 5_000;

/**
 * What tells a stream from another one of the same name that was made later, whose sequences begin anew: the time it was made. Rejects
 * when JetStream does not answer, or there is no such stream.
 */
export async function streamIdentity({ nc }: Connection, stream: string): Promise<string> {
  const reply = await nc.request(`$JS.API.STREAM.INFO.${stream}`, undefined, { timeout: ANSWER_MS });
  const { error, created } = reply.json<{ error?: { description?: string }; created?: string }>();
  if (created === undefined) throw new Error(`${stream}: ${error?.description ?? "is not described"}`);
  return created;
}
