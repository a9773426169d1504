import { decodeRecord } from "../../core/codec.ts";
import { type Carried, type DeliveryDecision, decideDelivery, type Fenced } from "../../core/delivery.ts";
import { applyEvent } from "../../core/lifecycle.ts";
import { asQueued, type TaskRecord } from "../../core/task.ts";
import type { TaskType } from "../../core/task-type.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import type { OnPublished } from "../../jetstream/publisher.ts";
import type { Records } from "../../jetstream/records.ts";
import type { StopSignal } from "../../jetstream/signals.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import { MAX_DELIVER } from "../../jetstream/topology.ts";
import type { Log } from "../../runtime/log.ts";
import { attemptEvents } from "./attempt-events.ts";
import type { Job, Pool } from "./pool/pool.ts";
import { type HeldTask, heldKey } from "./running-task.ts";
import type { Settler } from "./settler.ts";

/** A task of a type that this worker does not have is passed on, first after so long, then twice as long each time. Milliseconds. */
const FIRST_PASS_MS = 100;
const LONGEST_PASS_MS = 5_000;
/** A killed child is gone well within this time, in milliseconds. */
const KILL_MS = 1_000;
/** A lazily recorded start is recorded after all when the task has run so long, in milliseconds. */
const LAZY_START_MS = 100;

/** A task that a pull brought whose queue has been paused meanwhile is back in line after so long: pulls of others end. */
const PAUSED_MS = 1_000;

export interface RunnerDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly settler: Settler;
  readonly pool: Pool;
  readonly types: ReadonlyMap<string, TaskType>;
  /** Whether tasks of a queue are not to be started now. Default: none. */
  readonly isPaused?: (queue: string) => boolean;
  readonly worker: string;
  /** How long a worker may be silent before its task goes to another, in milliseconds. */
  readonly leaseMs: number;
  readonly log: Log;
}

/**
 * Takes one delivery through its life here: decide what it is, record the start, run the handler, hand the outcome to the
 * settler. Everything that could go wrong on the way has a place in `decideDelivery`; what cannot be recorded is not run.
 */
