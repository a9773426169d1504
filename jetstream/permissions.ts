import {
  AUDIT_REQUESTS,
  BUCKETS,
  bucketStream,
  controlSubject,
  durableName,
  inboxPrefix,
  LIMIT_USES,
  MONITOR_LEASE,
  MONITOR_REQUESTS,
  OBJECT_BUCKET,
  permitKey,
  projectPermits,
  SCHEDULER_DURABLE,
  SCHEDULER_LEASE,
  STREAMS,
  signalSubject,
  workerSubject,
  workerUser,
} from "../core/subject.ts";
import { PRIORITIES } from "../core/task.ts";
import { WEBHOOK_QUEUE } from "../core/webhook.ts";
import { LAST_PROGRESS } from "./progress.ts";
import { DEFAULT_TOPOLOGY, declareStreams } from "./topology.ts";

/** What one user of NATS may do. Everything else is refused. */
export interface UserPermissions {
  readonly user: string;
  /** For people: what it is for. */
  readonly purpose: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Whether it may answer what it is asked, wherever the answer is wanted: to so many messages, for so long. */
  readonly answers?: { readonly max: number; readonly expires: string };
}

/** Workers that are trusted alike, and take tasks from these queues only. */
export interface WorkerGroup {
  /** Undefined: the workers that are in no group. */
  readonly name: string | undefined;
  readonly queues: readonly string[];
}

/** The user of the command line, which provisions, makes keys and looks after all of it. */
export const ADMIN_USER = "admin";

/**
 * Who may do what in NATS: a user for each service, with the least subjects that it needs. The one place where that is said:
 * `longshore admin nats-config` writes it down for nats-server, and a test runs everything with these rights.
 */
export function declareUsers(groups: readonly WorkerGroup[]): UserPermissions[] {
  return [gateway(), scheduler(), monitor(), ...groups.map(worker), admin()];
}

function gateway(): UserPermissions {
  return {
    user: "gateway",
    purpose: "takes tasks in, shows and changes them, makes API keys",
    publish: [
      ...LOOK_AT_STORE,
      // Tasks, and what is known of them.
      "tasks.*.*.*.*",
      "delayed.*.*",
      "events.*.*",
      "timers.*.*.*",
      "audit.*.*",
      entries(BUCKETS.uniqueKeys, "*.*.*"),
      ...[STREAMS.tasks, STREAMS.events, STREAMS.logs, STREAMS.audit].flatMap(readMessages),
      ...readMessages(bucketStream(BUCKETS.uniqueKeys)),
      ...readMessages(bucketStream(BUCKETS.workers)),
      `$JS.API.STREAM.MSG.DELETE.${STREAMS.tasks}`,
      `$JS.API.STREAM.MSG.DELETE.${STREAMS.events}`,
      `$JS.API.STREAM.PURGE.${STREAMS.logs}`,
      // Queues: which there are, how many wait, what is set for them.
      `$JS.API.CONSUMER.LIST.${STREAMS.tasks}`,
      `$JS.API.CONSUMER.INFO.${STREAMS.tasks}.*`,
      ...watchEntries(BUCKETS.queues),
      ...getEntries(BUCKETS.queues),
      entries(BUCKETS.queues, "*"),
      // Task types, schedules, API keys.
      ...watchEntries(BUCKETS.taskTypes),
      ...getEntries(BUCKETS.schedules),
      ...watchEntries(BUCKETS.schedules),
      entries(BUCKETS.schedules, "*.*"),
      ...getEntries(BUCKETS.scheduleStates),
      entries(BUCKETS.scheduleStates, "*.*"),
      ...watchEntries(BUCKETS.apiKeys),
      ...getEntries(BUCKETS.apiKeys),
      ...readMessages(bucketStream(BUCKETS.apiKeys)),
      entries(BUCKETS.apiKeys, "*"),
      ...readMessages(bucketStream(BUCKETS.apiKeyUses)),
      entries(BUCKETS.apiKeyUses, "*"),
      // Limits: what is set, and what gateways tell each other.
      ...watchEntries(BUCKETS.projects),
      ...getEntries(BUCKETS.projects),
      entries(BUCKETS.projects, "*"),
      LIMIT_USES,
      ...watchEntries(BUCKETS.tokenSecrets),
      ...getEntries(BUCKETS.tokenSecrets),
      entries(BUCKETS.tokenSecrets, "*"),
      // Large payloads and results.
      ...WRITE_OBJECTS,
      ...READ_OBJECTS,
      PURGE_OBJECTS,
      // Alerts that are kept quiet.
      ...readMessages(bucketStream(BUCKETS.silences)),
      entries(BUCKETS.silences, "*"),
      // Webhooks, with what they are signed with.
      ...readMessages(bucketStream(BUCKETS.webhooks)),
      ...getEntries(BUCKETS.webhooks),
      entries(BUCKETS.webhooks, "*.*"),
      // What happens, for those who watch.
      ...followEvents(),
      // What it asks others.
      ...MONITOR_QUESTIONS,
      AUDIT_REQUESTS,
      controlSubject("*"),
      ...answersTo([ADMIN_USER]),
    ],
    subscribe: [
      ...ownInbox("gateway"),
      ...shownAs("gateway"),
      "changed.*.*",
      "progress.*.*",
      "logs.*.*.*",
      LIMIT_USES,
    ],
  };
}

