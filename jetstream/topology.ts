import {
  AckPolicy,
  type ConsumerConfig,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from "@nats-io/jetstream";
import {
  BUCKETS,
  CHANGED,
  DUE_FILTER,
  durableName,
  queueFilter,
  SCHEDULER_DURABLE,
  STREAM_SUBJECTS,
  STREAMS,
} from "../core/subject.ts";
import { PRIORITIES, type Priority } from "../core/task.ts";
import { HEARTBEAT_MS } from "../core/worker-heartbeat.ts";

/** What the whole of the store looks like; the same settings give the same declaration. */
export interface TopologySettings {
  /** Copies of every stream: 1 on one server, 3 on a cluster. */
  readonly replicas: number;
  /** How long a worker may be silent before its task goes to another, in milliseconds. */
  readonly leaseMs: number;
  /** The most bytes that records may take. When they are reached nothing starts or ends until records expire. */
  readonly eventsMaxBytes: number;
  /** The most bytes that large payloads and results may take. When they are reached no more of them are taken. */
  readonly objectsMaxBytes: number;
}

export const DEFAULT_TOPOLOGY: TopologySettings = {
  replicas: 1,
  leaseMs: 30_000,
  eventsMaxBytes: 4 * 1024 ** 3,
  objectsMaxBytes: 4 * 1024 ** 3,
};

export type StreamDeclaration = Partial<StreamConfig> &
  Pick<StreamConfig, "name" | "subjects" | "description">;
export type ConsumerDeclaration = Partial<ConsumerConfig> & {
  readonly durable_name: string;
  readonly description: string;
};

/** How many lines of one attempt are kept: the last ones. */
export const LOG_LINES_PER_ATTEMPT = 1_000;

const MIB = 1024 ** 2;
const DAY_NS = 86_400 * 1e9;

/** Marks what is ours; an operator's own keys beside these are left alone. */
const METADATA = {
  "longshore.managed-by": "longshore",
  "longshore.schema": "1",
  "io.nats.monitor.enabled": "1",
};

/** Every stream and every bucket (a bucket is a stream named `KV_…`). */
export function declareStreams(settings: TopologySettings): StreamDeclaration[] {
  const base = {
    storage: StorageType.File,
    num_replicas: settings.replicas,
    allow_direct: true,
    metadata: METADATA,
  };
  return [
    {
      ...base,
      name: STREAMS.tasks,
      description: "Longshore: tasks that wait or run",
      subjects: [...STREAM_SUBJECTS.tasks],
      retention: RetentionPolicy.Workqueue,
      // Schedules forbid `discard: new`, and dropping the oldest would lose tasks: so no limit here. The account's
      // `max_file` is the limit, and it refuses without dropping anything.
      max_bytes: -1,
      discard: DiscardPolicy.Old,
      allow_msg_ttl: true,
      allow_msg_schedules: true,
      allow_atomic: true,
    },
    {
      ...base,
      name: STREAMS.events,
      description: "Longshore: newest event and record of each task",
      subjects: [...STREAM_SUBJECTS.events],
      retention: RetentionPolicy.Limits,
      max_msgs_per_subject: 1,
      max_bytes: settings.eventsMaxBytes,
      discard: DiscardPolicy.New,
      allow_msg_ttl: true,
      allow_atomic: true,
      republish: { src: CHANGED.source, dest: CHANGED.destination, headers_only: true },
    },
    {
      ...base,
      name: STREAMS.advisories,
      description: "Longshore: messages that ran out of deliveries",
      subjects: [...STREAM_SUBJECTS.advisories],
      retention: RetentionPolicy.Limits,
      max_bytes: 64 * MIB,
      max_age: 7 * DAY_NS,
      discard: DiscardPolicy.Old,
    },
    {
      ...base,
      name: STREAMS.audit,
      description: "Longshore: who cancelled, retried, made keys",
      subjects: [...STREAM_SUBJECTS.audit],
      retention: RetentionPolicy.Limits,
      // Entries go by age and room only: nobody can take one out.
      deny_delete: true,
      deny_purge: true,
      // What one project does very often makes room among its own entries first, and not among those of others.
      max_msgs_per_subject: 100_000,
      max_bytes: 256 * MIB,
      max_age: 90 * DAY_NS,
      discard: DiscardPolicy.Old,
    },
    {
      ...base,
      name: STREAMS.logs,
      description: "Longshore: what handlers log, last 1000 lines each",
      subjects: [...STREAM_SUBJECTS.logs],
      retention: RetentionPolicy.Limits,
      max_msgs_per_subject: LOG_LINES_PER_ATTEMPT,
      // Each attempt that logs is a subject, for which the server keeps half a kilobyte of memory: this bounds them.
      max_msgs: 1_000_000,
      max_bytes: 1024 * MIB,
      max_age: 7 * DAY_NS,
      // Lines are a convenience: the oldest make room, and no attempt ever waits for its log.
      discard: DiscardPolicy.Old,
    },
    {
      ...base,
      name: STREAMS.timers,
      description: "Longshore: deadlines of tasks",
      subjects: [...STREAM_SUBJECTS.timers],
      retention: RetentionPolicy.Workqueue,
      // As for TASKS: schedules forbid `discard: new`, and no deadline may be dropped.
      max_bytes: -1,
      discard: DiscardPolicy.Old,
      allow_msg_ttl: true,
      allow_msg_schedules: true,
      allow_atomic: true,
    },
    {
      ...base,
      name: STREAMS.objects,
      description: "Longshore: large payloads and results",
      subjects: [...STREAM_SUBJECTS.objects],
      retention: RetentionPolicy.Limits,
      max_bytes: settings.objectsMaxBytes,
      discard: DiscardPolicy.New,
      compression: StoreCompression.S2,
      allow_msg_ttl: true,
      allow_rollup_hdrs: true,
    },
    bucket(base, BUCKETS.taskTypes, "Longshore: task types as registered", 64 * MIB),
    bucket(base, BUCKETS.queues, "Longshore: live settings of queues", 16 * MIB),
    bucket(base, BUCKETS.schedules, "Longshore: cron definitions", 64 * MIB),
    bucket(base, BUCKETS.apiKeys, "Longshore: API keys, hashed", 64 * MIB),
    bucket(base, BUCKETS.tokenSecrets, "Longshore: what browser tokens are signed with", 1 * MIB),
    bucket(base, BUCKETS.apiKeyUses, "Longshore: when API keys were last used", 16 * MIB),
    bucket(base, BUCKETS.workers, "Longshore: worker heartbeats", 64 * MIB, heartbeatTtlNs(settings)),
    bucket(base, BUCKETS.leases, "Longshore: who leads", 1 * MIB, 15e9),
    bucket(base, BUCKETS.scheduleStates, "Longshore: last ticks of cron definitions", 64 * MIB),
    bucket(base, BUCKETS.silences, "Longshore: alerts that are kept quiet", 1 * MIB),
    bucket(base, BUCKETS.webhooks, "Longshore: webhooks and what they are signed with", 16 * MIB),
    bucket(base, BUCKETS.webhookPositions, "Longshore: which events went to webhooks", 1 * MIB),
    bucket(base, BUCKETS.permits, "Longshore: who runs tasks of capped queues", 64 * MIB, 30e9),
    bucket(base, BUCKETS.projects, "Longshore: limits of projects", 16 * MIB),
    bucket(base, BUCKETS.rates, "Longshore: how fast queues are taken from", 16 * MIB),
    {
      ...bucket(base, BUCKETS.uniqueKeys, "Longshore: which task holds a unique key", 1024 * MIB),
      // The mark that a key is free again goes by itself.
      allow_msg_ttl: true,
      allow_atomic: true,
    },
  ];
}

/** A key-value bucket as its stream (ADR-8 of NATS). */
/** The last word of a worker is kept for a minute, and for as long as it counts: see `isSilent`. */
function heartbeatTtlNs({ leaseMs }: TopologySettings): number {
  return Math.max(60_000, leaseMs + 6 * HEARTBEAT_MS) * 1e6;
}

function bucket(
  base: Pick<StreamConfig, "storage" | "num_replicas" | "allow_direct"> & {
    metadata: Record<string, string>;
  },
  name: string,
  description: string,
  maxBytes: number,
  ttlNs = 0,
): StreamDeclaration {
  return {
    ...base,
    name: `KV_${name}`,
    description,
    subjects: [`$KV.${name}.>`],
    retention: RetentionPolicy.Limits,
    max_msgs_per_subject: 1,
    max_bytes: maxBytes,
    max_age: ttlNs,
    discard: DiscardPolicy.New,
    allow_rollup_hdrs: true,
    deny_delete: true,
  };
}

/** The consumer by which schedulers learn of messages that ran out of deliveries. One for all, so that each gets one. */
export function declareAdvisoryConsumer(settings: TopologySettings): ConsumerDeclaration {
  return {
    durable_name: SCHEDULER_DURABLE,
    description: "Longshore: schedulers repair what ran out",
    ack_policy: AckPolicy.Explicit,
    // What one scheduler could not repair, because the store did not answer, is tried again after so long.
    ack_wait: 30e9,
    max_deliver: -1,
    max_ack_pending: 1_000,
    num_replicas: settings.replicas,
    metadata: METADATA,
  };
}

/** The consumer by which schedulers are told of deadlines that have come. One for all, so that each gets one. */
export function declareDueConsumer(settings: TopologySettings): ConsumerDeclaration {
  return {
    durable_name: SCHEDULER_DURABLE,
    description: "Longshore: schedulers keep deadlines",
    filter_subject: DUE_FILTER,
    ack_policy: AckPolicy.Explicit,
    // A scheduler that dies in the middle of a deadline holds it up for so long.
    ack_wait: 5e9,
    max_deliver: -1,
    max_ack_pending: 1_000,
    num_replicas: settings.replicas,
    metadata: METADATA,
  };
}

/** How often JetStream hands out one message whose worker has died. */
export const MAX_DELIVER = 3;

/** The consumers of one queue: one for each level. */
export function declareQueue(queue: string, settings: TopologySettings): ConsumerDeclaration[] {
  return PRIORITIES.map((priority) => declareConsumer(queue, priority, settings));
}

function declareConsumer(queue: string, priority: Priority, settings: TopologySettings): ConsumerDeclaration {
  const leaseNs = settings.leaseMs * 1e6;
  return {
    durable_name: durableName(queue, priority),
    description: `Longshore: queue ${queue}, ${priority} priority`.slice(0, 60),
    filter_subject: queueFilter(queue, priority),
    ack_policy: AckPolicy.Explicit,
    ack_wait: leaseNs,
    backoff: [leaseNs, 2 * leaseNs, 4 * leaseNs],
    max_deliver: MAX_DELIVER,
    // Slots bound what is in flight; this is only a backstop far above them.
    max_ack_pending: 50_000,
    max_waiting: 16_384,
    num_replicas: settings.replicas,
    metadata: METADATA,
  };
}
