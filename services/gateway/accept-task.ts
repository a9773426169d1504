import { createHash } from "node:crypto";
import { LongshoreError } from "../../core/error.ts";
import { timeOfUuidV7 } from "../../core/id.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Objects } from "../../jetstream/objects.ts";
import type { OnPublished, Published } from "../../jetstream/publisher.ts";
import { hasDeadline, type Timers } from "../../jetstream/timers.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Room } from "./depths.ts";
import { type FoundTask, findTask, type TaskPlaces } from "./find-task.ts";
import { storeError } from "./store-error.ts";
import type { ReadyTask } from "./submission.ts";
import type { TaskRoom } from "./task-room.ts";

/** What became of a submission: the task as it is now, or why there is none. */
export type Accepted =
  | { readonly ok: true; readonly record: TaskRecord }
  | { readonly ok: false; readonly error: unknown };

/** Where tasks are looked for and stored, and how many more may be. */
export interface AcceptingPlaces extends TaskPlaces {
  readonly timers: Timers;
  readonly room: TaskRoom;
  readonly objects: Objects;
}

/**
 * Stores a task whose id the server has just made: one publish, after one for each deadline, and nobody else can have
 * used the id; QUEUE_FULL or QUEUED_LIMIT_EXCEEDED when there is no room. `places.room.look` is to be awaited before. Calls back exactly once. `giveUpAt` is in milliseconds since 1970.
 */
export function acceptNew(
  places: AcceptingPlaces,
  task: ReadyTask,
  giveUpAt: number,
  onAccepted: (accepted: Accepted) => void,
): void {
  const { record } = task;
  const room = places.room.enter(record);
  if (!room.ok) {
    onAccepted(room);
    return;
  }
  publish(places, task, giveUpAt, (published) => {
    room.end();
    const error = publishError(published);
    onAccepted(error === undefined ? { ok: true, record } : { ok: false, error });
  });
}

/**
 * A large payload first: a crash in between leaves an object that no task refers to, which the audit of the schedulers removes, and
 * never a task without its payload.
 */
function publish(
  places: Pick<AcceptingPlaces, "timers" | "queue" | "objects">,
  task: ReadyTask,
  giveUpAt: number,
  onPublished: OnPublished,
): void {
  const { record, object: bytes } = task;
  const object = record.payloadObject;
  if (bytes === undefined || object === undefined) {
    publishTask(places, task, giveUpAt, onPublished);
    return;
  }
  const { objects } = places;
  void objects.put(record, object, bytes, giveUpAt).then((failed) => {
    if (failed !== undefined) {
      objects.discard(record, object);
      onPublished({ ...failed, retried: false });
    } else if (Date.now() > giveUpAt)
      onPublished({ kind: "unknown", problem: "no time is left", retried: false });
    else
      publishTask(places, task, giveUpAt, (published) => {
        if (published.kind === "full" || published.kind === "refused") objects.discard(record, object);
        onPublished(published);
      });
  });
}

/** The timers first: a crash in between leaves one that finds no task, and never a task without its deadline. */
function publishTask(
  { timers, queue }: Pick<AcceptingPlaces, "timers" | "queue">,
  { record, body }: ReadyTask,
  giveUpAt: number,
  onPublished: OnPublished,
): void {
  if (!hasDeadline(record)) {
    queue.submit(record, onPublished, giveUpAt, body);
    return;
  }
  void timers.set(record, giveUpAt).then((failed) => {
    if (failed !== undefined) onPublished(failed);
    // What holds a unique key must not be sent when its time is over: another may have it by then.
    else if (Date.now() > giveUpAt)
      onPublished({ kind: "unknown", problem: "no time is left", retried: false });
    else queue.submit(record, onPublished, giveUpAt, body);
  });
}

/**
 * Stores a task whose id the caller chose, unless it is there: then the answer is the task that exists, or TASK_EXISTS when
 * that one has another type or payload, or QUEUE_FULL or QUEUED_LIMIT_EXCEEDED when it is not there and there is no room. Never rejects.
 *
 * @param lookUp finds the task that exists
 */
