import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { decideRetry } from "../../core/task-change.ts";
import { changeTask } from "./change-task.ts";
import type { Deps } from "./deps.ts";
import { FREE } from "./depths.ts";
import type { FoundTask } from "./find-task.ts";
import type { NewPayload } from "./new-payload.ts";
import { retakeUniqueKey } from "./retake-unique-key.ts";

/** What is asked of a task that is to be done again. */
export interface RetryRequest {
  /** The id of the caller's key. */
  readonly by: string;
  /** May be empty. */
  readonly reason: string;
  /** Undefined: the one it had. */
  readonly payload?: NewPayload | undefined;
}

/**
 * Does one task again that has ended without success. Resolves with the record after that. Throws what `changeTask` and
 * `retakeUniqueKey` throw, QUEUE_FULL, and what is wrong with the payload.
 */
export async function retryOne(
  key: TaskKey,
  { by, reason, payload }: RetryRequest,
  giveUpAt: number,
  deps: Deps,
  first?: FoundTask,
): Promise<TaskRecord> {
  let leaveRoom: () => void = FREE.end;
  const decide = async (record: TaskRecord) => {
    leaveRoom();
    leaveRoom = FREE.end;
    payload?.check(record, deps);
    const decision = decideRetry(record, payload?.changes ?? {}, { by, nowMs: Date.now(), message: reason });
    if (decision.do !== "record") return decision;
    const room = await deps.room.lookAndEnter(decision.record);
    if (!room.ok) throw room.error;
    leaveRoom = room.end;
    await payload?.store(record, decision.record, { keyId: by, project: key.project }, giveUpAt, deps);
    await retakeUniqueKey(deps, record, giveUpAt);
    return decision;
  };
  const change = () => changeTask(key, decide, giveUpAt, deps, first);
  try {
    return await (payload === undefined ? change() : payload.during(key, deps, change));
  } finally {
    leaveRoom();
  }
}