function scheduler(): UserPermissions {
  return {
    user: "scheduler",
    purpose: "does what has a time in it, repairs, carries stop signals",
    publish: [
      ...LOOK_AT_STORE,
      "tasks.*.*.*.*",
      "delayed.*.*",
      "events.*.*",
      "timers.*.*.*",
      entries(BUCKETS.uniqueKeys, "*.*.*"),
      ...[STREAMS.tasks, STREAMS.events, STREAMS.timers].flatMap(readMessages),
      ...readMessages(bucketStream(BUCKETS.uniqueKeys)),
      ...readMessages(bucketStream(BUCKETS.workers)),
      `$JS.API.STREAM.MSG.GET.${STREAMS.tasks}`,
      `$JS.API.STREAM.MSG.DELETE.${STREAMS.tasks}`,
      `$JS.API.STREAM.MSG.DELETE.${STREAMS.timers}`,
      `$JS.API.STREAM.MSG.DELETE.${bucketStream(BUCKETS.uniqueKeys)}`,
      `$JS.API.CONSUMER.LIST.${STREAMS.tasks}`,
      `$JS.API.CONSUMER.INFO.${STREAMS.tasks}.*`,
      ...followEvents(),
      ...takeMessages(STREAMS.advisories, SCHEDULER_DURABLE),
      ...takeMessages(STREAMS.timers, SCHEDULER_DURABLE),
      ...watchEntries(BUCKETS.taskTypes),
      ...watchEntries(BUCKETS.schedules),
      ...getEntries(BUCKETS.schedules),
      ...getEntries(BUCKETS.scheduleStates),
      entries(BUCKETS.scheduleStates, "*.*"),
      ...watchEntries(BUCKETS.webhooks),
      ...getEntries(BUCKETS.webhookPositions),
      entries(BUCKETS.webhookPositions, "position"),
      ...getEntries(BUCKETS.leases),
      entries(BUCKETS.leases, SCHEDULER_LEASE),
      ...READ_OBJECTS,
      PURGE_OBJECTS,
      signalSubject("*"),
      ...answersTo(["gateway", ADMIN_USER]),
    ],
    subscribe: [...ownInbox("scheduler"), ...shownAs("scheduler"), AUDIT_REQUESTS],
  };
}

function monitor(): UserPermissions {
  return {
    user: "monitor",
    purpose: "follows what happens, changes nothing",
    publish: [
      ...LOOK_AT_STORE,
      ...followEvents(),
      ...readMessages(STREAMS.tasks),
      ...readMessages(STREAMS.events),
      ...readMessages(bucketStream(BUCKETS.workers)),
      ...watchEntries(BUCKETS.taskTypes),
      ...watchEntries(BUCKETS.silences),
      // Which of several monitors tells of alerts.
      ...getEntries(BUCKETS.leases),
      entries(BUCKETS.leases, MONITOR_LEASE),
      // How full the store is.
      "$JS.API.STREAM.LIST",
      `$JS.API.CONSUMER.LIST.${STREAMS.tasks}`,
      ...answersTo(["gateway", ADMIN_USER]),
    ],
    subscribe: [...ownInbox("monitor"), ...shownAs("monitor"), "progress.*.*", ...MONITOR_QUESTIONS],
  };
}

function worker({ name, queues }: WorkerGroup): UserPermissions {
  const user = workerUser(name);
  const durables = queues.flatMap((queue) => PRIORITIES.map((priority) => durableName(queue, priority)));
  return {
    user,
    purpose: `runs the tasks of ${queues.join(", ")}`,
    publish: [
      ...LOOK_AT_STORE,
      ...durables.flatMap((durable) => takeMessages(STREAMS.tasks, durable)),
      ...queues.map((queue) => `tasks.${queue}.*.*.*`),
      "delayed.*.*",
      "events.*.*",
      `$JS.API.DIRECT.GET.${STREAMS.events}.events.*.*`,
      "logs.*.*.*",
      "progress.*.*",
      // Large payloads and results; a batched read names no subject, so these are those of all projects. It may remove none: what
      // an upload that failed has left is removed by an audit.
      ...WRITE_OBJECTS,
      ...READ_OBJECTS,
      ...watchEntries(BUCKETS.taskTypes),
      entries(BUCKETS.taskTypes, "*"),
      ...watchEntries(BUCKETS.queues),
      ...queues.flatMap((queue) => [
        ...watchEntries(BUCKETS.permits, permitKey(queue, "*")),
        entries(BUCKETS.permits, permitKey(queue, "*")),
        ...watchEntries(BUCKETS.rates, queue),
        entries(BUCKETS.rates, queue),
      ]),
      ...watchEntries(BUCKETS.projects),
      ...watchEntries(BUCKETS.permits, permitKey(projectPermits("*"), "*")),
      entries(BUCKETS.permits, permitKey(projectPermits("*"), "*")),
      ...getEntries(BUCKETS.permits),
      ...getEntries(BUCKETS.rates),
      // Whoever delivers webhooks must know what to sign with, and nobody else among the workers.
      ...(queues.includes(WEBHOOK_QUEUE)
        ? [...getEntries(BUCKETS.webhooks), entries(BUCKETS.webhooks, "*.*")]
        : []),
      workerSubject("*"),
    ],
    subscribe: [...ownInbox(user), ...shownAs("worker"), signalSubject("*"), controlSubject("*")],
    // Not whole inboxes: a worker could forge the answers of the store to others.
    answers: { max: 1, expires: "1m" },
  };
}