export async function acceptChosen(
  places: AcceptingPlaces,
  task: ReadyTask,
  giveUpAt: number,
  lookUp: () => Promise<FoundTask | undefined> = () => findTask(places, task.record, giveUpAt),
): Promise<Accepted> {
  try {
    if (isYoung(task.record.id, Date.now())) {
      const room = await places.room.lookAndEnter(task.record);
      if (room.ok) return await publishChosen(places, task, giveUpAt, room);
    }
    const existing = await lookUp();
    if (existing !== undefined) return compare(task.record, existing.record);
    return await publishChosen(places, task, giveUpAt);
  } catch (error) {
    return { ok: false, error };
  }
}

/** For so long after it was made an id is not looked up first, in milliseconds. Far less than JetStream remembers it. */
const YOUNG_MS = 10_000;

/**
 * Whether an id is so young that if there is a task of it, its message was sent within the two minutes for which JetStream
 * remembers ids: the publish itself tells. A caller whose clock is ahead by almost as much may have a second message stored, which
 * no worker starts.
 */
export function isYoung(id: string, nowMs: number): boolean {
  const madeAt = timeOfUuidV7(id);
  return madeAt !== undefined && Math.abs(nowMs - madeAt) < YOUNG_MS;
}

/**
 * Stores a task of which there is none yet. One that somebody else stores at the same time is found. Rejects when the store
 * does not answer.
 *
 * @param given leave to do so, for a caller that has it; without it QUEUE_FULL and QUEUED_LIMIT_EXCEEDED are answers
 */
export async function publishChosen(
  places: AcceptingPlaces,
  task: ReadyTask,
  giveUpAt: number,
  given?: Room,
): Promise<Accepted> {
  const { record } = task;
  const room = given ?? (await places.room.lookAndEnter(record));
  if (!room.ok) return room;
  const published = await new Promise<Published>((resolve) => publish(places, task, giveUpAt, resolve));
  room.end();
  const error = publishError(published);
  if (error !== undefined) return { ok: false, error };
  if (published.kind !== "stored" || !published.duplicate) return { ok: true, record };
  return await compareWithFirst(places, record, giveUpAt);
}

/** Somebody else, or an earlier try of ours, was first with this id: what they stored decides. */
async function compareWithFirst(
  places: AcceptingPlaces,
  record: TaskRecord,
  giveUpAt: number,
): Promise<Accepted> {
  const first = await findTask(places, record, giveUpAt);
  if (first?.record.payloadObject?.id !== record.payloadObject?.id)
    places.objects.discard(record, record.payloadObject);
  if (first !== undefined) {
    // Ours have taken the place of those of the task that is stored.
    if (hasDeadline(record) && hasDeadline(first.record)) await places.timers.set(first.record, giveUpAt);
    return compare(record, first.record);
  }
  // The id is remembered for longer than the record was kept. What it stood for cannot be known any more.
  return { ok: false, error: new LongshoreError("CONFLICT", { task_id: record.id }) };
}

/**
 * The answer to a submission whose id is taken: the task that has it, or TASK_EXISTS when that is another. One that came under an
 * idempotency key goes by all that its request said, and is IDEMPOTENCY_KEY_REUSED when that was something else.
 */
export function compare(given: TaskRecord, stored: TaskRecord): Accepted {
  if (given.requestDigest !== undefined) {
    if (given.requestDigest === stored.requestDigest) return { ok: true, record: stored };
    return { ok: false, error: new LongshoreError("IDEMPOTENCY_KEY_REUSED", { task_id: given.id }) };
  }
  const [givenDigest, storedDigest] = [digest(given), digest(stored)];
  if (givenDigest === storedDigest) return { ok: true, record: stored };
  const metadata = { task_id: given.id, given_digest: givenDigest, stored_digest: storedDigest };
  return { ok: false, error: new LongshoreError("TASK_EXISTS", metadata) };
}

/**
 * What makes two tasks the same: type and payload. The first 16 hex digits of a SHA-256 over canonical JSON. Large payloads are the
 * same when their bytes are: they are not read again for this.
 */
function digest({ type, payload, payloadContentType, payloadObject }: TaskRecord): string {
  const text = canonicalJson({ type, payload, payloadContentType, object: payloadObject?.sha256 });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function publishError(published: Published): Error | undefined {
  return published.kind === "stored" ? undefined : storeError(published);
}
