import { beforeEach, expect, test, vi } from "vitest";
import type { Span } from "../../../../services/monitor/traces/span.ts";
import { MAX_WAITING, SpanQueue } from "../../../../services/monitor/traces/span-queue.ts";

const span: Span = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  name: "queued",
  kind: "internal",
  startMs: 0,
  endMs: 1,
  attributes: {},
  events: [],
  linkedIds: [],
};

const spans = (n: number) => Array<Span>(n).fill(span);

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** A queue and how many spans each call was asked to send; `answers` is what the calls answer, in order. */
function start({ answers = [], speaks = () => true }: { answers?: string[]; speaks?: () => boolean } = {}) {
  const calls: number[] = [];
  const changes: (string | undefined)[] = [];
  const queue = new SpanQueue({
    send: async (some) => {
      calls.push(some.length);
      return answers.shift();
    },
    speaks,
    onChange: (problem) => changes.push(problem),
    now: () => Date.now(),
  });
  return { queue, calls, changes };
}

test("what comes together goes together, in batches that are not too large", async () => {
  const { queue, calls } = start();
  queue.add(spans(3));
  queue.add(spans(2_500));
  await vi.advanceTimersByTimeAsync(500);
  expect(calls).toEqual([1_000, 1_000, 503]);
  expect(queue.counts()).toEqual({ sent: 2_503, dropped: 0 });
});

test("what did not arrive is sent again later, and the change is told once", async () => {
  const { queue, calls, changes } = start({ answers: ["refused", "refused"] });
  queue.add(spans(2));
  await vi.advanceTimersByTimeAsync(500);
  expect(calls).toEqual([2]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls).toEqual([2, 2, 2]);
  expect(changes).toEqual(["refused", undefined]);
  expect(queue.counts()).toEqual({ sent: 2, dropped: 0 });
});

test("more than a bound is not kept, and what is dropped is counted", async () => {
  const { queue } = start({ answers: Array<string>(100).fill("refused") });
  for (let i = 0; i < MAX_WAITING; i += 10) queue.add(spans(10));
  queue.add(spans(3));
  expect(queue.counts()).toEqual({ sent: 0, dropped: 3 });
});

test("who does not speak sends nothing, and when it comes to speak only what is new", async () => {
  let isSpeaker = false;
  const { queue, calls } = start({ speaks: () => isSpeaker });
  queue.add(spans(5));
  await vi.advanceTimersByTimeAsync(14_000);
  queue.add(spans(2));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls).toEqual([]);
  isSpeaker = true;
  await vi.advanceTimersByTimeAsync(500);
  expect(calls).toEqual([2]);
});

test("what is left is sent when it is stopped, and a collector that does not answer does not hold it up", async () => {
  const { queue, calls } = start();
  queue.add(spans(4));
  await queue.stop();
  expect(calls).toEqual([4]);

  const stuck = new SpanQueue({
    send: () => new Promise(() => undefined),
    speaks: () => true,
    onChange: () => undefined,
  });
  stuck.add(spans(1));
  const stopped = stuck.stop();
  await vi.advanceTimersByTimeAsync(3_000);
  await stopped;
});
