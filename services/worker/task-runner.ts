import { decodeRecord } from "../../core/codec.ts";
import { type DeliveryDecision, decideDelivery, type Fenced } from "../../core/delivery.ts";
import { timeAfter } from "../../core/event.ts";
import { stampEvents } from "../../core/event-sequence.ts";
import { applyAllowed } from "../../core/lifecycle.ts";
import type { AttemptOutcome } from "../../core/outcome.ts";
import type { StoredObject } from "../../core/stored-object.ts";
import type { TaskPlace } from "../../core/subject.ts";
import { asQueued, type TaskRecord } from "../../core/task.ts";
import type { TaskType } from "../../core/task-type.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import type { AttemptKey, StopSignal } from "../../jetstream/signals.ts";
import { MAX_DELIVER } from "../../jetstream/topology.ts";
import { attemptEvents } from "./attempt-events.ts";
import { GiveBack, type Taken, type WhyNot } from "./give-back.ts";
import { type HeldTask, HeldTasks } from "./held-tasks.ts";
import { jobOf } from "./job-of.ts";
import { abandon, handBack, isLost } from "./let-go.ts";
import type { Job } from "./pool/pool.ts";
import { type Gate, leaveBoth, NOTHING, type RunnerDeps } from "./runner-deps.ts";

/** A lazily recorded start is recorded after all when the task has run so long, in milliseconds. */
const LAZY_START_MS = 100;
/** What is handed back when the time for draining is up may take so long to get there, in milliseconds. */
const HAND_BACK_MS = 5_000;

/**
 * Takes one delivery through its life here, in the order of this file: decide what it is, record the start, run the handler,
 * hand the outcome to the settler. Everything that could go wrong on the way has a place in `decideDelivery`; what cannot be
 * recorded is not run.
 */
