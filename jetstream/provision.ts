import { JetStreamApiError, type StreamConfig } from "@nats-io/jetstream";
import { messageOf } from "../core/message-of.ts";
import { STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { refusalOf } from "./refusal.ts";
import { isAtLeast, MINIMUM_NATS_VERSION } from "./server-version.ts";
import {
  type ConsumerDeclaration,
  declareAdvisoryConsumer,
  declareDueConsumer,
  declareQueue,
  declareStreams,
  type StreamDeclaration,
  type TopologySettings,
} from "./topology.ts";

/** A field of a stream or consumer that was not as declared. */
export interface Drift {
  /** `TASKS`, `KV_queues`, `TASKS > default-high`. */
  readonly object: string;
  readonly field: string;
  readonly declared: unknown;
  readonly found: unknown;
  /** False when the server refuses to change this field on a living object. */
  readonly corrected: boolean;
}

export interface ProvisionReport {
  readonly created: readonly string[];
  readonly drift: readonly Drift[];
}

/** Why this NATS server cannot serve, or undefined when it can. */
export async function checkServer(connection: Connection): Promise<string | undefined> {
  const version = connection.nc.info?.version ?? "0.0.0";
  if (!isAtLeast(version)) {
    return `nats-server ${version} at ${connection.nc.getServer()} is too old: Longshore needs ${MINIMUM_NATS_VERSION} or later (message schedules, message TTL, atomic batches)`;
  }
  try {
    await connection.jsm.getAccountInfo();
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== undefined)
      return `NATS at ${connection.nc.getServer()} takes this process for a user that may not do what it needs (${refusal}): are LONGSHORE_NATS_CREDENTIALS and, for a worker, LONGSHORE_WORKER_GROUP those of its own user?`;
    return `JetStream does not answer at ${connection.nc.getServer()} (${messageOf(error)}): start nats-server with --jetstream or a jetstream {} block`;
  }
}

/**
 * Makes every stream, bucket and consumer be there as declared. Does nothing when all is in place; corrects what an
 * operator or an older version changed, says so in the report, and leaves fields that are not ours alone. Asks before it
 * creates: a refused create has destroyed consumers in the past (nats-server issue 8491).
 */
export async function provision(
  connection: Connection,
  settings: TopologySettings,
  queues: readonly string[],
): Promise<ProvisionReport> {
  const report = { created: [] as string[], drift: [] as Drift[] };
  for (const declaration of declareStreams(settings)) await ensureStream(connection, declaration, report);
  await ensureConsumer(connection, STREAMS.advisories, declareAdvisoryConsumer(settings), report);
  await ensureConsumer(connection, STREAMS.timers, declareDueConsumer(settings), report);
  for (const queue of queues) await addQueue(connection, settings, queue, report);
  return report;
}

/**
 * Makes the consumers of one queue be there. Services call it for queues that types name; everything else is bound. Where this
 * user of NATS may not make consumers they must be there already, and what differs is reported and stays; rejects when they are not.
 */
export async function provisionQueue(
  connection: Connection,
  settings: TopologySettings,
  queue: string,
): Promise<ProvisionReport> {
  const report = { created: [] as string[], drift: [] as Drift[] };
  try {
    await addQueue(connection, settings, queue, report);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    throw new Error(
      `the queue ${queue} is not there for this user of NATS, which may not make it (${refusal}): name it with --queues or --worker-group of \`longshore admin nats-config\`, and run \`longshore provision --queue ${queue}\``,
      { cause: error },
    );
  }
  return report;
}

/** How the store differs from what is declared. */
export interface InspectionReport {
  /** What `provision` would create. */
  readonly missing: readonly string[];
  /** What it would correct; `corrected` is always false. */
  readonly drift: readonly Drift[];
}

