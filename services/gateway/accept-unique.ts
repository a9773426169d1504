import { setTimeout as delay } from "node:timers/promises";
import { AUDIT_OK } from "../../core/audit-entry.ts";
import { LongshoreError } from "../../core/error.ts";
import { applyAllowed, isTerminal } from "../../core/lifecycle.ts";
import type { UniqueKeyName } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { type ClaimDecision, decideClaim, type UniqueClaim } from "../../core/unique-key.ts";
import { nameUniqueKey, type StoredClaim } from "../../jetstream/unique-keys.ts";
import { type Accepted, compare, publishChosen } from "./accept-task.ts";
import type { Caller } from "./caller.ts";
import type { Deps } from "./deps.ts";
import { FREE, type Room } from "./depths.ts";
import { type FoundTask, findTask } from "./find-task.ts";
import { readPatiently } from "./patient-read.ts";
import { storeError } from "./store-error.ts";
import type { ReadyTask } from "./submission.ts";
import { takeOutOfLine } from "./take-out-of-line.ts";
import {
  FIRST_PAUSE_MS,
  LONGEST_PAUSE_MS,
  newClaim,
  ON_THE_WAY_MS,
  uniqueKeyBusy,
  uniqueKeyHeld,
} from "./unique-claim.ts";
import type { UniqueTerms } from "./unique-options.ts";
import { writeAudit } from "./write-audit.ts";

/** A task with a unique key that is ready to be stored. */
export type UniqueTask = ReadyTask & { readonly unique: UniqueTerms };

/** Tells tasks with a unique key from those without. */
export function hasUniqueKey(task: ReadyTask): task is UniqueTask {
  return task.unique !== undefined;
}

/** Who submits such a task. */
export interface UniqueSubmission {
  readonly task: UniqueTask;
  readonly idChosen: boolean;
  /** Whose key the audit names when a task gives way. */
  readonly caller: Pick<Caller, "project" | "keyId" | "from">;
}

/** Most keys are free: so claim first, and read when that is refused. */
const NOBODY: StoredClaim = { claim: undefined, revision: 0 };

/**
 * Stores a task with a unique key, unless another task holds the key: then its policy decides. First the key is claimed by
 * compare-and-set, then the task is published; who comes in between waits for the task. A claim whose task never comes,
 * because the claimant died, is taken over when it could not be published in time any more. Never rejects.
 */
export async function acceptUnique(
  deps: Deps,
  submission: UniqueSubmission,
  giveUpAt: number,
): Promise<Accepted> {
  const { record } = submission.task;
  try {
    // A submission that is sent again is the same task, also when the key has gone on to another one since.
    const earlier = submission.idChosen ? await findTask(deps, record, giveUpAt) : undefined;
    if (earlier !== undefined) return compare(record, earlier.record);
    return await new Contest(deps, submission, giveUpAt).run();
  } catch (error) {
    return { ok: false, error };
  }
}

/** One submission's way to its key. */
class Contest {
  readonly #deps: Deps;
  readonly #submission: UniqueSubmission;
  readonly #giveUpAt: number;
  readonly #name: UniqueKeyName;

  constructor(deps: Deps, submission: UniqueSubmission, giveUpAt: number) {
    this.#deps = deps;
    this.#submission = submission;
    this.#giveUpAt = giveUpAt;
    const { record, unique } = submission.task;
    this.#name = nameUniqueKey(record.project, record.type, unique.key);
  }

  async run(): Promise<Accepted> {
    let seen = NOBODY;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const decision = await this.#decide(seen);
      const accepted = await this.#carryOut(decision, seen.revision);
      if (accepted !== undefined) return accepted;
      if (Date.now() + pauseMs > this.#giveUpAt) return { ok: false, error: this.#busy() };
      if (decision.do === "wait") await delay(pauseMs);
      seen = await readPatiently(() => this.#deps.uniqueKeys.read(this.#name), this.#giveUpAt);
    }
  }

  async #decide({ claim }: StoredClaim): Promise<ClaimDecision> {
    const { record, unique } = this.#submission.task;
    const ask = { taskId: record.id, policy: unique.policy };
    const nowMs = this.#deps.storeClock.nowMs();
    const holder = claim && (await this.#find(claim.taskId));
    return decideClaim(claim, holder, ask, nowMs);
  }

  /** The answer; undefined when the key must be looked at again. */
  async #carryOut(decision: ClaimDecision, revision: number): Promise<Accepted | undefined> {
    const { record, unique } = this.#submission.task;
    switch (decision.do) {
      case "take":
        return this.#take(revision);
      case "replace":
        return this.#replace(decision.holder, revision);
      case "answer":
        if (decision.record.id === record.id) return compare(record, decision.record);
        return { ok: true, record: decision.record };
      case "refuse":
        return { ok: false, error: uniqueKeyHeld(unique.key, decision.record) };
      case "wait":
        return undefined;
    }
  }

