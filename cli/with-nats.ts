import { inboxPrefix } from "../core/subject.ts";
import { type Connection, connectNats } from "../jetstream/connection.ts";
import { withoutPassword } from "../jetstream/describe-status.ts";
import { checkServer } from "../jetstream/provision.ts";
import type { Endpoints } from "./endpoints.ts";
import { CommandError } from "./exit.ts";

/** Where NATS is, and how to get in. */
export type NatsEndpoint = Pick<Endpoints, "natsUrl" | "natsAccess">;

/** How long a command waits for NATS before it says that there is none, in milliseconds. */
const CONNECT_MS = 5_000;

/**
 * Runs something with a connection to NATS, and closes it. Unlike a service it does not wait for NATS: after 5 s without an
 * answer, or when the server cannot serve, it throws a CommandError.
 */
export async function withNats<T>(
  nats: NatsEndpoint,
  purpose: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectOrExplain(nats, `longshore ${purpose}`);
  try {
    const problem = await checkServer(connection);
    if (problem !== undefined) throw new CommandError(problem);
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Connects within 5 s, or throws a CommandError that says what was tried. */
export async function connectOrExplain(
  { natsUrl: { value, from }, natsAccess }: NatsEndpoint,
  name: string,
): Promise<Connection> {
  let problem = "no answer";
  try {
    return await connectNats(
      {
        url: value,
        access: natsAccess,
        inboxPrefix: inboxPrefix("admin"),
        name,
        onStatus: (status) => {
          if (status.kind === "waiting") problem = status.problem;
        },
      },
      AbortSignal.timeout(CONNECT_MS),
    );
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    throw new CommandError(
      `NATS cannot be reached at ${withoutPassword(value)} (${from}): ${isTimeout || !(error instanceof Error) ? problem : error.message}`,
      {
        remedy:
          "Start one with `npm start`, or name another with --nats-url or LONGSHORE_NATS_URL. This command works on NATS itself.",
        cause: error,
      },
    );
  }
}