/** What `provision` would do, without doing it. Rejects when JetStream does not answer. */
export async function inspect(
  connection: Connection,
  settings: TopologySettings,
  queues: readonly string[],
): Promise<InspectionReport> {
  const missing: string[] = [];
  const drift: Drift[] = [];
  const look = (object: string, declared: object, config: object | undefined) => {
    if (config === undefined) missing.push(object);
    else for (const field of compare(declared, config)) drift.push({ object, ...field, corrected: false });
  };
  const { streams, consumers } = connection.jsm;
  for (const declared of declareStreams(settings))
    look(declared.name, declared, (await found(streams.info(declared.name)))?.config);
  const lookAtConsumer = async (stream: string, declared: ConsumerDeclaration) => {
    const info = await found(consumers.info(stream, declared.durable_name));
    look(`${stream} > ${declared.durable_name}`, declared, info?.config);
  };
  await lookAtConsumer(STREAMS.advisories, declareAdvisoryConsumer(settings));
  await lookAtConsumer(STREAMS.timers, declareDueConsumer(settings));
  for (const declared of queues.flatMap((queue) => declareQueue(queue, settings)))
    await lookAtConsumer(STREAMS.tasks, declared);
  return { missing, drift };
}

interface GrowingReport {
  readonly created: string[];
  readonly drift: Drift[];
}

async function addQueue(
  connection: Connection,
  settings: TopologySettings,
  queue: string,
  report: GrowingReport,
): Promise<void> {
  for (const declaration of declareQueue(queue, settings))
    await ensureConsumer(connection, STREAMS.tasks, declaration, report);
}

async function ensureStream(
  connection: Connection,
  declared: StreamDeclaration,
  report: GrowingReport,
): Promise<void> {
  const { streams } = connection.jsm;
  const info = await found(streams.info(declared.name));
  if (info === undefined) {
    await streams.add(declared);
    report.created.push(declared.name);
    return;
  }
  const differences = compare(declared, info.config);
  if (differences.length === 0) return;
  const update = { ...info.config, ...declared, metadata: { ...info.config.metadata, ...declared.metadata } };
  const corrected = await attempt(streams.update(declared.name, update as StreamConfig));
  for (const difference of differences)
    report.drift.push({ object: declared.name, ...difference, corrected });
}

async function ensureConsumer(
  connection: Connection,
  stream: string,
  declared: ConsumerDeclaration,
  report: GrowingReport,
): Promise<void> {
  const { consumers } = connection.jsm;
  const name = declared.durable_name;
  const info = await found(consumers.info(stream, name));
  const object = `${stream} > ${name}`;
  if (info === undefined) {
    await consumers.add(stream, declared);
    report.created.push(object);
    return;
  }
  const differences = compare(declared, info.config);
  if (differences.length === 0) return;
  const metadata = { ...info.config.metadata, ...declared.metadata };
  const corrected = await attempt(consumers.update(stream, name, { ...info.config, ...declared, metadata }));
  for (const difference of differences) report.drift.push({ object, ...difference, corrected });
}

/** Only what we declare is compared; metadata key by key, so that an operator's own keys stay. */
function compare(declared: object, actual: object): { field: string; declared: unknown; found: unknown }[] {
  const differences = [];
  for (const [field, value] of Object.entries(declared)) {
    const there = (actual as Record<string, unknown>)[field];
    if (field === "metadata") differences.push(...compare(value as object, (there ?? {}) as object));
    else if (!sameValue(value, there)) differences.push({ field, declared: value, found: there });
  }
  return differences;
}

function sameValue(declared: unknown, there: unknown): boolean {
  // The server leaves out what is zero or false.
  if (there === undefined) return declared === 0 || declared === false;
  return JSON.stringify(declared) === JSON.stringify(there);
}

async function found<T>(info: Promise<T>): Promise<T | undefined> {
  try {
    return await info;
  } catch (error) {
    // 10059: no such stream, 10014: no such consumer.
    if (error instanceof JetStreamApiError && (error.code === 10059 || error.code === 10014))
      return undefined;
    if (error instanceof Error && /not found/.test(error.message)) return undefined;
    throw error;
  }
}

async function attempt(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError || refusalOf(error) !== undefined) return false;
    throw error;
  }
}
