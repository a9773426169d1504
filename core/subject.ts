import { isName, isTaskId } from "./name.ts";
import { PRIORITIES, type Priority } from "./task.ts";

/** The streams, as the `nats` CLI shows them. */
export const STREAMS = {
  tasks: "TASKS",
  events: "EVENTS",
  advisories: "ADVISORIES",
  audit: "AUDIT",
  logs: "LOGS",
  timers: "TIMERS",
  objects: "OBJ_payloads",
} as const;

/** The key-value buckets. */
export const BUCKETS = {
  taskTypes: "task-types",
  queues: "queues",
  schedules: "schedules",
  apiKeys: "api-keys",
  apiKeyUses: "api-key-uses",
  tokenSecrets: "token-secrets",
  workers: "workers",
  leases: "leases",
  scheduleStates: "schedule-states",
  permits: "permits",
  rates: "rates",
  uniqueKeys: "unique-keys",
  projects: "projects",
  silences: "silences",
  webhooks: "webhooks",
  webhookPositions: "webhook-positions",
} as const;

/** The object store of large payloads and results: the stream `objects`, as the `nats` CLI calls it. */
export const OBJECT_BUCKET = "payloads";

/** What each stream listens to. */
export const STREAM_SUBJECTS = {
  tasks: ["tasks.*.*.*.*", "delayed.*.*"],
  events: ["events.*.*"],
  advisories: [`$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${STREAMS.tasks}.*`],
  audit: ["audit.*.*"],
  logs: ["logs.*.*.*"],
  timers: ["timers.*.*.*", "due.*.*.*"],
  objects: [`$O.${OBJECT_BUCKET}.C.>`, `$O.${OBJECT_BUCKET}.M.>`],
} as const;

/** A task, named across projects. */
export interface TaskKey {
  readonly project: string;
  readonly id: string;
}

/** Where a task waits. */
export interface TaskPlace extends TaskKey {
  readonly queue: string;
  readonly priority: Priority;
}

/** The subject on which a task waits for a worker. */
export function taskSubject(place: TaskPlace): string {
  return `tasks.${place.queue}.${place.priority}.${place.project}.${place.id}`;
}

/** Wherever a task waits for a worker: any queue, any priority. A filter. */
export function anyTaskSubject({ project, id }: TaskKey): string {
  return `tasks.*.*.${project}.${id}`;
}

/** Reads a subject that `taskSubject` wrote; undefined for any other. */
export function parseTaskSubject(subject: string): TaskPlace | undefined {
  const [kind, queue = "", priority = "", project = "", id = "", ...rest] = subject.split(".");
  const level = PRIORITIES.find((name) => name === priority);
  if (kind !== "tasks" || level === undefined || rest.length > 0) return undefined;
  return isName(queue) && isName(project) && isTaskId(id)
    ? { queue, priority: level, project, id }
    : undefined;
}

/** The subject that holds the schedule of a task that is due later. */
export function delayedSubject(key: TaskKey): string {
  return `delayed.${key.project}.${key.id}`;
}

/** All subjects of a project: of tasks in line, of tasks that are due later, of records. */
export function projectFilters(project: string) {
  return {
    waiting: `tasks.*.*.${project}.*`,
    delayed: `delayed.${project}.*`,
    events: `events.${project}.*`,
  } as const;
}

/** The subject that holds the newest lifecycle event of a task, and so its record. */
export function eventSubject(key: TaskKey): string {
  return `events.${key.project}.${key.id}`;
}

/**
 * What is said, headers only, once an event has been stored: a hint to read the record again. Never the truth: it may
 * be lost.
 */
export const CHANGED = {
  source: "events.*.*",
  destination: "changed.{{wildcard(1)}}.{{wildcard(2)}}",
} as const;

/** The hint for one task. */
export function changedSubject(key: TaskKey): string {
  return `changed.${key.project}.${key.id}`;
}

/** The progress of a running task: plain messages that are not stored. */
export function progressSubject(key: TaskKey): string {
  return `progress.${key.project}.${key.id}`;
}

