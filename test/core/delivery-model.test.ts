import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTerminal } from "../../core/lifecycle.ts";
import type { AttemptOutcome } from "../../core/outcome.ts";
import { newRecord, newTask } from "../support/task-record.ts";
import { cancel, type Fate, type Run, repair, type Steps, work } from "./actors-model.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { StoreModel } from "./store-model.ts";

const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
const OUTCOMES: Readonly<Record<string, AttemptOutcome>> = {
  success: { kind: "returned", result: 1 },
  failure: { kind: "failed", error, retryable: true },
  fatal: { kind: "failed", error, retryable: false },
  snooze: { kind: "snoozed", delayMs: 1_000 },
};
type OutcomeName = keyof typeof OUTCOMES;

/** What the world does next. A worker that has nothing takes a message; a client or a scheduler begins. */
type Move =
  | "worker 1"
  | "worker 2"
  | "client"
  | "scheduler"
  | "worker 1 dies"
  | "worker 2 dies"
  | "scheduler dies"
  | "leases of the dead lapse"
  | "all leases lapse"
  | "the schedule fires"
  | "the schedule fires twice";

const WORK: readonly Move[] = ["worker 1", "worker 2", "the schedule fires"];
const FAULTS: readonly Move[] = [
  "client",
  "scheduler",
  "worker 1 dies",
  "worker 2 dies",
  "scheduler dies",
  "leases of the dead lapse",
  "the schedule fires twice",
];
/** The lease of a worker that lives but stands still, cut off or suspended for longer than it lasts. */
const STALLS: readonly Move[] = [...FAULTS, "all leases lapse"];

interface Plan {
  readonly maxRetries: number;
  readonly outcomes: readonly OutcomeName[];
  readonly repeats: readonly boolean[];
  readonly moves: readonly Move[];
}

const plansOf = (moves: fc.Arbitrary<Move>): fc.Arbitrary<Plan> =>
  fc.record({
    maxRetries: fc.integer({ min: 0, max: 2 }),
    outcomes: fc.array(fc.constantFrom<OutcomeName>("success", "failure", "fatal", "snooze"), {
      maxLength: 6,
    }),
    repeats: fc.array(fc.boolean(), { maxLength: 4 }),
    // Long plans: what goes wrong needs several attempts to build up.
    moves: fc.array(moves, { maxLength: 80, size: "max" }),
  });

/** One task in a world of two workers, a client that cancels it and a scheduler that repairs it. */
class World {
  readonly store = new StoreModel();
  readonly runs: Run[] = [];
  readonly #submitted;
  readonly #fate: Fate;
  readonly #actors = new Map<string, Steps>();
  /** The message that each worker has on lease. */
  readonly #leases = new Map<string, number>();
  #asked = false;

