import { encodeRecord } from "../../core/codec.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { decideRetry } from "../../core/task-change.ts";
import { changeTask } from "./change-task.ts";
import type { Deps } from "./deps.ts";
import { FREE } from "./depths.ts";
import type { FoundTask } from "./find-task.ts";
import { checkNewPayload } from "./new-payload.ts";
import type { Payload } from "./payload.ts";
import { retakeUniqueKey } from "./retake-unique-key.ts";
import { sizeError } from "./submission.ts";

/** What is asked of a task that is to be done again. */
export interface RetryRequest {
  /** The id of the caller's key. */
  readonly by: string;
  /** May be empty. */
  readonly reason: string;
  /** Undefined: the one it had. */
  readonly payload?: Payload | undefined;
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
    checkNewPayload(payload, record, deps);
    const decision = decideRetry(record, payload ?? {}, { by, nowMs: Date.now(), message: reason });
    if (decision.do === "record" && payload !== undefined) {
      const error = sizeError(
        decision.record,
        encodeRecord(decision.record),
        { keyId: by, project: key.project },
        deps,
      );
      if (error !== undefined) throw error;
    }
    if (decision.do !== "record") return decision;
    const room = await deps.room.lookAndEnter(decision.record);
    if (!room.ok) throw room.error;
    leaveRoom = room.end;
    await retakeUniqueKey(deps, record, giveUpAt);
    return decision;
  };
  try {
    return await changeTask(key, decide, giveUpAt, deps, first);
  } finally {
    leaveRoom();
  }
}
