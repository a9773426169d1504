import { type Connection, connectNats } from "../../jetstream/connection.ts";
import { checkServer } from "../../jetstream/provision.ts";
import { CommandError } from "../exit.ts";
import type { Say } from "./steps.ts";

/**
 * Connects to a NATS that Longshore can use. Waits for one that is not there yet, saying so; throws a CommandError for one
 * that is too old or has no JetStream, and the signal's reason when that aborts.
 */
export async function waitForNats(url: string, signal: AbortSignal, say: Say): Promise<Connection> {
  const connection = await connectNats(
    {
      url,
      name: "longshore dev",
      onStatus: (status) => {
        if (status.kind === "waiting") say(`waiting for it: ${status.problem}`);
      },
    },
    signal,
  );
  const problem = await checkServer(connection);
  if (problem === undefined) return connection;
  await connection.close();
  throw new CommandError(problem);
}