/** Reads a subject that `progressSubject` wrote; undefined for any other. */
export function parseProgressSubject(subject: string): TaskKey | undefined {
  const [kind, project = "", id = "", ...rest] = subject.split(".");
  if (kind !== "progress" || rest.length > 0) return undefined;
  return isName(project) && isTaskId(id) ? { project, id } : undefined;
}

/** Where the lines that one attempt of a task has logged are kept. */
export function logSubject(key: TaskKey, attempt: number): string {
  return `logs.${key.project}.${key.id}.${attempt}`;
}

/** The lines of all attempts of a task. */
export function logFilter(key: TaskKey): string {
  return `logs.${key.project}.${key.id}.*`;
}

/** Reads a subject that `logSubject` wrote; undefined for any other. */
export function parseLogSubject(subject: string): (TaskKey & { readonly attempt: number }) | undefined {
  const [kind, project = "", id = "", attempt = "", ...rest] = subject.split(".");
  if (kind !== "logs" || rest.length > 0 || !/^[1-9]\d{0,8}$/.test(attempt)) return undefined;
  return isName(project) && isTaskId(id) ? { project, id, attempt: Number(attempt) } : undefined;
}

/** Where it is kept who called `action` (the name of a method, such as `CancelTask`) for a project. */
export function auditSubject(project: string, action: string): string {
  return `audit.${project}.${action}`;
}

/** All that is kept of who did what in a project. */
export function auditFilter(project: string): string {
  return `audit.${project}.*`;
}

/** Where one worker takes requests to stop a task. */
export function signalSubject(worker: string): string {
  return `signals.${worker}`;
}

/** Where one worker takes requests to change how it works. */
export function controlSubject(worker: string): string {
  return `control.${worker}`;
}

/** Where monitors are asked for what they know. */
export const MONITOR_REQUESTS = {
  /** A page of tasks. */
  list: "monitor.list",
  /** How many tasks there are. */
  count: "monitor.count",
  /** What happened within a window of time. */
  statistics: "monitor.statistics",
  /** What is wrong. */
  alerts: "monitor.alerts",
} as const;
export type MonitorQuestion = keyof typeof MONITOR_REQUESTS;

/** The user of NATS that the workers of a group are, where there are users; undefined: those that are in no group. */
export function workerUser(group: string | undefined): string {
  return group === undefined ? "worker" : `worker-${group}`;
}

/** Below which a user of NATS gets its answers: nobody else may listen there. */
export function inboxPrefix(user: string): string {
  return `_INBOX_${user}`;
}

/** Where the leading scheduler takes requests to audit the store. */
export const AUDIT_REQUESTS = "scheduler.audit";

/** Where the heartbeat of one worker is kept: an entry of the bucket `workers`. `*` is all of them. */
export function workerSubject(worker: string): string {
  return `$KV.${BUCKETS.workers}.${worker}`;
}

/** Where gateways tell each other what has been used of the limits of keys and projects: plain messages that are not stored. */
export const LIMIT_USES = "gateways.limit-uses";

/** A unique key, as it is named in the store: by project, type, and a digest of its text. */
export interface UniqueKeyName {
  readonly project: string;
  readonly type: string;
  /** SHA-256 in hexadecimal: the text itself may be anything, and no subject. */
  readonly digest: string;
}

/** Where it is kept which task holds a unique key: an entry of the bucket `unique-keys`. */
export function uniqueKeySubject({ project, type, digest }: UniqueKeyName): string {
  return `$KV.${BUCKETS.uniqueKeys}.${project}.${type}.${digest}`;
}

/** Reads a subject that `uniqueKeySubject` wrote; undefined for any other. */
export function parseUniqueKeySubject(subject: string): UniqueKeyName | undefined {
  const [kv, bucket, project = "", type = "", digest = "", ...rest] = subject.split(".");
  if (kv !== "$KV" || bucket !== BUCKETS.uniqueKeys || rest.length > 0) return undefined;
  return isName(project) && isName(type) && /^[0-9a-f]{64}$/.test(digest)
    ? { project, type, digest }
    : undefined;
}

/**
 * The entry of the bucket `permits` that stands for one running task of a capped queue, or of a capped project; `*` is all of
 * them.
 *
 * @param of the queue, or what `projectPermits` returns
 */
