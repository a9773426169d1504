import { applyAllowed, isRunning, isTerminal } from "../../core/lifecycle.ts";
import { type AttemptOutcome, decideOutcome } from "../../core/outcome.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Records } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { HeldTask } from "./held-tasks.ts";
import type { LargeParts } from "./large-parts.ts";

/** A full store is asked again after so long, in milliseconds: records expire, and make room. */
const FULL_RETRY_MS = 1_000;

export interface SettlerDeps {
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly largeParts: LargeParts;
  readonly worker: string;
  /** See `crashLoopLimit` of the settings. */
  readonly crashLimit: number;
  /** The server's time, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly log: Log;
}

/** Why a running task goes back to the queue: its worker stops, or may run no more tasks of that queue. */
export type HandBackReason = "DRAINED" | "PERMIT_LOST";

/**
 * Carries out the end of an attempt in the one safe order: the record first, by compare-and-set; then, for a task that will
 * run again, its message; the acknowledgement last. A crash between any two of them is repaired by the redelivery.
 */
export class Settler {
  readonly #records: Records;
  readonly #queue: TaskQueue;
  readonly #largeParts: LargeParts;
  readonly #worker: string;
  readonly #crashLimit: number;
  readonly #nowMs: () => number;
  readonly #log: Log;

  constructor({ records, queue, largeParts, worker, crashLimit, nowMs, log }: SettlerDeps) {
    this.#records = records;
    this.#queue = queue;
    this.#largeParts = largeParts;
    this.#worker = worker;
    this.#crashLimit = crashLimit;
    this.#nowMs = nowMs;
    this.#log = log;
  }

  /** Records how an attempt ended. Calls back once the task is off this worker's hands. */
  settle(held: HeldTask, outcome: AttemptOutcome, onDone: () => void): void {
    const { event, ...data } = decideOutcome(held.record, outcome, {
      nowMs: this.#nowMs(),
      random: Math.random(),
      worker: this.#worker,
      crashLimit: this.#crashLimit,
      ...(held.stopRequested !== undefined && { stopMs: Date.now() - held.stopRequested.at }),
    });
    this.#write(held, applyAllowed(held.record, event, data), onDone, {
      again: () => this.settle(held, outcome, onDone),
      onRefused: (problem) => {
        if (outcome.kind === "returned" && outcome.resultObject === undefined)
          void this.#settleApart(held, outcome, onDone);
        else this.settle(held, shorter(outcome, problem), onDone);
      },
    });
  }

  /** A result that is small enough for a record, but not together with all else that stands there, is kept apart from it. */
  async #settleApart(
    held: HeldTask,
    outcome: Extract<AttemptOutcome, { kind: "returned" }>,
    onDone: () => void,
  ): Promise<void> {
    const stored = await this.#largeParts.store(held.record, outcome);
    if (stored === undefined) onDone();
    else this.settle(held, stored, onDone);
  }

  /** Gives a running task back to the queue: no attempt is used, and its timeline says `interrupted` with the reason. */
  handBack(held: HeldTask, onDone: () => void, reason: HandBackReason = "DRAINED"): void {
    if (held.record.state === "CANCELLING") {
      const error = { name: "Killed", message: "killed: the worker was stopping", reason: "DRAINING" };
      this.settle(held, { kind: "failed", error, retryable: true }, onDone);
      return;
    }
    const interrupted = applyAllowed(held.record, {
      type: "interrupted",
      time: new Date(this.#nowMs()).toISOString(),
      attempt: held.record.attempt,
      worker: this.#worker,
      reason,
    });
    this.#write(held, interrupted, onDone, {
      again: () => this.handBack(held, onDone, reason),
      onRefused: (problem) => this.settle(held, doesNotFit(problem), onDone),
    });
  }

  /** Records the start of a task that has run unrecorded so far; when somebody else was first, it is told to stop. */
  recordLateStart(held: HeldTask): void {
    this.#records.write(held.record, held.sequence, (result) => {
      if (result.kind === "stored") held.sequence = result.sequence;
      else if (result.kind === "conflict") held.job?.stop("CANCELLED");
    });
  }

  #write(held: HeldTask, record: TaskRecord, onDone: () => void, { again, onRefused }: OtherWays): void {
    this.#records.write(record, held.sequence, (result) => {
      switch (result.kind) {
        case "stored":
          this.#afterRecorded(held, result.record, result.sequence, onDone);
          break;
        case "conflict":
          void this.#reread(held, onDone, again);
          break;
        case "full":
          this.#log.error(
            { task_id: record.id, problem: result.problem },
            "the store is full: the outcome is kept and tried again",
          );
          setTimeout(again, FULL_RETRY_MS);
          break;
        case "refused":
          this.#log.error(
            { task_id: record.id, problem: result.problem },
            "the record cannot be stored with this outcome",
          );
          // When not even the short word for that fits, the message stays, and with it the task.
          if (record.reason === DOES_NOT_FIT) onDone();
          else onRefused(result.problem);
          break;
        case "unknown":
          // Only when this process is stopping: the lease gives the task to another worker.
          onDone();
      }
    });
  }

  #afterRecorded(held: HeldTask, record: TaskRecord, sequence: number, onDone: () => void): void {
    if (isTerminal(record.state)) {
      held.delivery.ack();
      onDone();
      return;
    }
    this.#queue.requeue({ record, sequence }, (published) => {
      if (published.kind === "stored") held.delivery.ack();
      onDone();
    });
  }

  /** Somebody changed the task in between: a cancel, whose record is now ours to end, or another worker that took over. */
  async #reread(held: HeldTask, onDone: () => void, again: () => void): Promise<void> {
    const read = await this.#records.read(held.record);
    if (!read.ok) {
      setTimeout(again, FULL_RETRY_MS);
      return;
    }
    const current = read.stored;
    if (
      current !== undefined &&
      current.record.worker === this.#worker &&
      current.record.attempt === held.record.attempt &&
      isRunning(current.record.state)
    ) {
      held.record = current.record;
      held.sequence = current.sequence;
      again();
      return;
    }
    this.#log.warn(
      { task_id: held.record.id, attempt: held.record.attempt, state: current?.record.state },
      "the outcome of this attempt does not count: the task has moved on without it",
    );
    // An acknowledgement acts on the message, not on our delivery of it: while another worker has it, it is not ours to give.
    if (current !== undefined && isTerminal(current.record.state)) held.delivery.ack();
    onDone();
  }
}

/** What to do when a record was not stored. */
interface OtherWays {
  readonly again: () => void;
  readonly onRefused: (problem: string) => void;
}

/** Characters of a message that are kept when all of it does not fit. */
const SHORT_MESSAGE = 500;
const DOES_NOT_FIT = "RECORD_TOO_LARGE";

/** The same error in a few words, while that is less; else that it does not fit. */
function shorter(outcome: AttemptOutcome, problem: string): AttemptOutcome {
  if (outcome.kind !== "failed" || outcome.error.stack === undefined) return doesNotFit(problem);
  const { stack: _stack, causes: _causes, ...rest } = outcome.error;
  return { ...outcome, error: { ...rest, message: rest.message.slice(0, SHORT_MESSAGE) } };
}

/** The end of a task whose record, with what the handler returned or threw, is larger than one message may be. */
function doesNotFit(problem: string): AttemptOutcome {
  const message = `the outcome does not fit into the task's record: ${problem}`;
  const error = { name: "RecordTooLarge", message, reason: DOES_NOT_FIT };
  return { kind: "failed", error, retryable: false };
}