  /** The room in the queue comes first: nobody gives way to a task that is refused. */
  async #replace(holder: FoundTask, revision: number): Promise<Accepted | undefined> {
    const { record } = this.#submission.task;
    const takesPlace = isInLine(holder.record, record.queue) && isInLine(record, record.queue);
    const room = takesPlace ? FREE : await this.#deps.room.lookAndEnter(record);
    if (!room.ok) return room;
    try {
      return (await this.#cancel(holder, record.id)) ? await this.#take(revision, room) : undefined;
    } finally {
      // Without this what is not published after all would count as if it waited, for ever.
      room.end();
    }
  }

  async #take(revision: number, room?: Room): Promise<Accepted | undefined> {
    const { uniqueKeys } = this.#deps;
    const leftMs = this.#giveUpAt - Date.now();
    const heldUntil = performance.now() + leftMs;
    const claimed = await uniqueKeys.claim(this.#name, this.#claim(leftMs), revision, this.#giveUpAt);
    if (claimed.kind === "conflict") return undefined;
    if (claimed.kind !== "stored") return { ok: false, error: storeError(claimed) };
    const accepted = await this.#publish(room);
    if (accepted.ok) return performance.now() > heldUntil ? await this.#confirm(accepted) : accepted;
    if (!mayBeStored(accepted.error)) await uniqueKeys.free(this.#name, claimed.sequence, this.#giveUpAt);
    return accepted;
  }

  #claim(leftMs: number): UniqueClaim {
    const { record, unique } = this.#submission.task;
    const nowMs = this.#deps.storeClock.nowMs();
    const { windowMs } = unique;
    const window = windowMs !== undefined && { windowUntil: new Date(nowMs + windowMs).toISOString() };
    return newClaim(record, nowMs, leftMs, { ...window });
  }

  #publish(room: Room | undefined): Promise<Accepted> | Accepted {
    // The first send is not held up by a limit: what comes too late is not sent at all.
    if (Date.now() >= this.#giveUpAt) return { ok: false, error: this.#busy() };
    return publishChosen(this.#deps, this.#submission.task, this.#giveUpAt, room);
  }

  /**
   * The answer to a publish came after its time, because this process stood still: somebody may have taken the key for free.
   * Then the task gives way, unless it has started.
   */
  async #confirm(accepted: Accepted): Promise<Accepted> {
    const { record } = this.#submission.task;
    const untilMs = Date.now() + ON_THE_WAY_MS;
    const { claim } = await readPatiently(() => this.#deps.uniqueKeys.read(this.#name), untilMs);
    if (claim?.taskId === record.id) return accepted;
    const own = await findTask(this.#deps, record, untilMs);
    const hasNotStarted = own !== undefined && own.record.attempt === 0 && !isTerminal(own.record.state);
    const givesWay = hasNotStarted && (await this.#cancel(own, claim?.taskId));
    return givesWay ? { ok: false, error: this.#busy() } : accepted;
  }

  #find(id: string): Promise<FoundTask | undefined> {
    const { project } = this.#submission.task.record;
    return findTask(this.#deps, { project, id }, this.#giveUpAt);
  }

  /** Cancels a task that has not started. False when it has changed since it was read. */
  async #cancel({ record, sequence }: FoundTask, successor: string | undefined): Promise<boolean> {
    const deps = this.#deps;
    const { caller } = this.#submission;
    const cancelled = applyAllowed(record, {
      type: "cancelled",
      time: new Date(deps.storeClock.nowMs()).toISOString(),
      attempt: record.attempt,
      by: caller.keyId,
      reason: "REPLACED",
      message: successor === undefined ? "its unique key was taken" : `replaced by task ${successor}`,
    });
    const written = await deps.records.writeAndWait(cancelled, sequence, this.#giveUpAt);
    if (written.kind === "conflict") return false;
    if (written.kind !== "stored") throw storeError(written);
    const resource = `tasks/${record.id}`;
    const detail = { type: record.type, reason: "REPLACED", successor: successor ?? "" };
    writeAudit(caller, { action: "SubmitTask", resource, outcome: AUDIT_OK, detail }, deps);
    await takeOutOfLine(cancelled, written.sequence, deps);
    return true;
  }

  #busy(): LongshoreError {
    return uniqueKeyBusy(this.#submission.task.unique.key);
  }
}

function isInLine({ state, queue }: TaskRecord, name: string): boolean {
  return state === "QUEUED" && queue === name;
}

/** Whether a publish that was not confirmed may have been stored all the same, or may still be. */
function mayBeStored(error: unknown): boolean {
  return error instanceof LongshoreError && error.reason === "BROKER_UNAVAILABLE";
}
