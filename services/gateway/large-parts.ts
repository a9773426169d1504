import { LongshoreError } from "../../core/error.ts";
import { objectsOf } from "../../core/orphaned-object.ts";
import type { StoredObject } from "../../core/stored-object.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Objects, ReadObject } from "../../jetstream/objects.ts";
import type { Caller } from "./caller.ts";
import { answerBy, type Deps } from "./deps.ts";
import { getTask, type TaskPlaces } from "./find-task.ts";
import type { LargeBodies } from "./large-bodies.ts";
import { readPatiently } from "./patient-read.ts";

/** What of a task does not stand in its record, as JSON text or bytes. */
export interface LargeParts {
  readonly payload?: Buffer;
  readonly result?: Buffer;
}

/** A record with all that view FULL shows. */
export interface WholeTask {
  readonly record: TaskRecord;
  readonly parts: LargeParts;
}

type PartDeps = TaskPlaces & { readonly objects: Objects; readonly largeBodies: LargeBodies } & Pick<
    Deps,
    "log"
  >;

/** Whether something of a task does not stand in its record. */
export function hasLargeParts({ payloadObject, resultObject }: TaskRecord): boolean {
  return payloadObject !== undefined || resultObject !== undefined;
}

/**
 * Reads what does not stand in a record. When it is gone, the task is looked at again: it may have expired or changed meanwhile.
 * Throws LARGE_BODIES_BUSY, TASK_NOT_FOUND, BROKER_UNAVAILABLE; OBJECT_LOST when the record still refers to what is gone.
 */
export async function readLargeParts(record: TaskRecord, caller: Caller, deps: PartDeps): Promise<WholeTask> {
  const giveBack = deps.largeBodies.take(objectsOf(record).reduce((sum, { bytes }) => sum + bytes, 0));
  caller.onClosed(giveBack);
  const giveUpAt = answerBy(caller);
  const payload = await readPart(record, record.payloadObject, giveUpAt, deps);
  const result = await readPart(record, record.resultObject, giveUpAt, deps);
  if (payload?.kind !== "lost" && result?.kind !== "lost") {
    const parts = { ...(payload && { payload: payload.bytes }), ...(result && { result: result.bytes }) };
    return { record, parts };
  }
  giveBack();
  const { record: now } = await getTask(deps, record, giveUpAt);
  if (isSame(now, record)) throw lost(record, payload, result, deps);
  return hasLargeParts(now) ? readLargeParts(now, caller, deps) : { record: now, parts: {} };
}

type Part = Extract<ReadObject, { readonly kind: "read" | "lost" }>;

async function readPart(
  task: TaskKey,
  object: StoredObject | undefined,
  giveUpAt: number,
  { objects }: Pick<PartDeps, "objects">,
): Promise<Part | undefined> {
  if (object === undefined) return undefined;
  const { part } = await readPatiently(async () => {
    const part = await objects.read(task, object);
    return part.kind === "unknown" ? { ok: false, problem: part.problem } : { ok: true, part };
  }, giveUpAt);
  return part;
}

function isSame(now: TaskRecord, before: TaskRecord): boolean {
  return (
    now.payloadObject?.id === before.payloadObject?.id && now.resultObject?.id === before.resultObject?.id
  );
}

function lost(
  { id }: TaskRecord,
  payload: Part | undefined,
  result: Part | undefined,
  { log }: Pick<Deps, "log">,
): LongshoreError {
  const [part, gone] =
    payload?.kind === "lost" ? (["payload", payload] as const) : (["result", result] as const);
  const problem = gone?.kind === "lost" ? gone.problem : "";
  log.error({ task_id: id, problem }, "a large payload or result is lost");
  const told = problem.includes("damaged") ? "its bytes are damaged" : "it is not in the object store";
  return new LongshoreError("OBJECT_LOST", { part, task_id: id, problem: told });
}