function admin(): UserPermissions {
  return {
    user: ADMIN_USER,
    purpose: "provisions, makes API keys, examines; for people and for deployment, not for services",
    publish: [
      "$JS.API.>",
      entries(BUCKETS.apiKeys, "*"),
      entries(BUCKETS.projects, "*"),
      entries(BUCKETS.tokenSecrets, "*"),
      "audit.*.*",
      "$SRV.>",
      ...MONITOR_QUESTIONS,
      AUDIT_REQUESTS,
    ],
    subscribe: [...ownInbox(ADMIN_USER), "_INBOX.>"],
  };
}

/** What every service asks before it starts: whether JetStream answers, and whether all is provisioned. */
const LOOK_AT_STORE = [
  "$JS.API.INFO",
  ...declareStreams(DEFAULT_TOPOLOGY).map(({ name }) => `$JS.API.STREAM.INFO.${name}`),
];

/** To store an object, in chunks, with what is known of it. */
const WRITE_OBJECTS = [`$O.${OBJECT_BUCKET}.C.*.*.*`, `$O.${OBJECT_BUCKET}.M.*`];
const READ_OBJECTS = readMessages(STREAMS.objects);
/** To remove an object, or what is left of one that could not be stored. */
const PURGE_OBJECTS = `$JS.API.STREAM.PURGE.${STREAMS.objects}`;

/** What monitors are asked. */
const MONITOR_QUESTIONS = [LAST_PROGRESS, ...Object.values(MONITOR_REQUESTS)];

/** Below which it gets the answers to what it asks. */
function ownInbox(user: string): string[] {
  return [`${inboxPrefix(user)}.>`];
}

/** To answer these users, whatever they ask. */
function answersTo(users: readonly string[]): string[] {
  return [...users.map((user) => `${inboxPrefix(user)}.>`), "_INBOX.>"];
}

/** How it shows itself to `nats micro ls`. */
function shownAs(service: string): string[] {
  return ["PING", "INFO", "STATS"].flatMap((verb) => [
    `$SRV.${verb}`,
    `$SRV.${verb}.longshore-${service}`,
    `$SRV.${verb}.longshore-${service}.*`,
  ]);
}

/** To write entries of a bucket. */
function entries(bucket: string, keys: string): string {
  return `$KV.${bucket}.${keys}`;
}

/** To read what a stream holds, without a consumer: any message, whatever its subject. */
function readMessages(stream: string): string[] {
  return [`$JS.API.DIRECT.GET.${stream}`, `$JS.API.DIRECT.GET.${stream}.>`];
}

/** To read single entries of a bucket from its leader. */
function getEntries(bucket: string): string[] {
  return [`$JS.API.STREAM.MSG.GET.${bucketStream(bucket)}`];
}

/** To follow entries of a bucket: the library makes a consumer for that, which ends by itself. */
function watchEntries(bucket: string, keys = ">"): string[] {
  const stream = bucketStream(bucket);
  return [
    `$JS.API.CONSUMER.CREATE.${stream}.*.$KV.${bucket}.${keys}`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.FC.${stream}.>`,
  ];
}

/** To follow EVENTS: a consumer that is made, made anew after a gap, and deleted. */
function followEvents(): string[] {
  return [
    `$JS.API.CONSUMER.CREATE.${STREAMS.events}.*`,
    `$JS.API.CONSUMER.INFO.${STREAMS.events}.*`,
    `$JS.API.CONSUMER.DELETE.${STREAMS.events}.*`,
    `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.events}.*`,
  ];
}

/** To take messages from a consumer that is there, and to acknowledge them, in both forms that nats-server has for that. */
function takeMessages(stream: string, durable: string): string[] {
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
    `$JS.ACK.*.*.${stream}.${durable}.>`,
  ];
}
