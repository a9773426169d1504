import { onTestFinished } from "vitest";
import { encodeRecord } from "../../../core/codec.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { TASK_TYPE_DEFAULTS } from "../../../core/task-type.ts";
import type { Delivery } from "../../../jetstream/delivery.ts";
import { Objects } from "../../../jetstream/objects.ts";
import { createLog } from "../../../runtime/log.ts";
import { LargeParts } from "../../../services/worker/large-parts.ts";
import type { Job, Pool, RunningJob, StopReason } from "../../../services/worker/pool/pool.ts";
import type { RunnerDeps } from "../../../services/worker/runner-deps.ts";
import { Settler } from "../../../services/worker/settler.ts";
import { TaskRunner } from "../../../services/worker/task-runner.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { startStore } from "../../support/store.ts";

const log = createLog({ service: "test", instance: "test", level: "silent" });

/** A pool whose jobs end when the test says so. */
class FakePool implements Pool {
  readonly size: number;
  readonly jobs: { readonly job: Job; readonly stops: StopReason[]; end(outcome: AttemptOutcome): void }[] =
    [];
  #free: number;
  #onFree: () => void = () => undefined;

  constructor(size: number) {
    this.size = size;
    this.#free = size;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  resize(): void {}
  reload(): void {}
  problems = () => [];
  children = () => undefined;
  freeSlots = () => this.#free;

  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  run(job: Job): RunningJob {
    this.#free--;
    const { promise, resolve } = Promise.withResolvers<AttemptOutcome>();
    const stops: StopReason[] = [];
    const end = (outcome: AttemptOutcome) => {
      this.#free++;
      resolve(outcome);
      this.#onFree();
    };
    this.jobs.push({ job, stops, end });
    return { outcome: promise, stop: (reason) => void stops.push(reason), kill: () => undefined };
  }
}

/** A worker without its puller: the test hands it what it likes. */
export async function startRunner(
  size = 1,
  isPaused: (queue: string) => boolean = () => false,
  more: Partial<RunnerDeps> = {},
) {
  const store = await startStore();
  const pool = new FakePool(size);
  const { connection, records, queue } = store;
  const largeParts = new LargeParts({ objects: new Objects(connection), nowMs: Date.now, log });
  onTestFinished(() => largeParts.stop());
  const runner = new TaskRunner({
    connection,
    records,
    queue,
    settler: new Settler({ records, queue, largeParts, worker: "w2", crashLimit: 2, nowMs: Date.now, log }),
    largeParts,
    resultMaxBytes: 1024 ** 2,
    sampling: { sampler: "parentbased_always_on", ratio: 1 },
    pool,
    types: new Map([["greet", { ...TASK_TYPE_DEFAULTS, type: "greet" }]]),
    isPaused,
    worker: "w2",
    leaseMs: 30_000,
    nowMs: Date.now,
    log,
    ...more,
  });
  onTestFinished(async () => {
    for (const job of pool.jobs) job.end({ kind: "returned", result: "the test is over" });
    await runner.drain(5_000);
  });
  return { store, pool, runner };
}

/** A delivery of a message that carries this record. */
export function deliver(record: TaskRecord, of: Partial<Delivery> = {}) {
  const { promise: acked, resolve } = Promise.withResolvers<void>();
  let isAcked = false;
  const delivery: Delivery = {
    place: record,
    text: encodeRecord(record),
    recordSequence: 0,
    messageSequence: 1,
    deliveries: 1,
    behind: 0,
    passedOn: 0,
    extend: () => undefined,
    ack() {
      isAcked = true;
      resolve();
    },
    ...of,
  };
  return { delivery, acked, isAcked: () => isAcked };
}

/** Resolves when so many jobs have been begun. */
export const jobCount = (pool: FakePool, count: number) =>
  eventuallyTrue(`${count} jobs`, () => pool.jobs.length === count);
