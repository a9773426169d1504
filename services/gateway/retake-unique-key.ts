import { setTimeout as delay } from "node:timers/promises";
import type { TaskRecord } from "../../core/task.ts";
import { decideClaim } from "../../core/unique-key.ts";
import { nameUniqueKey, type StoredClaim } from "../../jetstream/unique-keys.ts";
import type { Deps } from "./deps.ts";
import { findTask } from "./find-task.ts";
import { readPatiently } from "./patient-read.ts";
import { storeError } from "./store-error.ts";
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, newClaim, uniqueKeyBusy, uniqueKeyHeld } from "./unique-claim.ts";

/** What is needed to take a key again. */
export type RetakeDeps = Pick<Deps, "uniqueKeys" | "storeClock" | "records" | "queue" | "queueNames">;

/**
 * Takes the unique key of a task that has ended and is to be done again, before that is recorded; does nothing for a task that has
 * none. Throws UNIQUE_KEY_HELD when another task holds it by now, UNIQUE_KEY_BUSY, STORE_FULL, BROKER_UNAVAILABLE.
 *
 * @param record the task as it has ended
 */
export async function retakeUniqueKey(deps: RetakeDeps, record: TaskRecord, giveUpAt: number): Promise<void> {
  const { uniqueKey } = record;
  if (uniqueKey === undefined) return;
  const name = nameUniqueKey(record.project, record.type, uniqueKey);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const seen = await readPatiently(() => deps.uniqueKeys.read(name), giveUpAt);
    const nowMs = deps.storeClock.nowMs();
    const decision = await decide(deps, record, seen, nowMs, giveUpAt);
    if (decision.do === "refuse") throw uniqueKeyHeld(uniqueKey, decision.record);
    const leftMs = giveUpAt - Date.now();
    if (leftMs <= pauseMs) throw uniqueKeyBusy(uniqueKey);
    if (decision.do === "take") {
      const isOurs = seen.claim?.taskId === record.id;
      const windowUntil = isOurs ? seen.claim?.windowUntil : undefined;
      const claim = newClaim(record, nowMs, leftMs, {
        endedAfter: record.timeline.length,
        ...(windowUntil !== undefined && { windowUntil }),
      });
      const claimed = await deps.uniqueKeys.claim(name, claim, seen.revision, giveUpAt);
      if (claimed.kind === "stored" && Date.now() < giveUpAt) return;
      if (claimed.kind !== "stored" && claimed.kind !== "conflict") throw storeError(claimed);
    }
    await delay(pauseMs);
  }
}

/** Its own earlier claim does not stand in the way of a task, so its own state is not looked at. */
async function decide(
  deps: RetakeDeps,
  { id, project }: TaskRecord,
  { claim }: StoredClaim,
  nowMs: number,
  giveUpAt: number,
) {
  const isOther = claim !== undefined && claim.taskId !== id;
  const holder = isOther ? await findTask(deps, { project, id: claim.taskId }, giveUpAt) : undefined;
  return decideClaim(claim, holder, { taskId: id, policy: "fail" }, nowMs);
}
