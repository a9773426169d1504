import { onTestFinished } from "vitest";
import {
  type Connection,
  type ConnectionStatus,
  type ConnectOptions,
  connectNats,
} from "../../jetstream/connection.ts";
import { provision } from "../../jetstream/provision.ts";
import { SinglePublisher } from "../../jetstream/publisher.ts";
import { Records } from "../../jetstream/records.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { DEFAULT_TOPOLOGY, type TopologySettings } from "../../jetstream/topology.ts";
import { type StartNatsOptions, startNats, type TestNats } from "./nats-server.ts";
import type { SecuredNats } from "./secured-nats.ts";

export interface TestStore {
  readonly nats: TestNats;
  readonly connection: Connection;
  readonly topology: TopologySettings;
  readonly publisher: SinglePublisher;
  readonly records: Records;
  readonly queue: TaskQueue;
}

/**
 * A nats-server of this test's own, provisioned, with one connection to it; all of it ends with the test. Leases are
 * 30 s unless `leaseMs` says otherwise.
 */
export async function startStore(
  options: StartNatsOptions & {
    readonly queues?: readonly string[];
    readonly leaseMs?: number;
    /** A server with users, instead of one without. */
    readonly secured?: SecuredNats;
  } = {},
): Promise<TestStore> {
  const nats = options.secured ?? (await startNats(options));
  onTestFinished(() => nats.stop());
  const connection = await connectTo(options.secured?.as("test") ?? nats);
  const topology = {
    ...DEFAULT_TOPOLOGY,
    eventsMaxBytes: 256 * 1024 ** 2,
    objectsMaxBytes: 1024 ** 3,
    ...(options.leaseMs !== undefined && { leaseMs: options.leaseMs }),
  };
  await provision(connection, topology, options.queues ?? ["default"]);
  const publisher = new SinglePublisher(connection);
  onTestFinished(() => publisher.stop());
  return {
    nats,
    connection,
    topology,
    publisher,
    records: new Records(connection, publisher),
    queue: new TaskQueue(connection, publisher),
  };
}

/** One more connection to a server; it ends with the test. */
export async function connectTo(
  { url, access, inboxPrefix }: Pick<ConnectOptions, "url" | "access" | "inboxPrefix">,
  onStatus?: (status: ConnectionStatus) => void,
): Promise<Connection> {
  const connection = await connectNats({
    url,
    name: "test",
    ...(access !== undefined && { access }),
    ...(inboxPrefix !== undefined && { inboxPrefix }),
    ...(onStatus !== undefined && { onStatus }),
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** Kills the server as a crash would, starts it again on the same store, and waits until the connection is back. */
export async function crashAndRecover({
  nats,
  connection,
}: Pick<TestStore, "nats" | "connection">): Promise<void> {
  const { promise: isBack, resolve } = Promise.withResolvers<void>();
  const stopListening = connection.onReconnect(resolve);
  await nats.kill();
  await nats.restart();
  await isBack;
  stopListening();
}
