import { checkStore } from "../jetstream/check-store.ts";
import type { Connection } from "../jetstream/connection.ts";
import { findEndpoints, type GlobalOptions } from "./endpoints.ts";
import { CommandError } from "./exit.ts";
import type { Terminal } from "./terminal.ts";
import { withNats } from "./with-nats.ts";

/** Runs something on a store that has been provisioned. */
export async function withStore(
  options: GlobalOptions,
  terminal: Terminal,
  purpose: string,
  use: (connection: Connection) => Promise<void>,
): Promise<void> {
  await withNats(findEndpoints(options, terminal), purpose, async (connection) => {
    const problem = await checkStore(connection);
    if (problem !== undefined) throw new CommandError(problem);
    await use(connection);
  });
}
