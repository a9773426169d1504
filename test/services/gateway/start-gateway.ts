import * as grpc from "@grpc/grpc-js";
import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, vi } from "vitest";
import { BUCKETS } from "../../../core/subject.ts";
import { TASK_TYPE_DEFAULTS, type TaskType } from "../../../core/task-type.ts";
import { type Connection, connectNats } from "../../../jetstream/connection.ts";
import { createPublisher } from "../../../jetstream/create-publisher.ts";
import { provision } from "../../../jetstream/provision.ts";
import { Records } from "../../../jetstream/records.ts";
import { DEFAULT_TOPOLOGY } from "../../../jetstream/topology.ts";
import type { TaskServiceClient } from "../../../proto/gen/longshore/v1/TaskService.ts";
import { loadApi } from "../../../proto/load.ts";
import { generateApiKey } from "../../../runtime/api-key-hash.ts";
import { createLog, type Log } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { createGateway, type Gateway } from "../../../services/gateway/gateway.ts";
import { gatewaySettings } from "../../../services/gateway/settings.ts";
import { startNats, type TestNats } from "../../support/nats-server.ts";
import { type Api, apiOf, withKey } from "./api.ts";

/** A type that takes anything, and one with a schema. */
export const TYPES: readonly TaskType[] = [
  { ...TASK_TYPE_DEFAULTS, type: "echo" },
  {
    ...TASK_TYPE_DEFAULTS,
    type: "gather",
    queue: "heavy",
    priority: "high",
    payloadSchema: {
      type: "object",
      properties: {
        source: { type: "string" },
        limit: { type: "integer", minimum: 1 },
        mode: { enum: ["fast", "full"] },
      },
      required: ["source"],
      additionalProperties: false,
    },
  },
];

/** A gateway on a nats-server of its own, and what a test needs to talk to both. */
export interface TestGateway {
  readonly nats: TestNats;
  readonly gateway: Gateway;
  /** The gateway's own connection. */
  readonly connection: Connection;
  readonly records: Records;
  readonly log: Log;
  /** Lines of the gateway's log. */
  readonly lines: string[];
  /** A key of the project `acme`, and one of `other`. */
  readonly key: string;
  readonly otherKey: string;
  readonly client: TaskServiceClient;
  /** Registers a type, with defaults for what is left out; resolves when the gateway knows it. */
  registerType(type: Partial<TaskType> & Pick<TaskType, "type">): Promise<void>;
  /** The API with the key of `acme`. */
  readonly api: Api;
  /** Starts one more gateway on the same store; the API with the key of `acme`. */
  another(): Promise<Api & { readonly httpPort: number; readonly grpcPort: number }>;
}

/** Tells one registration of a type from the next. */
let registrations = 0;

/**
 * Starts it; everything ends when the test that asked for it has finished.
 *
 * @param webFolder where the pages are that it serves, if not where they are built
 */
export async function startGateway(
  flags: Readonly<Record<string, string>> = {},
  { webFolder }: { readonly webFolder?: string } = {},
): Promise<TestGateway> {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const connection = await connectNats({ url: nats.url, name: "test gateway" });
  onTestFinished(() => connection.close());
  await provision(connection, DEFAULT_TOPOLOGY, ["default", "heavy"]);
  const kv = new Kvm(connection.nc);
  const types = await kv.open(BUCKETS.taskTypes);
  for (const type of TYPES) await types.put(type.type, JSON.stringify(type));
  const keys = await kv.open(BUCKETS.apiKeys);
  const [own, other] = ["acme", "other"].map((project) =>
    generateApiKey({ project, role: "admin" }, new Date()),
  );
  if (own === undefined || other === undefined) throw new Error("no keys");
  for (const { id, stored } of [own, other]) await keys.put(id, JSON.stringify(stored));

  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service: "gateway", instance: "test", level: "debug", destination });
  const settings = loadSettings(
    gatewaySettings,
    {},
    { grpcAddress: "127.0.0.1:0", httpAddress: "127.0.0.1:0", ...flags },
  );
  const gateway = createGateway({
    connection,
    settings,
    log,
    version: "0.0.0",
    instance: "test",
    ...(webFolder !== undefined && { webFolder }),
  });
  await gateway.start();
  onTestFinished(() => gateway.stop());
  const client = connectClient(gateway.grpcPort());
  const api = apiOf(client, withKey(own.text));
  const records = new Records(connection, createPublisher(connection, "standard"));
  return {
    nats,
    gateway,
    connection,
    records,
    log,
    lines,
    key: own.text,
    otherKey: other.text,
    client,
    async registerType(given) {
      const description = `registered ${++registrations}`;
      await types.put(given.type, JSON.stringify({ ...TASK_TYPE_DEFAULTS, ...given, description }));
      await vi.waitFor(async () => {
        const known = (await api.listTypes()).find(({ type }) => type === given.type);
        expect(known?.description).toBe(description);
      });
    },
    api,
    async another() {
      const connection = await connectNats({ url: nats.url, name: "another test gateway" });
      onTestFinished(() => connection.close());
      const gateway = createGateway({ connection, settings, log, version: "0.0.0", instance: "another" });
      await gateway.start();
      onTestFinished(() => gateway.stop());
      const api = apiOf(connectClient(gateway.grpcPort()), withKey(own.text));
      return { ...api, httpPort: gateway.httpPort(), grpcPort: gateway.grpcPort() };
    },
  };
}

/** A client without a key; it is closed when the test has finished. */
export function connectClient(port: number): TaskServiceClient {
  const { TaskService } = loadApi();
  const client = new TaskService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  return client;
}