export class TaskRunner {
  readonly #deps: RunnerDeps;
  readonly #held = new Map<string, HeldTask>();
  /** Held tasks that have not reached the pool yet. */
  #starting = 0;
  /** Deliveries whose record is being read: each may need a slot. */
  #deciding = 0;
  /** Messages that are on their way back to the queue. */
  #goingBack = 0;
  #idle: (() => void) | undefined;
  #onFree: () => void = () => undefined;
  #draining = false;
  /** Milliseconds since 1970; long ago when the connection has never been lost. */
  #reconnectedAt = 0;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    deps.connection.onReconnect(() => {
      this.#reconnectedAt = Date.now();
    });
    deps.pool.onFree(() => this.#onFree());
  }

  /** Tasks that may be taken now: slots of the pool that no held task has or is about to take. */
  freeSlots(): number {
    if (this.#draining) return 0;
    const { pool } = this.#deps;
    return Math.min(pool.freeSlots() - this.#starting, pool.size - this.#held.size) - this.#deciding;
  }

  /** Calls back whenever a task may be taken again. */
  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  /** What is held now, for leases and heartbeats. */
  held(): Iterable<HeldTask> {
    return this.#held.values();
  }

  take(delivery: Delivery): void {
    const key = heldKey(delivery.place);
    const held = this.#held.get(key);
    if (held?.delivery.messageSequence === delivery.messageSequence) {
      // Our own task again: its lease lapsed unnoticed. This delivery is the one to acknowledge.
      held.delivery = delivery;
      return;
    }
    const decoded = decodeRecord(delivery.text);
    if (!decoded.ok) {
      this.#deps.log.error(
        { subject: delivery.place, problem: decoded.problem },
        "a message is not readable; left in the queue",
      );
      return;
    }
    const carried: Carried = {
      record: asQueued(decoded.record),
      sequence: delivery.recordSequence,
      messageSequence: delivery.messageSequence,
    };
    // Another message of a task that is held here: what is recorded tells which of them counts.
    if (delivery.deliveries > 1 || held !== undefined) void this.#reconsider(delivery, carried);
    else this.#act(delivery, carried, decideDelivery(carried, undefined, Date.now()));
  }

  /** Stops an attempt that runs here; false when it does not. */
  stop(signal: StopSignal): boolean {
    const held = this.#held.get(heldKey(signal));
    if (held === undefined || held.record.attempt !== signal.attempt) return false;
    held.stopRequestedAt ??= Date.now();
    // Without a job yet it is stopped as soon as it has one.
    held.job?.stop("CANCELLED");
    return true;
  }

  /** Lets running tasks end for at most `timeoutMs` milliseconds, then hands the rest back. Nothing new is taken. */
  async drain(timeoutMs: number): Promise<void> {
    this.#draining = true;
    if (await this.settled(timeoutMs)) return;
    for (const held of this.#held.values()) void this.#handBack(held);
    await this.settled(5_000);
  }

  /** The handler first, then the record: nobody may start the next attempt while this one still runs. */
  async #handBack(held: HeldTask): Promise<void> {
    if (held.ending !== undefined) return;
    held.ending = "handed_back";
    if (held.job !== undefined) {
      held.job.stop("DRAINING");
      // In the worker's own process nothing can be killed: one that does not listen ends with the process.
      const { promise: tooLong, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, KILL_MS);
      await Promise.race([held.job.outcome, tooLong]);
      clearTimeout(timer);
    }
    this.#deps.settler.handBack(held, () => this.#release(held));
  }

  /** Kills all that runs here: this worker has stood still for longer than its leases, and others may run the same by now. */
  abandonAll(): void {
    for (const held of this.#held.values()) this.#abandon(held);
  }

  /** Kills what runs here and is not ours any more, by what is recorded: to be called when NATS has been away for long. */
  async abandonLost(): Promise<void> {
    await Promise.all([...this.#held.values()].map((held) => this.#abandonIfLost(held)));
  }

  async #abandonIfLost(held: HeldTask): Promise<void> {
    if (held.job === undefined || held.ending !== undefined) return;
    const read = await this.#deps.records.read(held.record);
    const current = read.ok ? read.stored?.record : undefined;
    if (current === undefined) return;
    if (current.worker !== this.#deps.worker || current.attempt !== held.record.attempt) this.#abandon(held);
  }

  /** The attempt ends without an outcome, and the message without an acknowledgement: whoever has it now decides. */
  #abandon(held: HeldTask): void {
    if (held.ending !== undefined) return;
    held.ending = "abandoned";
    this.#deps.log.warn(
      { task_id: held.record.id, attempt: held.record.attempt },
      "lease lost: the attempt is killed, and its outcome will not count",
    );
    held.job?.kill();
    // One that has not reached the pool yet is let go when its start is answered.
    void held.job?.outcome.then(() => this.#release(held));
  }

  /** Reads what is stored, then decides: for a message that somebody else may have acted on. */
  async #reconsider(delivery: Delivery, carried: Carried): Promise<void> {
    this.#deciding++;
    const read = await this.#deps.records.read(carried.record);
    this.#deciding--;
    if (read.ok) {
      // Nothing is stored: the first start is still to come, or what was stored has expired.
      const current = read.stored ?? { record: carried.record, sequence: 0 };
      this.#act(delivery, carried, decideDelivery(carried, current, Date.now()));
    } else {
      this.#deps.log.warn(
        { task_id: carried.record.id, problem: read.problem },
        "record not readable; the message will be delivered again",
      );
    }
    // The slot that was kept for it may be free after all.
    this.#onFree();
  }

  #act(delivery: Delivery, carried: Carried, decision: DeliveryDecision): void {
    const takesOver =
      "from" in decision && decision.do !== "requeue" && decision.from.sequence !== carried.sequence;
    if (takesOver && this.#mayBeAlive(delivery)) return;
    switch (decision.do) {
      case "start":
        this.#start(delivery, carried, decision.from);
        break;
      case "end":
        this.#deps.records.write(decision.from.record, decision.from.sequence, (result) => {
          if (result.kind === "stored") delivery.ack();
          else if (result.kind === "conflict") void this.#reconsider(delivery, carried);
        });
        break;
      case "requeue":
        this.#deps.queue.requeue(decision.from, (published) => {
          if (published.kind === "stored") delivery.ack();
        });
        break;
      case "drop":
        delivery.ack();
        break;
    }
  }

  /**
   * Whether the worker of the recorded attempt may live although its message has come to us: then the message is left, and its
   * lease, which has begun again, will tell. After a crash NATS hands out anew what it had just handed out; after an outage it
   * hands out what nobody could extend, and whoever connects first gets it. The last delivery there is must be acted on.
   */
  #mayBeAlive({ deliveries }: Delivery): boolean {
    if (deliveries === 1) return true;
    return deliveries < MAX_DELIVER && Date.now() - this.#reconnectedAt < this.#deps.leaseMs;
  }

  #start(delivery: Delivery, carried: Carried, from: Fenced): void {
    const type = this.#deps.types.get(from.record.type);
    const isPaused = this.#deps.isPaused?.(from.record.queue) === true;
    if (type === undefined || isPaused || this.freeSlots() <= 0) {
      if (from.sequence !== carried.sequence) this.#requeueLost(delivery, carried, from);
      else if (type === undefined) this.#passOn(delivery, carried);
      else if (isPaused) this.#giveBack(delivery, carried, PAUSED_MS, delivery.passedOn);
      else this.#giveBack(delivery, carried, 0, delivery.passedOn);
      return;
    }
    const started = applyEvent(from.record, {
      type: "started",
      time: new Date().toISOString(),
      attempt: from.record.attempt + 1,
      worker: this.#deps.worker,
      messageSequence: delivery.messageSequence,
    });
    if (!started.ok)
      throw new Error(`a start was refused: ${started.refusal.why} in ${started.refusal.state}`);
    const held: HeldTask = {
      delivery,
      record: started.record,
      sequence: from.sequence,
      job: undefined,
      stopRequestedAt: undefined,
      ending: undefined,
    };
    this.#held.set(heldKey(held.record), held);
    if (type.recordStart === "lazy") this.#runUnrecorded(held, type);
    else this.#runRecorded(held, type, carried);
  }

  #runRecorded(held: HeldTask, type: TaskType, carried: Carried): void {
    this.#starting++;
    this.#deps.records.write(held.record, held.sequence, (result) => {
      this.#starting--;
      if (result.kind === "stored") {
        held.sequence = result.sequence;
        if (held.ending === undefined) void this.#run(held, type);
        else if (held.ending === "abandoned") this.#release(held);
        return;
      }
      this.#release(held);
      if (result.kind === "conflict") void this.#reconsider(held.delivery, carried);
      else
        this.#deps.log.warn(
          { task_id: held.record.id, problem: result.problem },
          "start not recorded, so not run; the lease gives the task to the next worker",
        );
    });
  }

  #runUnrecorded(held: HeldTask, type: TaskType): void {
    const timer = setTimeout(() => this.#deps.settler.recordLateStart(held), LAZY_START_MS);
    void this.#run(held, type).finally(() => clearTimeout(timer));
  }

  async #run(held: HeldTask, type: TaskType): Promise<void> {
    const { record } = held;
    const events = attemptEvents(this.#deps.connection, record, this.#deps.log);
    held.job = this.#deps.pool.run(jobOf(record, type), events);
    if (held.stopRequestedAt !== undefined) held.job.stop("CANCELLED");
    const outcome = await held.job.outcome;
    events.end();
    if (held.ending !== undefined) return;
    held.ending = "settled";
    this.#deps.settler.settle(held, outcome, () => this.#release(held));
  }

  /**
   * Puts a task of an unknown type in line again, after a while. The while is spread by chance: pulls last as long as each
   * other, so that with a fixed one the same worker would be the next to be served each time.
   */
  #passOn(delivery: Delivery, carried: Carried): void {
    const longestMs = Math.min(FIRST_PASS_MS * 2 ** delivery.passedOn, LONGEST_PASS_MS);
    this.#giveBack(
      delivery,
      carried,
      Math.ceil(longestMs * (0.5 + Math.random() / 2)),
      delivery.passedOn + 1,
    );
  }

  #giveBack(delivery: Delivery, carried: Carried, delayMs: number, passedOn: number): void {
    const onPublished: OnPublished = (published) => {
      if (published.kind === "stored") delivery.ack();
      this.#goingBack--;
      this.#tellIfIdle();
    };
    this.#goingBack++;
    const { record, sequence } = carried;
    this.#deps.queue.giveBack(record, sequence, delayMs, Date.now(), onPublished, passedOn);
  }

  /**
   * The worker of the recorded attempt is lost, and the next attempt cannot begin here: that is recorded, and a message that
   * starts from there is put in line. The old one, sent on, would be taken for one that has nothing to do with the attempt.
   */
  #requeueLost(delivery: Delivery, carried: Carried, { record, sequence }: Fenced): void {
    this.#deps.records.write(record, sequence, (result) => {
      if (result.kind === "conflict") void this.#reconsider(delivery, carried);
      if (result.kind !== "stored") return;
      this.#deps.queue.requeue({ record, sequence: result.sequence }, (published) => {
        if (published.kind === "stored") delivery.ack();
      });
    });
  }

  #release(held: HeldTask): void {
    const key = heldKey(held.record);
    if (this.#held.get(key) === held) this.#held.delete(key);
    this.#tellIfIdle();
    this.#onFree();
  }

  #isIdle(): boolean {
    return this.#held.size === 0 && this.#goingBack === 0;
  }

  #tellIfIdle(): void {
    if (this.#isIdle()) this.#idle?.();
  }

  /** Whether nothing is held or on its way back any more, after at most `timeoutMs` milliseconds. */
  settled(timeoutMs: number): Promise<boolean> {
    if (this.#isIdle()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

function jobOf(record: TaskRecord, type: TaskType): Job {
  return {
    taskId: record.id,
    project: record.project,
    type: record.type,
    attempt: record.attempt,
    maxAttempts: record.maxAttempts,
    payload: record.payload,
    ...(record.payloadContentType !== undefined && { payloadContentType: record.payloadContentType }),
    softLimitMs: record.options.softLimitMs,
    hardLimitMs: record.options.hardLimitMs,
    cancelGraceMs: type.cancelGraceMs,
    memoryLimitBytes: type.memoryLimitBytes,
    ...(record.traceparent !== undefined && { traceparent: record.traceparent }),
  };
}