export function permitKey(of: string, n: number | "*"): string {
  return `${of}.${n}`;
}

/** Whose the permits of a project are. They have one token more than those of a queue, so that no queue has the same. */
export function projectPermits(project: string): string {
  return `project.${project}`;
}

/** The stream that holds a bucket. */
export function bucketStream(bucket: string): string {
  return `KV_${bucket}`;
}

/** The consumer that serves one level of a queue. */
export function durableName(queue: string, priority: Priority): string {
  return `${queue}-${priority}`;
}

/** The queue that a consumer serves, from its filter; undefined when it is none of ours. */
export function parseQueueFilter(filter: string): string | undefined {
  const [kind, queue = "", ...rest] = filter.split(".");
  return kind === "tasks" && rest.length === 3 && isName(queue) ? queue : undefined;
}

/** What that consumer filters on. */
export function queueFilter(queue: string, priority: Priority): string {
  return `tasks.${queue}.${priority}.*.*`;
}

/** The consumer that all schedulers share, of ADVISORIES and of TIMERS: each message goes to one of them. */
export const SCHEDULER_DURABLE = "scheduler";

/** The entry of the bucket `leases` that the leading scheduler holds. */
export const SCHEDULER_LEASE = "scheduler";

/** The entry of that bucket that the one of several monitors holds that tells others: of alerts, and what goes out by OTLP. */
export const MONITOR_LEASE = "alerts";

/** What a timer is set for: the time by which a task must have started, or have ended. */
export const TIMER_KINDS = ["start_by", "complete_by"] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** A timer of one task. */
export interface TimerKey extends TaskKey {
  readonly kind: TimerKind;
}

/** The subject that holds a timer as a schedule: there is at most one of a kind for a task. */
export function timerSubject({ kind, project, id }: TimerKey): string {
  return `timers.${kind}.${project}.${id}`;
}

/** Where a timer goes when its time has come. */
export function dueSubject({ kind, project, id }: TimerKey): string {
  return `due.${kind}.${project}.${id}`;
}

/** What the schedulers' consumer of TIMERS filters on. */
export const DUE_FILTER = "due.*.*.*";

/** Reads a subject that `timerSubject` or `dueSubject` wrote; undefined for any other. */
export function parseTimerSubject(subject: string): TimerKey | undefined {
  const [kind, name = "", project = "", id = "", ...rest] = subject.split(".");
  const timer = TIMER_KINDS.find((each) => each === name);
  if ((kind !== "timers" && kind !== "due") || timer === undefined || rest.length > 0) return undefined;
  return isName(project) && isTaskId(id) ? { kind: timer, project, id } : undefined;
}

/** Reads a subject that `delayedSubject` wrote; undefined for any other. */
export function parseDelayedSubject(subject: string): TaskKey | undefined {
  return parseKeySubject("delayed", subject);
}

/** Reads a subject that `eventSubject` wrote; undefined for any other. */
export function parseEventSubject(subject: string): TaskKey | undefined {
  return parseKeySubject("events", subject);
}

function parseKeySubject(kind: string, subject: string): TaskKey | undefined {
  const [first, project = "", id = "", ...rest] = subject.split(".");
  if (first !== kind || rest.length > 0) return undefined;
  return isName(project) && isTaskId(id) ? { project, id } : undefined;
}

/**
 * The message id of a submission, which JetStream remembers for the duplicate window. The project is part of it, so that
 * one project's choice of an id can never swallow another's task.
 */
export function submitMessageId(key: TaskKey): string {
  return `${key.project}/${key.id}`;
}

/** Headers that the machinery reads. */
export const HEADERS = {
  /** The sequence of the record that this message starts from; 0 when the task has none yet. */
  recordSequence: "Longshore-Record-Sequence",
  type: "Longshore-Type",
  /** The state that a record in EVENTS has, for readers that need no more of it. */
  state: "Longshore-State",
  /** How often workers that do not have the type have passed the message on; absent is never. */
  passedOn: "Longshore-Passed-On",
  traceparent: "traceparent",
} as const;
