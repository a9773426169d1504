import {
  eventSubject,
  HEADERS,
  parseDelayedSubject,
  parseEventSubject,
  parseTaskSubject,
  projectFilters,
  STREAMS,
} from "../../core/subject.ts";
import { asQueued, TASK_STATES, type TaskState } from "../../core/task.ts";
import type { TaskFilter } from "../../core/task-filter/filter.ts";
import { couldMatch, matchesFilter } from "../../core/task-filter/match.ts";
import { type BatchMessage, getBatch, getLastOfEach } from "../../jetstream/batch-get.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { readStored } from "../../jetstream/records.ts";
import type { FoundTask } from "./find-task.ts";
import { readPatiently } from "./patient-read.ts";

/** How much is read at a time: so much is parsed without a pause for other calls. */
const BATCH_MESSAGES = 256;
const BATCH_BYTES = 1024 ** 2;

/**
 * What is read, in this order. A task only ever moves on from one to a later one, but for one that a worker passes on: from the
 * line to the delayed ones, which are therefore looked at again. So none that is there all the time is missed.
 */
const STAGES = ["delayed", "waiting", "delayed", "events"] as const;
type Place = (typeof STAGES)[number];

/** How far a scan has come: the stage, and in each place the sequence to go on with. */
export interface ScanPosition extends Readonly<Record<Place, number>> {
  readonly stage: number;
}

export const SCAN_START: ScanPosition = { stage: 0, delayed: 1, waiting: 1, events: 1 };

/** What to look for. */
export interface ScanTerms {
  readonly project: string;
  readonly filter: TaskFilter | undefined;
  /** In which states; the filter may leave fewer. */
  readonly states: (state: TaskState) => boolean;
  /** Records that are newer than this sequence are passed over. Default: none is. */
  readonly eventsUntil?: number;
}

/** One step of a scan. */
export interface ScanStep {
  /** Absent where a stretch without one ended. */
  readonly found?: FoundTask;
  /** Where to go on after it; undefined at the end. */
  readonly next: ScanPosition | undefined;
}

/**
 * Gives the tasks of a project that match, one by one, by reading the streams themselves, and now and then a step without a
 * task, so that whoever has waited long enough can stop. There is no index yet: a filter that few tasks pass costs a look at
 * all of them. What has a record is taken from there; a message in line counts only for a task that has none.
 *
 * Throws BROKER_UNAVAILABLE when the store has not answered by `giveUpAt`, milliseconds since 1970.
 */
export async function* scanTasks(
  connection: Connection,
  terms: ScanTerms,
  from: ScanPosition,
  giveUpAt: number,
): AsyncGenerator<ScanStep, void> {
  const isWanted = (state: TaskState) => terms.states(state) && couldMatch(terms.filter, state);
  const seen = new Set<string>();
  let position = from;
  for (let stage = STAGES[position.stage]; stage !== undefined; stage = STAGES[position.stage]) {
    const isNeeded = STATES_IN[stage].some(isWanted);
    const { messages, isLast } = isNeeded
      ? await readBatch(connection, terms, stage, position[stage], giveUpAt)
      : { messages: [], isLast: true };
    const matching = messages.flatMap((message) => matchOf(message, stage, terms, isWanted));
    const recorded = stage === "events" ? undefined : await whichHaveRecords(connection, matching, giveUpAt);
    for (const { found, sequence } of matching) {
      const { id } = found.record;
      if (seen.has(id) || recorded?.has(id) === true) continue;
      seen.add(id);
      yield { found, next: { ...position, [stage]: sequence + 1 } };
    }
    const last = messages.at(-1);
    if (last !== undefined) position = { ...position, [stage]: last.sequence + 1 };
    if (isLast) position = { ...position, stage: position.stage + 1 };
    yield { next: position.stage < STAGES.length ? position : undefined };
  }
}

/** The states that a task may have where it lies. */
const STATES_IN: Readonly<Record<Place, readonly TaskState[]>> = {
  delayed: ["SCHEDULED", "QUEUED"],
  waiting: ["QUEUED"],
  events: TASK_STATES,
};

async function readBatch(
  connection: Connection,
  { project, eventsUntil = Number.POSITIVE_INFINITY }: ScanTerms,
  stage: Place,
  fromSequence: number,
  giveUpAt: number,
): Promise<{ readonly messages: readonly BatchMessage[]; readonly isLast: boolean }> {
  const filter = projectFilters(project)[stage];
  const stream = stage === "events" ? STREAMS.events : STREAMS.tasks;
  const request = { filter, fromSequence, messages: BATCH_MESSAGES, bytes: BATCH_BYTES };
  const { messages } = await readPatiently(() => getBatch(connection, stream, request), giveUpAt);
  const until = stage === "events" ? eventsUntil : Number.POSITIVE_INFINITY;
  const wanted = messages.filter(({ sequence }) => sequence <= until);
  const last = messages.at(-1);
  return { messages: wanted, isLast: last === undefined || last.pending === 0 || last.sequence > until };
}

interface Match {
  readonly found: FoundTask;
  /** Where its message lies. */
  readonly sequence: number;
}

/** The task of a message when it matches. One that cannot be read is passed over: it has no place in any answer. */
function matchOf(
  message: BatchMessage,
  stage: Place,
  { filter }: ScanTerms,
  isWanted: (state: TaskState) => boolean,
): Match[] {
  const { subject, sequence } = message;
  if (stage === "events") {
    const name = message.header(HEADERS.state);
    const state = TASK_STATES.find((each) => each === name);
    if (parseEventSubject(subject) === undefined || (state !== undefined && !isWanted(state))) return [];
  } else {
    // A message that starts from a record is found with its record.
    if (Number(message.header(HEADERS.recordSequence)) !== 0) return [];
    if ((parseTaskSubject(subject) ?? parseDelayedSubject(subject)) === undefined) return [];
  }
  const read = readStored(message);
  if (!read.ok || read.stored === undefined) return [];
  const record = stage === "waiting" ? asQueued(read.stored.record) : read.stored.record;
  if (!isWanted(record.state) || !matchesFilter(filter, record)) return [];
  return [{ found: { record, sequence: stage === "events" ? sequence : 0 }, sequence }];
}

/** The ids of those tasks that have a record by now: they are found with it. */
async function whichHaveRecords(
  connection: Connection,
  matching: readonly Match[],
  giveUpAt: number,
): Promise<ReadonlySet<string>> {
  const subjects = matching.map(({ found }) => eventSubject(found.record));
  const { messages } = await readPatiently(
    () => getLastOfEach(connection, STREAMS.events, subjects),
    giveUpAt,
  );
  return new Set(messages.flatMap(({ subject }) => parseEventSubject(subject)?.id ?? []));
}
