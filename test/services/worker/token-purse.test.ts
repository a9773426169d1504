import { expect, onTestFinished, test, vi } from "vitest";
import type { RateLimit } from "../../../core/queue-settings.ts";
import { TOKEN_LASTS_MS } from "../../../core/token-rate.ts";
import type { Rate, StoredRate } from "../../../jetstream/rates.ts";
import { TokenPurse } from "../../../services/worker/admission/token-purse.ts";

/** What the rate is stored in, for all who take from it. */
class Shared {
  stored: StoredRate = { state: undefined, revision: 0 };
  isAway = false;
  writes = 0;

  rate(): Rate {
    return {
      current: () => this.stored,
      read: async () => this.stored,
      write: async (state, revision) => {
        this.writes++;
        if (this.isAway) throw new Error("NATS is away");
        if (revision !== this.stored.revision) return false;
        this.stored = { state, revision: revision + 1 };
        return true;
      },
      stop: () => undefined,
    };
  }
}

function purseOf(shared: Shared, limit: RateLimit, wanted = 1) {
  const wakes: number[] = [];
  const purse = new TokenPurse({
    rate: shared.rate(),
    limit: () => limit,
    nowMs: Date.now,
    wanted: () => wanted,
    onDue: () => wakes.push(Date.now()),
  });
  onTestFinished(() => purse.stop());
  return { purse, wakes };
}

function fakeTime(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

/** Starts all that may be started for so long; returns how many that were. */
async function startFor(ms: number, ...purses: readonly TokenPurse[]): Promise<number> {
  let started = 0;
  for (let i = 0; i < ms; i += 10) {
    for (const purse of purses) {
      while (purse.spend()) started++;
      void purse.take();
    }
    await vi.advanceTimersByTimeAsync(10);
  }
  return started;
}

test.each([1, 3])(
  "%d who take all they get start as many as the rate allows, and nearly that",
  async (count) => {
    fakeTime();
    const shared = new Shared();
    const purses = Array.from({ length: count }, () => purseOf(shared, { perSecond: 50, burst: 1 }, 4).purse);
    const started = await startFor(10_000, ...purses);
    expect(started).toBeLessThanOrEqual(500);
    expect(started).toBeGreaterThan(450);
  },
);

test("after a pause a burst may start at once, and no more than that", async () => {
  fakeTime();
  const { purse } = purseOf(new Shared(), { perSecond: 1, burst: 5 }, 10);
  // One can be due within the second.
  const started = await startFor(500, purse);
  expect(started).toBe(5);
});

test("a token that is not used in time is worth nothing", async () => {
  fakeTime();
  const { purse } = purseOf(new Shared(), { perSecond: 100, burst: 1 }, 4);
  await purse.take();
  expect(purse.due()).toBe(1);
  await vi.advanceTimersByTimeAsync(TOKEN_LASTS_MS + 200);
  expect([purse.due(), purse.spend(), purse.nextInMs()]).toEqual([0, false, undefined]);
});

test("when none is to be had, it is told when one is", async () => {
  fakeTime();
  const { purse, wakes } = purseOf(new Shared(), { perSecond: 2, burst: 1 });
  await purse.take();
  expect(purse.spend()).toBe(true);
  expect(purse.isAvailable()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wakes.length).toBeGreaterThan(0);
  expect(purse.isAvailable()).toBe(true);
});

test("asking whether one could be had does not put off the word that one is due", async () => {
  fakeTime();
  const { purse, wakes } = purseOf(new Shared(), { perSecond: 10, burst: 1 });
  await purse.take();
  expect(purse.spend()).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  await purse.take();
  const dueInMs = purse.nextInMs() ?? Number.NaN;
  expect(dueInMs).toBeGreaterThan(0);
  const dueAt = Date.now() + dueInMs;
  wakes.length = 0;

  expect(purse.isAvailable()).toBe(false);
  await vi.advanceTimersByTimeAsync(Math.ceil(dueInMs) + 1);
  expect(wakes.length).toBe(1);
  expect(wakes[0]).toBeLessThan(dueAt + 2);
  expect(purse.spend()).toBe(true);
});

test("while NATS is away it tries again, but not without a pause", async () => {
  fakeTime();
  const shared = new Shared();
  shared.isAway = true;
  const { purse, wakes } = purseOf(shared, { perSecond: 10, burst: 1 });
  await purse.take();
  expect([purse.due(), shared.writes]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(150);
  expect(wakes.length).toBe(1);
  shared.isAway = false;
  await purse.take();
  expect(purse.due()).toBe(1);
});
