import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { applyAllowed, isTerminal } from "../../../core/lifecycle.ts";
import { createRecord, type TaskRecord } from "../../../core/task.ts";
import { UNIQUE_POLICIES, type UniqueClaim, type UniquePolicy } from "../../../core/unique-key.ts";
import type { OnPublished, Published } from "../../../jetstream/publisher.ts";
import type { Accepted } from "../../../services/gateway/accept-task.ts";
import { acceptUnique } from "../../../services/gateway/accept-unique.ts";
import type { Deps } from "../../../services/gateway/deps.ts";
import { retakeUniqueKey } from "../../../services/gateway/retake-unique-key.ts";
import { TaskRoom } from "../../../services/gateway/task-room.ts";
import { newTask } from "../../support/task-record.ts";

// The code under test sleeps by promises, which the fake clock does not know.
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));
afterEach(() => vi.useRealTimers());

/** How long one submission tries, in milliseconds. */
const TRIES_FOR_MS = 3_000;
/** How long a message that was sent in time may be under way: what the claim allows for. */
const ON_THE_WAY_MS = 2_000;

interface Operation {
  readonly process: number;
  /** What it does in the store; undefined once it has been done. */
  apply: (() => void) | undefined;
  readonly reply: () => void;
  /** When a publish has arrived or never will, in milliseconds since 1970. */
  readonly arrivesBy: number;
  /** Long under way: nothing comes of it until time has passed. */
  isSlow: boolean;
}

/** A store whose operations happen, and are answered, when the test says so. */
class Store {
  readonly operations: Operation[] = [];
  readonly tasks = new Map<string, { record: TaskRecord; sequence: number }>();
  /** The most tasks that have lived at one time. */
  mostLive = 0;
  #claim: { text: string; revision: number } | undefined;
  #sequence = 0;

  get live(): TaskRecord[] {
    return [...this.tasks.values()].flatMap(({ record }) => (isTerminal(record.state) ? [] : [record]));
  }

