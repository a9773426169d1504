import { LongshoreError } from "../../core/error.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { ChangeDecision } from "../../core/task-change.ts";
import type { StoredRecord } from "../../jetstream/records.ts";
import { decideAnew } from "./decide-anew.ts";
import type { Deps } from "./deps.ts";
import type { FoundTask } from "./find-task.ts";
import { storeError } from "./store-error.ts";
import { takeOutOfLine } from "./take-out-of-line.ts";
import { writeWithTimers } from "./write-with-timers.ts";

/** Decides over a task as it is; asked again when somebody else has changed it in between. May throw a refusal. */
export type DecideChange = (record: TaskRecord) => ChangeDecision | Promise<ChangeDecision>;

/**
 * Changes a task that does not run: its record by compare-and-set, then the message that starts from that record, then what
 * was in line before. The fence makes each step safe to lose: an older message that is handed out meanwhile is put in line
 * again from the record, and a record without a message is found by the audit of the schedulers.
 *
 * Resolves with the task as it is then. Throws TASK_NOT_FOUND, TASK_STARTED, TASK_FINISHED, TASK_NOT_FINISHED, CONFLICT,
 * STORE_FULL, BROKER_UNAVAILABLE, and what `decide` throws.
 */
export function changeTask(
  key: TaskKey,
  decide: DecideChange,
  giveUpAt: number,
  deps: Deps,
  first?: FoundTask,
): Promise<TaskRecord> {
  return decideAnew(key, deps, giveUpAt, (found) => changeFound(found, decide, giveUpAt, deps), first);
}

async function changeFound(
  { record: before, sequence }: FoundTask,
  decide: DecideChange,
  giveUpAt: number,
  deps: Deps,
): Promise<TaskRecord | undefined> {
  const decision = await decide(before);
  if (decision.do === "nothing") return before;
  if (decision.do === "refuse") throw refusal(before, decision.why);
  const { record } = decision;
  const written = await writeWithTimers(before, { record, sequence }, giveUpAt, deps);
  if (written.kind === "conflict") return undefined;
  if (written.kind !== "stored") throw storeError(written);
  if (await putInLine(written, giveUpAt, deps)) {
    await takeOutOfLine(before, written.sequence, deps);
  }
  return record;
}

function refusal({ id, state, attempt }: TaskRecord, why: "STARTED" | "ENDED" | "NOT_ENDED"): LongshoreError {
  switch (why) {
    case "STARTED":
      return new LongshoreError("TASK_STARTED", { task_id: id, state, attempt: String(attempt) });
    case "ENDED":
      return new LongshoreError("TASK_FINISHED", { task_id: id, state });
    case "NOT_ENDED":
      return new LongshoreError("TASK_NOT_FINISHED", { task_id: id, state });
  }
}

/** Whether the message of a record is known to be in line. It is tried on when the caller cannot wait any longer. */
async function putInLine(stored: StoredRecord, giveUpAt: number, deps: Deps): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), Math.max(0, giveUpAt - Date.now()));
  deps.queue.requeue(stored, (published) => {
    if (published.kind !== "stored") {
      deps.log.warn(
        { task_id: stored.record.id, outcome: published.kind },
        "a task has no message in line; the audit of the schedulers mends that",
      );
    }
    resolve(published.kind === "stored");
  });
  const isInLine = await promise;
  clearTimeout(timer);
  return isInLine;
}
