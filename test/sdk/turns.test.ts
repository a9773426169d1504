import { setImmediate as later } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turns } from "../../sdk/turns.ts";

/** Work that goes on until the test ends it. */
function worker(turns: Turns, started: string[]) {
  return (name: string, signal?: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = turns.run(() => {
      started.push(name);
      return promise;
    }, signal);
    const end = () => {
      resolve();
      return done;
    };
    return { done, end };
  };
}

test("only so many go at once, the others in the order they came", async () => {
  const turns = new Turns(2);
  const started: string[] = [];
  const work = worker(turns, started);
  const a = work("a");
  expect(turns.isFull).toBe(false);
  const b = work("b");
  expect(turns.isFull).toBe(true);
  const [c, d] = [work("c"), work("d")];
  await later();
  expect(started).toEqual(["a", "b"]);
  await b.end();
  await later();
  expect(started).toEqual(["a", "b", "c"]);
  await a.end();
  await later();
  expect(started).toEqual(["a", "b", "c", "d"]);
  await Promise.all([c.end(), d.end()]);
  expect(turns.isFull).toBe(false);
  await work("e").end();
  expect(started).toHaveLength(5);
});

test("a turn comes back from work that failed", async () => {
  const turns = new Turns(1);
  const failure = new Error("failed");
  await expect(turns.run(() => Promise.reject(failure), undefined)).rejects.toBe(failure);
  expect(await turns.run(async () => "next", undefined)).toBe("next");
});

test("who gives up leaves the line", async () => {
  const turns = new Turns(1);
  const started: string[] = [];
  const work = worker(turns, started);
  const first = work("first");
  const end = new AbortController();
  const { done } = work("second", end.signal);
  const third = work("third");
  const reason = new Error("enough");
  end.abort(reason);
  await expect(done).rejects.toBe(reason);
  await first.end();
  await third.end();
  expect(started).toEqual(["first", "third"]);
  await expect(turns.run(async () => "never", end.signal)).rejects.toBe(reason);
});
