import { JetStreamApiError } from "@nats-io/jetstream";
import type { Connection } from "./connection.ts";
import { checkServer } from "./provision.ts";
import { DEFAULT_TOPOLOGY, declareStreams } from "./topology.ts";

/** nats-server's code for "no such stream". */
const STREAM_NOT_FOUND = 10059;

/**
 * Why the store behind this connection cannot serve, or undefined when it can: a server that is too old, JetStream switched
 * off, streams or buckets that are not there. Services bind to what is there; they do not create it.
 */
export async function checkStore(connection: Connection): Promise<string | undefined> {
  const problem = await checkServer(connection);
  if (problem !== undefined) return problem;
  const missing: string[] = [];
  for (const { name } of declareStreams(DEFAULT_TOPOLOGY)) {
    if (!(await isThere(connection, name))) missing.push(name);
  }
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} missing at ${connection.nc.getServer()}: run \`longshore provision\` once, or \`longshore dev\`, which does it by itself`;
}

async function isThere(connection: Connection, stream: string): Promise<boolean> {
  try {
    await connection.jsm.streams.info(stream);
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return false;
    throw error;
  }
}
