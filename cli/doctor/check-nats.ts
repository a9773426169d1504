import type { Connection } from "../../jetstream/connection.ts";
import { withoutPassword } from "../../jetstream/describe-status.ts";
import { discoverServices } from "../../jetstream/discover-services.ts";
import { checkServer, type Drift, inspect } from "../../jetstream/provision.ts";
import { listQueueNames } from "../../jetstream/queue-names.ts";
import { serverClockOffset } from "../../jetstream/server-clock.ts";
import type { TopologySettings } from "../../jetstream/topology.ts";
import { CommandError } from "../exit.ts";
import { connectOrExplain, type NatsEndpoint } from "../with-nats.ts";
import { checkLeader } from "./check-leader.ts";
import { checkQueues } from "./check-queues.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

/** A difference between clocks that shows in times and delays, in milliseconds. */
const CLOCK_WARN_MS = 1_000;

/** Looks at NATS, at what Longshore keeps there, and at who is connected. Changes nothing. */
export async function checkNats(nats: NatsEndpoint, topology: TopologySettings): Promise<readonly Finding[]> {
  let connection: Connection;
  try {
    connection = await connectOrExplain(nats, "longshore doctor");
  } catch (error) {
    if (error instanceof CommandError) return [fail("nats", error.message, error.remedy ?? "")];
    throw error;
  }
  try {
    const problem = await checkServer(connection);
    if (problem !== undefined) return [fail("nats", problem, "Use another server: --nats-url.")];
    const streams = await checkStreams(connection, topology);
    return [
      ok(
        "nats",
        `nats-server ${connection.nc.info?.version} with JetStream at ${withoutPassword(nats.natsUrl.value)}`,
      ),
      ...streams,
      ...(areMissing(streams) ? [] : await checkQueues(connection)),
      ...(await checkClock(connection)),
      ...(await checkServices(connection)),
      ...(areMissing(streams) ? [] : await checkLeader(connection)),
    ];
  } finally {
    await connection.close();
  }
}

function areMissing(streams: readonly Finding[]): boolean {
  return streams.some(({ level }) => level === "fail");
}

async function checkStreams(connection: Connection, topology: TopologySettings): Promise<readonly Finding[]> {
  const streams = await inspect(connection, topology, []);
  if (streams.missing.length > 0) {
    const remedy = "Create them: longshore provision";
    return [fail("streams", `missing: ${streams.missing.join(", ")}`, remedy)];
  }
  const queues = [...(await listQueueNames(connection))].sort();
  const all = await inspect(connection, topology, queues);
  if (all.missing.length + all.drift.length === 0) {
    const names = queues.length === 0 ? "no queue yet" : `queues ${queues.join(", ")}`;
    return [ok("streams", `all as declared, ${names}`)];
  }
  const remedy = "Make it as declared: longshore provision. Or keep it, if somebody meant it so.";
  return [
    ...(all.missing.length > 0 ? [fail("streams", `missing: ${all.missing.join(", ")}`, remedy)] : []),
    ...all.drift.map((drift) => warn("streams", describeDrift(drift), remedy)),
  ];
}

function describeDrift({ object, field, declared, found }: Drift): string {
  return `${object}: ${field} is ${JSON.stringify(found) ?? "not set"}, declared is ${JSON.stringify(declared)}`;
}

async function checkClock(connection: Connection): Promise<readonly Finding[]> {
  const offsetMs = await serverClockOffset(connection);
  if (offsetMs === undefined) return [];
  const detail = `NATS is ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? "behind" : "ahead of"} this machine`;
  if (Math.abs(offsetMs) < CLOCK_WARN_MS) return [ok("clock", detail)];
  return [warn("clock", detail, "Set both clocks by NTP: delays and deadlines go by them.")];
}

/** Each service, and what does not happen without it. */
const SERVICES = [
  { name: "gateway", missing: "nobody can submit tasks" },
  { name: "worker", missing: "tasks wait" },
  {
    name: "scheduler",
    missing: "nothing happens by the clock, and what runs is not stopped when it is cancelled",
  },
  { name: "monitor", missing: "progress is shown only while watching" },
] as const;

async function checkServices(connection: Connection): Promise<readonly Finding[]> {
  const seen = await discoverServices(connection);
  return SERVICES.map(({ name, missing }) => {
    const ids = seen.filter((service) => service.name === `longshore-${name}`).map(({ id }) => id);
    if (ids.length > 0) return ok(name, `${ids.length} running: ${ids.join(", ")}`);
    return warn(name, `none is connected to NATS: ${missing}`, `Start one: longshore ${name}`);
  });
}
