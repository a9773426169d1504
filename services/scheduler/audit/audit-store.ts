import type { AuditReport } from "../../../core/store-audit.ts";
import {
  parseDelayedSubject,
  parseTaskSubject,
  parseTimerSubject,
  STREAM_SUBJECTS,
  STREAMS,
  type TaskKey,
} from "../../../core/subject.ts";
import { listSubjects } from "../../../jetstream/stream-subjects.ts";
import type { AuditDeps, Look } from "./audit-deps.ts";
import { auditEndedMessages, type PlacedMessage } from "./ended-messages.ts";
import { auditMissingTimers } from "./missing-timers.ts";
import { auditObjects } from "./orphaned-objects.ts";
import { Tally } from "./tally.ts";
import { auditUnattended } from "./unattended-tasks.ts";
import { auditUniqueKeys } from "./unique-keys.ts";
import { auditUsedUp } from "./used-up-messages.ts";

/** How one audit is to be done. */
export interface AuditOptions {
  /** Counts what is wrong and changes nothing. */
  readonly isDryRun: boolean;
  /** Whose tasks the report names as examples. */
  readonly project?: string;
  /** What has changed within so many milliseconds is left alone. */
  readonly graceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Compares what waits with what has happened, all of it once, and mends what does not go together. Every change is a
 * compare-and-set or names a sequence, so two audits at once, or one beside live traffic, do nothing twice. Rejects when
 * JetStream does not answer or `signal` aborts; what was mended by then stays mended.
 */
export async function auditStore(deps: AuditDeps, options: AuditOptions): Promise<AuditReport> {
  const startedAtMs = deps.clock.nowMs();
  const begunAt = performance.now();
  const tally = new Tally({ log: deps.log, isDryRun: options.isDryRun, project: options.project });
  const look: Look = { tally, settledBeforeMs: startedAtMs - options.graceMs, signal: options.signal };
  const present = await auditMessages(deps, look);
  await auditTimers(deps, look);
  await auditMissingTimers(deps, look);
  await auditUnattended(deps, look, (key) => present.has(nameOf(key)));
  await auditUsedUp(deps, look);
  await auditUniqueKeys(deps, look);
  await auditObjects(deps, look);
  return {
    isDryRun: options.isDryRun,
    startedAt: new Date(startedAtMs).toISOString(),
    tookMs: Math.round(performance.now() - begunAt),
    counts: tally.counts(),
  };
}

/** Goes through all that waits. Resolves with the names of those of the live tasks that have a message. */
async function auditMessages(deps: AuditDeps, look: Look): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (const filter of STREAM_SUBJECTS.tasks) {
    for await (const subjects of listSubjects(deps.connection, STREAMS.tasks, filter)) {
      look.signal.throwIfAborted();
      const messages = subjects.flatMap(readPlace);
      for (const { key } of messages) if (deps.liveTasks.get(key) !== undefined) present.add(nameOf(key));
      await auditEndedMessages(deps, look, "message_of_ended_task", STREAMS.tasks, messages);
    }
  }
  return present;
}

/** Timers of tasks that are gone altogether are left: they go when their time has come. */
async function auditTimers(deps: AuditDeps, look: Look): Promise<void> {
  for await (const subjects of listSubjects(deps.connection, STREAMS.timers, "timers.>")) {
    look.signal.throwIfAborted();
    const timers = subjects.flatMap((subject) => {
      const key = parseTimerSubject(subject);
      return key === undefined ? [] : [{ subject, key }];
    });
    await auditEndedMessages(deps, look, "timer_of_ended_task", STREAMS.timers, timers);
  }
}

function readPlace(subject: string): PlacedMessage[] {
  const key = parseTaskSubject(subject) ?? parseDelayedSubject(subject);
  return key === undefined ? [] : [{ subject, key }];
}

function nameOf({ project, id }: TaskKey): string {
  return `${project}.${id}`;
}
