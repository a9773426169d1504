import { expect, onTestFinished, test, vi } from "vitest";
import type { Permits, Renewed } from "../../../jetstream/permits.ts";
import { PermitHolder } from "../../../services/worker/admission/permit-holder.ts";

const TTL_MS = 3_000;

/** The permits of a queue, as one store has them for all who hold some. */
class Shared {
  readonly holders = new Map<number, { readonly holder: string; revision: number }>();
  isAway = false;
  takes = 0;
  #revision = 0;

  for(holder: string): Permits {
    return {
      ttlMs: TTL_MS,
      isTaken: (n) => !this.isAway && this.holders.has(n),
      take: async (n) => {
        this.takes++;
        if (this.isAway || this.holders.has(n)) return undefined;
        this.holders.set(n, { holder, revision: ++this.#revision });
        return this.#revision;
      },
      renew: async (n, revision): Promise<Renewed> => {
        if (this.isAway) return { kind: "unknown" };
        const entry = this.holders.get(n);
        if (entry?.revision !== revision) return { kind: "lost" };
        entry.revision = ++this.#revision;
        return { kind: "renewed", revision: entry.revision };
      },
      release: async (n, revision) => {
        if (this.holders.get(n)?.revision === revision) this.holders.delete(n);
      },
      stop: () => undefined,
    };
  }
}

/** A holder among others; the test says what runs, what is wanted and how high the cap is. */
function holderOf(shared: Shared, holder = "w1") {
  const state = { cap: 4, running: 0, wanted: 0, gained: 0, lost: 0 };
  const permits = new PermitHolder({
    permits: shared.for(holder),
    cap: () => state.cap,
    running: () => state.running,
    wanted: () => state.wanted,
    onGained: () => state.gained++,
    onLost: (count) => {
      state.lost += count;
    },
  });
  return { state, permits };
}

/** Time goes on by so much, tick by tick. */
async function pass(ms: number, ...holders: readonly PermitHolder[]): Promise<void> {
  for (let i = 0; i < ms; i += 50) {
    await vi.advanceTimersByTimeAsync(50);
    for (const holder of holders) holder.tick();
    await vi.advanceTimersByTimeAsync(0);
  }
}

function fakeTime(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

test("it takes what is wanted, counts what runs, and gives back what is spare after a moment", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 3;
  await pass(50, permits);
  expect([permits.idle(), shared.holders.size, state.gained]).toEqual([3, 3, 3]);
  Object.assign(state, { running: 2, wanted: 0 });
  expect(permits.idle()).toBe(1);
  await pass(50, permits);
  expect(shared.holders.size).toBe(3);
  await pass(150, permits);
  expect([permits.idle(), shared.holders.size]).toEqual([0, 2]);
});

test("two who want all share them, never more than the cap", async () => {
  fakeTime();
  const shared = new Shared();
  const [first, second] = [holderOf(shared, "w1"), holderOf(shared, "w2")];
  for (const { state } of [first, second]) state.wanted = 4;
  await pass(200, first.permits, second.permits);
  expect(first.permits.idle() + second.permits.idle()).toBe(4);
  expect([...shared.holders.keys()].toSorted()).toEqual([0, 1, 2, 3]);
});

test("what runs keeps its permits for as long as it runs", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 2;
  await pass(50, permits);
  Object.assign(state, { running: 2, wanted: 0 });
  await pass(5 * TTL_MS, permits);
  expect([shared.holders.size, state.lost]).toEqual([2, 0]);
});

test("a lower cap takes idle ones away at once, those of what runs when it has ended", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 4;
  await pass(50, permits);
  Object.assign(state, { running: 3, wanted: 1, cap: 1 });
  expect(permits.idle()).toBe(0);
  await pass(50, permits);
  expect(shared.holders.size).toBe(3);
  state.running = 1;
  await pass(50, permits);
  expect([permits.idle(), [...shared.holders.keys()]]).toEqual([0, [0]]);
});

test("one that cannot be renewed is given up before others may have it, and what runs by it is told", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 2;
  await pass(50, permits);
  Object.assign(state, { running: 1, wanted: 1 });
  shared.isAway = true;
  await pass((TTL_MS * 2) / 3 + 100, permits);
  expect([permits.idle(), state.lost]).toEqual([0, 1]);
});

test("one that somebody else has by now is lost at the next renewal", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 1;
  await pass(50, permits);
  Object.assign(state, { running: 1, wanted: 0 });
  const [n = 0] = shared.holders.keys();
  shared.holders.set(n, { holder: "w2", revision: 1_000 });
  await pass(TTL_MS / 4 + 100, permits);
  expect(state.lost).toBe(1);
  expect(shared.holders.get(n)?.holder).toBe("w2");
});

test("a task that has come gets one that is free; while none can be had it is soon told so", async () => {
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  expect(await permits.takeOne()).toBe(true);
  state.running = 1;
  Object.assign(state, { cap: 10_000 });
  shared.isAway = true;
  shared.takes = 0;
  expect(await permits.takeOne()).toBe(false);
  expect(shared.takes).toBeLessThan(10);
});

test("when it stops it gives back all, also what it was just taking or renewing", async () => {
  fakeTime();
  const shared = new Shared();
  const { state, permits } = holderOf(shared);
  state.wanted = 2;
  permits.tend();
  await permits.stop();
  expect(shared.holders.size).toBe(0);

  const second = holderOf(shared);
  second.state.wanted = 2;
  await pass(50, second.permits);
  second.state.running = 2;
  await vi.advanceTimersByTimeAsync(TTL_MS / 4 + 50);
  second.permits.tick();
  await second.permits.stop();
  expect(shared.holders.size).toBe(0);
});
