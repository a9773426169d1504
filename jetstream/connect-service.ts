import { inboxPrefix } from "../core/subject.ts";
import { checkStore } from "./check-store.ts";
import { type Connection, type ConnectionStatus, connectNats } from "./connection.ts";
import { describeStatus } from "./describe-status.ts";
import type { NatsAccess } from "./nats-access.ts";

export interface ServiceConnectOptions {
  /** One or more addresses, parted by commas. */
  readonly url: string;
  /** Shown by `nats server report connections`. */
  readonly name: string;
  /** By what it gets in. */
  readonly access: NatsAccess;
  /** Which user of NATS it is, where there are users: `gateway`, `worker-images`. Answers come to an inbox of this name. */
  readonly user: string;
  /** Takes a line for each change of the connection. */
  readonly log: { info(line: string): void; warn(line: string): void };
}

/** Connects and says in a log what becomes of the connection. Waits for NATS; `signal` ends the wait. */
export function connectService(
  { url, name, access, user, log }: ServiceConnectOptions,
  signal?: AbortSignal,
): Promise<Connection> {
  const onStatus = (status: ConnectionStatus) => {
    const { level, text } = describeStatus(status, url);
    log[level](text);
  };
  return connectNats({ url, name, access, inboxPrefix: inboxPrefix(user), onStatus }, signal);
}

/** The same for a process of its own, which creates nothing: rejects when the store behind the connection cannot serve. */
export async function connectToStore(options: ServiceConnectOptions): Promise<Connection> {
  const connection = await connectService(options);
  const problem = await checkStore(connection);
  if (problem === undefined) return connection;
  await connection.close();
  throw new Error(problem);
}
