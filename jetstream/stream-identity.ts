import type { Connection } from "./connection.ts";

const ANSWER_MS = 5_000;

/**
 * What tells a stream from another one of the same name that was made later, whose sequences begin anew: the time it was made.
 * Rejects when JetStream does not answer, or there is no such stream.
 */
export async function streamIdentity(connection: Connection, stream: string): Promise<string> {
  return (await describe(connection, stream)).created;
}

/** The sequence of the newest message that a stream has taken; 0 before the first. Rejects as `streamIdentity` does. */
export async function lastSequence(connection: Connection, stream: string): Promise<number> {
  return (await describe(connection, stream)).state.last_seq;
}

interface Description {
  readonly created: string;
  readonly state: { readonly last_seq: number };
}

async function describe({ nc }: Connection, stream: string): Promise<Description> {
  const reply = await nc.request(`$JS.API.STREAM.INFO.${stream}`, undefined, { timeout: ANSWER_MS });
  const { error, ...rest } = reply.json<
    Description & { readonly error?: { readonly description?: string } }
  >();
  if (error !== undefined) throw new Error(`${stream}: ${error.description ?? "is not described"}`);
  return rest;
}