export class TaskRunner {
  readonly #deps: RunnerDeps;
  readonly #held = new HeldTasks();
  readonly #giveBack: GiveBack;
  /** Held tasks that have not reached the pool yet. */
  #starting = 0;
  /** Deliveries whose record is being read: each may need a slot. */
  #deciding = 0;
  #onFree: () => void = () => undefined;
  #draining = false;
  /** Milliseconds since 1970; long ago when the connection has never been lost. */
  #reconnectedAt = 0;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#giveBack = new GiveBack(deps.queue, this.#held, deps.nowMs);
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
    return this.#held.all();
  }

  /** How many tasks of a project are held. */
  countOf(project: string): number {
    let count = 0;
    for (const { record } of this.#held.all()) if (record.project === project) count++;
    return count;
  }

  /** Takes a delivery, whatever it is. What does not start here goes back to the queue by itself. */
  take(delivery: Delivery): void {
    const held = this.#held.find(delivery.place);
    if (held?.delivery.messageSequence === delivery.messageSequence) {
      // Our own task again: its lease lapsed unnoticed. This delivery is the one to acknowledge.
      held.delivery = delivery;
      return;
    }
    const decoded = decodeRecord(delivery.text);
    if (!decoded.ok) {
      this.#deps.log.error(
        { place: delivery.place, problem: decoded.problem },
        "a message is not readable; left in the queue",
      );
      return;
    }
    const carried = {
      record: asQueued(decoded.record),
      sequence: delivery.recordSequence,
      messageSequence: delivery.messageSequence,
    };
    // Another message of a task that is held here: what is recorded tells which of them counts.
    if (delivery.deliveries > 1 || held !== undefined) void this.#reconsider({ delivery, carried });
    else this.#act({ delivery, carried }, decideDelivery(carried, undefined, this.#deps.nowMs()));
  }

  /** Reads what is stored, then decides: for a message that somebody else may have acted on. */
  async #reconsider(taken: Taken): Promise<void> {
    const { carried } = taken;
    this.#deciding++;
    const read = await this.#deps.records.read(carried.record);
    this.#deciding--;
    if (read.ok) {
      // Nothing is stored: the first start is still to come, or what was stored has expired.
      const current = read.stored ?? { record: carried.record, sequence: 0 };
      this.#act(taken, decideDelivery(carried, current, this.#deps.nowMs()));
    } else {
      this.#deps.log.warn(
        { task_id: carried.record.id, problem: read.problem },
        "record not readable; the message will be delivered again",
      );
    }
    // The slot that was kept for it may be free after all.
    this.#onFree();
  }

  #act(taken: Taken, decision: DeliveryDecision): void {
    const { delivery, carried } = taken;
    const takesOver =
      "from" in decision && decision.do !== "requeue" && decision.from.sequence !== carried.sequence;
    if (takesOver && this.#mayBeAlive(delivery)) return;
    switch (decision.do) {
      case "start":
        this.#start(taken, decision.from);
        break;
      case "end":
        this.#deps.records.write(decision.from.record, decision.from.sequence, (result) => {
          if (result.kind === "stored") delivery.ack();
          else if (result.kind === "conflict") void this.#reconsider(taken);
        });
        break;
      case "requeue":
        this.#requeue(delivery, decision.from);
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

  /** Puts a message that starts from this record in line, then takes the one that brought it here out. */
  #requeue(delivery: Delivery, from: Fenced): void {
    this.#deps.queue.requeue(from, (published) => {
      if (published.kind === "stored") delivery.ack();
    });
  }

  /** @param asked the gates that have been asked in vain, or have let it in since */
  #start(taken: Taken, from: Fenced, asked: readonly Gate[] = []): void {
    const place = this.#findPlace(from.record);
    if (!place.ok) {
      this.#sendBack(taken, from, place);
      return;
    }
    const { queue, project } = from.record;
    // The project first: who enters a queue uses up of its rate.
    const ofProject = this.#deps.projectGate?.(project);
    const leaveProject = ofProject === undefined ? NOTHING : ofProject.tryEnter();
    if (ofProject !== undefined && leaveProject === undefined) {
      if (asked.includes(ofProject))
        this.#sendBack(taken, from, { why: "project_full", inMs: ofProject.nextInMs() });
      else void this.#startLater(taken, from, ofProject, asked);
      return;
    }
    const ofQueue = this.#deps.gate?.(queue);
    const leave = ofQueue === undefined ? NOTHING : ofQueue.tryEnter();
    if (leave !== undefined) this.#hold(taken, from, place.type, leaveBoth(leave, leaveProject));
    else if (ofQueue === undefined || asked.includes(ofQueue))
      this.#sendBack(taken, from, { why: "no_permit" });
    else void this.#startLater(taken, from, ofQueue, asked);
  }

  /** A pull has brought a task for which its queue or project has given no leave: it is asked for now. */
  async #startLater(taken: Taken, from: Fenced, gate: Gate, asked: readonly Gate[]): Promise<void> {
    // Others may have the slot while a full project is waited for.
    const slots = gate === this.#deps.projectGate?.(from.record.project) ? 0 : 1;
    this.#deciding += slots;
    // A worker that stops waits for it: left on lease, the task would be kept from others.
    const returned = this.#held.beginReturn();
    await gate.prepare();
    this.#deciding -= slots;
    this.#start(taken, from, [...asked, gate]);
    returned();
    this.#onFree();
  }

  #sendBack(taken: Taken, from: Fenced, whyNot: WhyNot): void {
    if (whyNot.why === "unknown_type") this.#deps.gate?.(from.record.queue)?.rest();
    if (from.sequence === taken.carried.sequence) this.#giveBack.give(taken, whyNot);
    else this.#requeueLost(taken, from);
  }

  /** Whether a task can start here now. */
  #findPlace({ type: name, queue }: TaskRecord): Place {
    const type = this.#deps.types.get(name);
    if (type === undefined) return { ok: false, why: "unknown_type" };
    if (this.#deps.isPaused?.(queue) === true) return { ok: false, why: "paused" };
    return this.freeSlots() > 0 ? { ok: true, type } : { ok: false, why: "no_slot" };
  }

  /**
   * The worker of the recorded attempt is lost, and the next attempt cannot begin here: that is recorded, and a message that
   * starts from there is put in line. The old one, sent on, would be taken for one that has nothing to do with the attempt.
   */
  #requeueLost(taken: Taken, { record, sequence }: Fenced): void {
    this.#deps.records.write(record, sequence, (result) => {
      if (result.kind === "conflict") void this.#reconsider(taken);
      if (result.kind === "stored") this.#requeue(taken.delivery, result);
    });
  }

  #hold(taken: Taken, from: Fenced, type: TaskType, leave: () => void): void {
    const { delivery } = taken;
    const started = applyAllowed(from.record, {
      type: "started",
      time: timeAfter(from.record.timeline, this.#deps.nowMs()),
      attempt: from.record.attempt + 1,
      worker: this.#deps.worker,
      messageSequence: delivery.messageSequence,
    });
    const held: HeldTask = {
      delivery,
      // It is what the end is recorded on, without being read again.
      record: stampEvents(started, from.sequence),
      sequence: from.sequence,
      job: undefined,
      leave,
      stopRequested: undefined,
      ending: undefined,
    };
    this.#held.add(held);
    if (type.recordStart === "lazy") this.#runUnrecorded(held, type);
    else this.#runRecorded(held, type, taken);
  }

  #runRecorded(held: HeldTask, type: TaskType, taken: Taken): void {
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
      if (result.kind === "conflict") void this.#reconsider({ ...taken, delivery: held.delivery });
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
    const { connection, pool, log } = this.#deps;
    let job = jobOf(held.record, type, this.#deps);
    if (held.record.payloadObject !== undefined) {
      const payload = await this.#fetchPayload(held, held.record.payloadObject);
      if (payload === undefined) return;
      job = { ...job, ...payload };
    }
    const events = attemptEvents(connection, held.record, log);
    held.job = pool.run(job, events);
    if (held.stopRequested !== undefined) held.job.stop(held.stopRequested.why);
    const outcome = await held.job.outcome;
    events.end();
    if (held.ending !== undefined) return;
    held.ending = "settled";
    this.#settle(held, outcome);
  }

  /** The payload for a held task; undefined when it has come to another end. It keeps its slot meanwhile. */
  async #fetchPayload(held: HeldTask, object: StoredObject): Promise<Pick<Job, "payload"> | undefined> {
    this.#starting++;
    const isHeld = () => held.ending === undefined;
    const fetched = await this.#deps.largeParts.fetch(held.record, object, isHeld);
    this.#starting--;
    if (held.ending === "abandoned") this.#release(held);
    if (held.ending !== undefined || fetched === undefined) return undefined;
    if (fetched.ok) return fetched.payload;
    held.ending = "settled";
    this.#settle(held, fetched.outcome);
    return undefined;
  }

  #settle(held: HeldTask, outcome: AttemptOutcome): void {
    const { settler, largeParts } = this.#deps;
    const release = () => this.#release(held);
    if (outcome.kind !== "returned" || outcome.resultText === undefined) {
      settler.settle(held, outcome, release);
      return;
    }
    void largeParts.store(held.record, outcome).then((stored) => {
      if (stored === undefined) release();
      else settler.settle(held, stored, release);
    });
  }

  #release(held: HeldTask): void {
    this.#held.remove(held);
    held.leave();
    this.#onFree();
  }

  /** Stops an attempt that runs here; false when it does not. */
  stop(signal: StopSignal): boolean {
    const held = this.#find(signal);
    if (held === undefined) return false;
    const { why } = signal;
    if (why !== "SOFT_LIMIT" && why !== "HARD_LIMIT") held.stopRequested ??= { why, at: Date.now() };
    // Without a job yet it is stopped as soon as it has one.
    held.job?.stop(why);
    return true;
  }

  /** Whether an attempt is held here: from its start until its end is recorded. */
  runs(attempt: AttemptKey): boolean {
    return this.#find(attempt) !== undefined;
  }

  #find(key: AttemptKey): HeldTask | undefined {
    const held = this.#held.find(key);
    return held?.record.attempt === key.attempt ? held : undefined;
  }

  /** Lets running tasks end for at most `timeoutMs` milliseconds, then hands the rest back. Nothing new is taken. */
  async drain(timeoutMs: number): Promise<void> {
    this.#draining = true;
    if (await this.settled(timeoutMs)) return;
    for (const held of this.held()) void handBack(held, this.#deps.settler, () => this.#release(held));
    await this.settled(HAND_BACK_MS);
  }

  /**
   * Stops so many of the tasks that match, those that began last, and puts them back in line: others may run in their place by
   * now. No attempt is used. Returns how many there were.
   */
  handBackLast(count: number, matches: (place: TaskPlace) => boolean): number {
    const running = [...this.held()].filter(({ record, ending }) => matches(record) && !ending);
    const last = running.reverse().slice(0, count);
    for (const held of last) {
      const { id, attempt, queue, project } = held.record;
      this.#deps.log.warn(
        { task_id: id, attempt, queue, project },
        "permit lost: NATS was away for too long; the task is stopped and put back in line",
      );
      void handBack(held, this.#deps.settler, () => this.#release(held), "PERMIT_LOST");
    }
    return last.length;
  }

  /** Whether nothing is held or on its way back any more, after at most `timeoutMs` milliseconds. */
  settled(timeoutMs: number): Promise<boolean> {
    return this.#held.empty(timeoutMs);
  }

  /** Kills all that runs here: this worker has stood still for longer than its leases, and others may run the same by now. */
  abandonAll(): void {
    for (const held of this.held()) abandon(held, this.#deps.log, () => this.#release(held));
  }

  /** Kills what runs here and is not ours any more, by what is recorded: to be called when NATS has been away for long. */
  async abandonLost(): Promise<void> {
    const { records, worker, log } = this.#deps;
    const abandonIfLost = async (held: HeldTask) => {
      if (await isLost(held, records, worker)) abandon(held, log, () => this.#release(held));
    };
    await Promise.all([...this.held()].map(abandonIfLost));
  }
}

type Place = { readonly ok: true; readonly type: TaskType } | ({ readonly ok: false } & WhyNot);
