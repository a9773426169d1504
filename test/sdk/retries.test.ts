import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../sdk/api-error.ts";
import { createRetries, pauseAfter } from "../../sdk/retries.ts";
import { RetryBudget } from "../../sdk/retry-budget.ts";

const unavailable = new ApiError(status.UNAVAILABLE, "away");

/** Retries whose clock moves only by their pauses. */
function retriesInHand(chance = 1) {
  const pauses: number[] = [];
  let nowMs = 0;
  const retries = createRetries({
    now: () => nowMs,
    random: () => chance,
    pause: async (ms, signal) => {
      signal?.throwIfAborted();
      pauses.push(ms);
      nowMs += ms;
    },
  });
  /** Runs calls that end with these errors, one after the other, and then well. */
  const run = (errors: readonly unknown[], timeoutMs = 30_000) => {
    const left: number[] = [];
    const rest = [...errors];
    const ran = retries.run(
      async (leftMs) => {
        left.push(leftMs);
        if (rest.length > 0) throw rest.shift();
        return "done";
      },
      { timeoutMs },
    );
    return { ran, left };
  };
  return { run, retries, pauses };
}

describe("what passes is tried again", () => {
  test("after pauses that double, up to two seconds", async () => {
    const { run, pauses } = retriesInHand();
    expect(await run(Array(7).fill(unavailable)).ran).toBe("done");
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  test("by chance anywhere below them", async () => {
    const { run, pauses } = retriesInHand(0.25);
    await run([unavailable, unavailable]).ran;
    expect(pauses).toEqual([25, 50]);
  });

  test("never before the gateway asks for it", () => {
    expect(pauseAfter(0, 1_000, 0)).toBe(1_000);
    expect(pauseAfter(3, 1_000, 0.5)).toBe(1_400);
  });

  test.each([
    new ApiError(status.RESOURCE_EXHAUSTED, "full", { retryAfterMs: 300 }),
    new ApiError(status.UNAVAILABLE, "stopping", { retryAfterMs: 300 }),
    // A gateway that is stopped hard resets its streams.
    new ApiError(status.CANCELLED, "reset"),
  ])("when it failed with $status", async (error) => {
    const { run } = retriesInHand();
    expect(await run([error]).ran).toBe("done");
  });
});

test.each([
  new ApiError(status.RESOURCE_EXHAUSTED, "the store is full"),
  new ApiError(status.INVALID_ARGUMENT, "no"),
  new ApiError(status.DEADLINE_EXCEEDED, "late"),
  new ApiError(status.UNAUTHENTICATED, "who"),
  new ApiError(status.ABORTED, "changed"),
  new ApiError(status.INTERNAL, "ours"),
  new Error("something else"),
])("what does not pass is not tried again: $message", async (error) => {
  const { run, pauses } = retriesInHand();
  await expect(run([error]).ran).rejects.toBe(error);
  expect(pauses).toEqual([]);
});

test("no try begins after the deadline, and each knows what is left of it", async () => {
  const { run, pauses } = retriesInHand();
  const { ran, left } = run(Array(9).fill(unavailable), 1_000);
  await expect(ran).rejects.toBe(unavailable);
  expect(pauses).toEqual([100, 200, 400]);
  expect(left).toEqual([1_000, 900, 700, 300]);
});

test("a try that had too little time left does not hide what the one before failed with", async () => {
  const late = new ApiError(status.DEADLINE_EXCEEDED, "late");
  await expect(retriesInHand().run([unavailable, late]).ran).rejects.toBe(unavailable);
  await expect(retriesInHand().run([late]).ran).rejects.toBe(late);
});

test("a caller that gives up in a pause is told its own reason", async () => {
  const { retries } = retriesInHand();
  const end = new AbortController();
  const reason = new Error("enough");
  const ran = retries.run(
    () => {
      end.abort(reason);
      return Promise.reject(unavailable);
    },
    { timeoutMs: 1_000, signal: end.signal },
  );
  await expect(ran).rejects.toBe(reason);
});

describe("the budget of retries", () => {
  /** How many failures in a row may be tried again. */
  const allowedIn = (budget: RetryBudget) => {
    let allowed = 0;
    while (allowed < 10_000 && budget.failed()) allowed++;
    return allowed;
  };

  test("allows no more than 500 in a row", () => {
    expect(allowedIn(new RetryBudget())).toBe(499);
  });

  test("comes back by one for ten calls that go well", () => {
    const budget = new RetryBudget();
    allowedIn(budget);
    for (let i = 0; i < 100; i++) budget.succeeded();
    expect(allowedIn(budget)).toBe(9);
  });

  test("does not grow beyond what it is at first", () => {
    const budget = new RetryBudget();
    for (let i = 0; i < 100_000; i++) budget.succeeded();
    expect(allowedIn(budget)).toBe(499);
  });

  test("is one for all calls of a client: when it is used up, calls fail at once", async () => {
    const { run, pauses } = retriesInHand(0);
    for (let i = 0; i < 60; i++) await run(Array(10).fill(unavailable)).ran.catch(() => undefined);
    const used = pauses.length;
    await expect(run([unavailable]).ran).rejects.toBe(unavailable);
    expect(pauses).toHaveLength(used);
  });
});