  /** What a gateway works with. */
  depsOf(process: number): Deps {
    const op = <T>(apply: () => T, arrivesBy = Number.POSITIVE_INFINITY) =>
      this.#op(process, apply, arrivesBy);
    const read = (inQueue: boolean, id: string) => {
      const stored = this.tasks.get(id);
      const found = stored !== undefined && (stored.sequence === 0) === inQueue ? stored : undefined;
      return { ok: true as const, stored: found };
    };
    const fakes = {
      records: {
        read: ({ id }: TaskRecord) => op(() => read(false, id)),
        writeAndWait: (record: TaskRecord, expected: number, giveUpAt: number) =>
          op(() => {
            if (this.tasks.get(record.id)?.sequence !== expected) return { kind: "conflict" };
            return { kind: "stored", sequence: this.write(record) };
          }, giveUpAt + ON_THE_WAY_MS),
      },
      queue: {
        findWaiting: ({ id }: TaskRecord) => op(() => read(true, id)),
        submit: (record: TaskRecord, onPublished: OnPublished, giveUpAt: number) =>
          void op(() => this.#publish(record), giveUpAt + ON_THE_WAY_MS).then(onPublished),
        removeOlder: async () => ({ ok: true }),
      },
      room: new TaskRoom({
        maxDepth: () => undefined,
        countWaiting: async () => 0,
        maxQueued: () => undefined,
        countQueued: async () => 0,
        storeError: () => undefined,
      }),
      uniqueKeys: {
        read: () =>
          op(() => ({
            ok: true as const,
            claim:
              this.#claim?.text === undefined || this.#claim.text === ""
                ? undefined
                : (JSON.parse(this.#claim.text) as UniqueClaim),
            revision: this.#claim?.revision ?? 0,
          })),
        claim: (_name: unknown, claim: UniqueClaim, expected: number, giveUpAt: number) =>
          op(() => this.#put(JSON.stringify(claim), expected), giveUpAt + ON_THE_WAY_MS),
        free: (_name: unknown, revision: number) => op(() => this.#put("", revision)),
      },
      queueNames: () => ["default"],
      storeClock: { nowMs: () => Date.now(), stop: () => undefined },
      publisher: { publish: () => undefined },
      log: { warn: () => undefined },
    };
    return fakes as unknown as Deps;
  }

  write(record: TaskRecord): number {
    this.tasks.set(record.id, { record, sequence: ++this.#sequence });
    this.mostLive = Math.max(this.mostLive, this.live.length);
    return this.#sequence;
  }

  #publish(record: TaskRecord): Published {
    const duplicate = this.tasks.has(record.id);
    if (!duplicate) this.tasks.set(record.id, { record, sequence: 0 });
    this.mostLive = Math.max(this.mostLive, this.live.length);
    return { kind: "stored", sequence: ++this.#sequence, duplicate, retried: false };
  }

  #put(text: string, expected: number): Published {
    if ((this.#claim?.revision ?? 0) !== expected) return { kind: "conflict", retried: false };
    this.#claim = { text, revision: ++this.#sequence };
    return { kind: "stored", sequence: this.#sequence, duplicate: false, retried: false };
  }

  #op<T>(process: number, apply: () => T, arrivesBy: number): Promise<T> {
    return new Promise((resolve) => {
      let result: T;
      this.operations.push({
        process,
        apply: () => {
          result = apply();
        },
        reply: () => resolve(result),
        arrivesBy,
        isSlow: false,
      });
    });
  }
}

/** Chooses one of `count`, from 0. */
type Choose = (count: number) => number;

class World {
  readonly store = new Store();
  readonly answers: Accepted[] = [];
  /** What retries were refused with. */
  readonly errors: unknown[] = [];
  readonly #dead = new Set<number>();
  readonly #choose: Choose;
  #processes = 0;
  #asked: { record: TaskRecord; policy: UniquePolicy }[] = [];

  constructor(choose: Choose) {
    this.#choose = choose;
  }

  /** A new submission, or one sent again, at a gateway of its own. */
  submit(policy: UniquePolicy, again: boolean): void {
    const earlier = again ? this.#asked[this.#choose(Math.max(1, this.#asked.length))] : undefined;
    const record = earlier?.record ?? createRecord({ ...newTask(), uniqueKey: "k" }, Date.now());
    if (earlier === undefined) this.#asked.push({ record, policy });
    const task = { record, body: "", unique: { key: "k", policy: earlier?.policy ?? policy } };
    const deps = this.store.depsOf(this.#processes++);
    const submission = { task, idChosen: true, caller: { project: "acme", keyId: "key", from: "" } };
    void acceptUnique(deps, submission, Date.now() + TRIES_FOR_MS).then((accepted) =>
      this.answers.push(accepted),
    );
  }

  /** Somebody wants a task that has failed to be done again. */
  retry(): void {
    const failed = [...this.store.tasks.values()].filter(({ record }) => record.state === "FAILED");
    const found = failed[this.#choose(Math.max(1, failed.length))];
    if (found === undefined) return;
    const { record, sequence } = found;
    const deps = this.store.depsOf(this.#processes++);
    const giveUpAt = Date.now() + TRIES_FOR_MS;
    const event = { type: "requeued", time: new Date().toISOString(), attempt: record.attempt } as const;
    void retakeUniqueKey(deps, record, giveUpAt)
      .then(() => deps.records.writeAndWait(applyAllowed(record, event), sequence, giveUpAt))
      .catch((error: unknown) => this.errors.push(error));
  }

  acceptedIds(): string[] {
    return this.answers.flatMap((answer) => (answer.ok ? [answer.record.id] : []));
  }

  /** Some operation happens in the store, or its answer arrives. */
  async operate(): Promise<void> {
    const { operations } = this.store;
    const ready = operations.filter(({ isSlow }) => !isSlow);
    const operation = ready[this.#choose(Math.max(1, ready.length))];
    if (operation === undefined) return;
    if (operation.apply !== undefined) {
      operation.apply();
      operation.apply = undefined;
    } else {
      operations.splice(operations.indexOf(operation), 1);
      if (!this.#dead.has(operation.process)) operation.reply();
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  /** A publish gets stuck on its way. */
  stall(): void {
    const { operations } = this.store;
    for (const operation of operations) {
      if (operation.apply !== undefined && operation.arrivesBy < Number.POSITIVE_INFINITY)
        operation.isSlow = true;
    }
  }

  /** A gateway dies: what it has sent may arrive, but it hears no answer. */
  crash(): void {
    if (this.#processes > 0) this.#dead.add(this.#choose(this.#processes));
  }

  /** Time passes. What was sent in time arrives in time, or is lost. */
  async pass(ms: number): Promise<void> {
    const now = Date.now() + ms;
    for (const operation of this.store.operations) {
      const isLate = operation.arrivesBy < now;
      if (isLate || this.#choose(4) === 0) operation.isSlow = false;
      if (!isLate || operation.apply === undefined) continue;
      if (this.#choose(2) === 0) operation.apply();
      else this.#dead.add(operation.process);
      operation.apply = undefined;
    }
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** A worker starts a task, or ends one, or both. */
  work(): void {
    const { live } = this.store;
    const record = live[this.#choose(Math.max(1, live.length))];
    if (record === undefined) return;
    const time = new Date().toISOString();
    const started =
      record.state === "RUNNING"
        ? record
        : applyAllowed(record, { type: "started", time, attempt: record.attempt + 1, worker: "w" });
    const { attempt } = started;
    const type = (["started", "succeeded", "failed", "failed"] as const)[this.#choose(4)] ?? "failed";
    this.store.write(type === "started" ? started : applyAllowed(started, { type, time, attempt }));
  }

  /** Everything that is under way comes to its end. */
  async settle(): Promise<void> {
    for (let i = 0; i < 3_000; i++) {
      if (this.store.operations.some(({ isSlow }) => !isSlow)) await this.operate();
      else if (this.store.operations.length + vi.getTimerCount() > 0) await this.pass(50);
      else return;
    }
    throw new Error("submissions go on for ever");
  }
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("submit" as const),
        policy: fc.constantFrom(...UNIQUE_POLICIES),
        again: fc.boolean(),
      }),
    },
    { weight: 12, arbitrary: fc.constant({ do: "operate" as const }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(1, 400, 1_500, 3_500) }),
    },
    { weight: 1, arbitrary: fc.constant({ do: "stall" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "crash" as const }) },
    { weight: 2, arbitrary: fc.constant({ do: "work" as const }) },
    { weight: 2, arbitrary: fc.constant({ do: "retry" as const }) },
  ),
  { minLength: 20, maxLength: 150 },
);

test("however submissions, retries, answers, crashes and workers interleave, one live task has the key; nobody waits for ever", async () => {
  vi.useFakeTimers();
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat(1_000_000)), async (plan, chances) => {
      const world = new World((count) => (chances.next().value as number) % count);
      for (const step of plan) {
        if (step.do === "submit") world.submit(step.policy, step.again);
        else if (step.do === "operate") await world.operate();
        else if (step.do === "pass") await world.pass(step.ms);
        else if (step.do === "stall") world.stall();
        else if (step.do === "retry") world.retry();
        else if (step.do === "crash") world.crash();
        else world.work();
        expect(world.store.live.length).toBeLessThanOrEqual(1);
      }
      await world.settle();
      expect(world.store.mostLive).toBeLessThanOrEqual(1);
      const refused = world.answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
      for (const error of [...refused, ...world.errors])
        expect(error).toMatchObject({ reason: expect.stringMatching(/^UNIQUE_KEY_(HELD|BUSY)$/) });
      // Afterwards the key serves the next one, whatever was left behind.
      await world.pass(TRIES_FOR_MS + ON_THE_WAY_MS + 1);
      world.submit("use_existing", false);
      await world.settle();
      expect(world.answers.at(-1)).toMatchObject({ ok: true });
      expect(world.store.live).toHaveLength(1);
    }),
    { numRuns: 1_500 },
  );
});

test("a gateway that stood still past its time takes its task back, unless that has started by then", async () => {
  for (const hasStarted of [false, true]) {
    vi.useFakeTimers();
    const world = new World(() => 0);
    const { operations, tasks } = world.store;
    world.submit("use_existing", false);
    while (operations.every(({ arrivesBy }) => arrivesBy === Number.POSITIVE_INFINITY)) await world.operate();
    await world.operate();
    await world.operate();
    const [late] = operations;
    if (late?.apply === undefined) throw new Error("the publish is not under way");
    operations.length = 0;
    await vi.advanceTimersByTimeAsync(TRIES_FOR_MS + ON_THE_WAY_MS + 1);
    world.submit("use_existing", false);
    await world.settle();
    expect(world.answers).toMatchObject([{ ok: true }]);

    late.apply();
    late.apply = undefined;
    const [first, second] = [...tasks.values()].map(({ record }) => record);
    const own = second?.id === world.acceptedIds()[0] ? first : second;
    if (own === undefined) throw new Error("there is no late task");
    if (hasStarted) {
      const started = { type: "started", time: new Date().toISOString(), attempt: 1, worker: "w" } as const;
      world.store.write(applyAllowed(own, started));
    }
    operations.push(late);
    await world.settle();
    expect(tasks.get(own.id)?.record.state).toBe(hasStarted ? "RUNNING" : "CANCELLED");
    expect(world.answers[1]).toMatchObject(
      hasStarted ? { ok: true } : { ok: false, error: { reason: "UNIQUE_KEY_BUSY" } },
    );
    expect(world.store.live).toHaveLength(hasStarted ? 2 : 1);
  }
});