  constructor({ maxRetries, outcomes, repeats }: Plan) {
    const { options } = newTask();
    const retry = { ...options.retry, maxRetries };
    this.#submitted = deepFreeze(newRecord({ options: { ...options, retry } }));
    this.store.publish({ record: this.#submitted, sequence: 0 });
    const comingOutcomes = [...outcomes];
    const comingRepeats = [...repeats];
    this.#fate = {
      nextOutcome: () => OUTCOMES[comingOutcomes.shift() ?? "success"] ?? { kind: "returned", result: 1 },
      repeatsPublish: () => comingRepeats.shift() ?? false,
    };
  }

  move(move: Move): void {
    switch (move) {
      case "worker 1":
      case "worker 2":
        this.#step(move, () => this.#take(move));
        break;
      case "client":
        this.#step(move, () => {
          if (this.#asked) return undefined;
          this.#asked = true;
          return cancel(this.store, this.#submitted);
        });
        break;
      case "scheduler":
        this.#step(move, () => {
          const message = [...this.store.messages.values()].find(({ place }) => place === "exhausted");
          return message && repair(this.store, message);
        });
        break;
      case "worker 1 dies":
      case "worker 2 dies":
      case "scheduler dies":
        this.#actors.delete(move.replace(" dies", ""));
        break;
      case "leases of the dead lapse":
        this.#lapseOfTheDead();
        break;
      case "all leases lapse":
        for (const { messageSequence } of [...this.store.messages.values()])
          this.store.lapse(messageSequence);
        break;
      case "the schedule fires":
        this.store.fire(false);
        break;
      case "the schedule fires twice":
        this.store.fire(true);
    }
  }

  /** Lets all that is alive go on, without faults, until nothing is left to do. */
  settle(): void {
    for (let round = 0; round < 500; round++) {
      for (const actor of ["worker 1", "worker 2", "client", "scheduler"] as const) {
        if (this.#actors.has(actor) || actor !== "client") this.move(actor);
      }
      this.move("the schedule fires");
      this.#lapseOfTheDead();
      if (this.store.messages.size === 0 && this.store.schedule === undefined && this.#actors.size === 0)
        return;
    }
    throw new Error("the task never comes to rest");
  }

  /** The living extend their leases. */
  #lapseOfTheDead(): void {
    for (const { messageSequence } of [...this.store.messages.values()]) {
      const isHeld = ["worker 1", "worker 2"].some(
        (worker) => this.#actors.has(worker) && this.#leases.get(worker) === messageSequence,
      );
      if (!isHeld) this.store.lapse(messageSequence);
    }
  }

  #take(worker: string): Steps | undefined {
    const message = this.store.take();
    if (message === undefined) return undefined;
    this.#leases.set(worker, message.messageSequence);
    return work(this.store, message, worker, this.#fate, this.runs);
  }

  #step(name: string, begin: () => Steps | undefined): void {
    const actor = this.#actors.get(name) ?? begin();
    if (actor === undefined) return;
    if (actor.next().done) this.#actors.delete(name);
    else this.#actors.set(name, actor);
  }
}

function play(plan: Plan): World {
  const world = new World(plan);
  for (const move of plan.moves) world.move(move);
  world.settle();
  return world;
}

const mixed = (faults: readonly Move[]) =>
  plansOf(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...WORK) },
      { weight: 1, arbitrary: fc.constantFrom(...faults) },
    ),
  );
const anything = mixed(STALLS);

describe("whatever dies, stalls, fires twice or is cancelled", () => {
  test("a task ends, exactly once, and leaves the queue", () => {
    fc.assert(
      fc.property(anything, (plan) => {
        const { store } = play(plan);
        expect(store.current && isTerminal(store.current.record.state)).toBe(true);
        expect(store.ends).toBe(1);
        expect(store.messages.size).toBe(0);
      }),
      { numRuns: 4_000 },
    );
  });

  test("no attempt runs twice, and every run is in the timeline", () => {
    fc.assert(
      fc.property(anything, (plan) => {
        const { runs, store } = play(plan);
        const started = store.current?.record.timeline.filter(({ type }) => type === "started") ?? [];
        const attempts = runs.map(({ attempt }) => attempt);
        expect(new Set(attempts).size).toBe(attempts.length);
        for (const { attempt, worker } of runs) {
          expect(started.some((event) => event.attempt === attempt && event.worker === worker)).toBe(true);
        }
      }),
      { numRuns: 4_000 },
    );
  });
});

describe("while whoever lives keeps its lease", () => {
  test("a handler is never called after the end", () => {
    fc.assert(
      fc.property(mixed(FAULTS), (plan) => {
        expect(play(plan).runs.filter(({ afterEnd }) => afterEnd)).toEqual([]);
      }),
      { numRuns: 4_000 },
    );
  });
});

describe("while every worker lives", () => {
  const peaceful = plansOf(
    fc.constantFrom<Move>(...WORK, ...WORK, "the schedule fires twice", "client", "scheduler"),
  );

  test("no attempt is taken for lost, even when there are two messages of one task", () => {
    fc.assert(
      fc.property(peaceful, (plan) => {
        const { store } = play(plan);
        const { timeline } = store.current?.record ?? { timeline: [] };
        expect(timeline.filter(({ type }) => type === "interrupted")).toEqual([]);
        expect(timeline.filter(({ reason }) => reason === "WORKER_LOST")).toEqual([]);
      }),
      { numRuns: 4_000 },
    );
  });
});
