import { describe, expect, test } from "vitest";
import { type BatchOutcome, SubmitBatcher } from "../../sdk/submit-batcher.ts";

interface Sent {
  readonly requests: readonly string[];
  readonly isBatch: boolean;
  answer(outcomes: readonly BatchOutcome<string>[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A batcher whose calls and whose clock are in the hands of the test. A request is as large as its text says, or one byte. */
function batcherInHand() {
  const sent: Sent[] = [];
  let alarm: { readonly ms: number; readonly run: () => void } | undefined;
  const send = <T>(
    requests: readonly string[],
    isBatch: boolean,
    read: (o: readonly BatchOutcome<string>[]) => T,
  ) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const settled = () =>
      promise.then(
        () => undefined,
        () => undefined,
      );
    sent.push({
      requests,
      isBatch,
      answer(outcomes) {
        resolve(read(outcomes));
        return settled();
      },
      fail(error) {
        reject(error);
        return settled();
      },
    });
    return promise;
  };
  const batcher = new SubmitBatcher<string, string>({
    sendOne: (request) =>
      send([request], false, ([outcome]) => {
        if (outcome?.ok !== true) throw new Error("the test has no answer");
        return outcome.answer;
      }),
    sendMany: (requests) => send(requests, true, (outcomes) => outcomes),
    sizeOf: (request) => Number(/\d+/.exec(request)?.[0] ?? 1),
    after(ms, run) {
      alarm = { ms, run };
      return () => {
        alarm = undefined;
      };
    },
  });
  return {
    batcher,
    sent,
    alarm: () => alarm,
    ring() {
      const { run } = alarm ?? { run: () => expect.fail("nobody waits") };
      alarm = undefined;
      run();
    },
  };
}

const good = (answer: string): BatchOutcome<string> => ({ ok: true, answer });

describe("a batcher", () => {
  test("sends what comes alone at once and by itself", async () => {
    const { batcher, sent, alarm } = batcherInHand();
    for (const name of ["a", "b"]) {
      const answer = batcher.add(name);
      expect(alarm()).toBeUndefined();
      await sent.at(-1)?.answer([good(name.toUpperCase())]);
      expect(await answer).toBe(name.toUpperCase());
    }
    expect(sent.map(({ requests, isBatch }) => [requests, isBatch])).toEqual([
      [["a"], false],
      [["b"], false],
    ]);
  });

  test("gathers for a millisecond what comes while a call is under way, and gives each its own answer", async () => {
    const { batcher, sent, ring, alarm } = batcherInHand();
    void batcher.add("first");
    const answers = ["a", "b", "c"].map((name) => batcher.add(name));
    expect(sent).toHaveLength(1);
    expect(alarm()?.ms).toBe(1);
    ring();
    expect(sent[1]).toMatchObject({ requests: ["a", "b", "c"], isBatch: true });
    const refused = new Error("b is refused");
    await sent[1]?.answer([good("A"), { ok: false, error: refused }, good("C")]);
    expect(await Promise.allSettled(answers)).toEqual([
      { status: "fulfilled", value: "A" },
      { status: "rejected", reason: refused },
      { status: "fulfilled", value: "C" },
    ]);
  });

  test("sends one that found no company as a call of its own", () => {
    const { batcher, sent, ring } = batcherInHand();
    void batcher.add("first");
    void batcher.add("second");
    ring();
    expect(sent[1]).toMatchObject({ requests: ["second"], isBatch: false });
  });

  test("gives a call that failed to all that were in it, and to no other", async () => {
    const { batcher, sent, ring } = batcherInHand();
    const first = batcher.add("first");
    const both = [batcher.add("a"), batcher.add("b")];
    ring();
    const gone = new Error("gone");
    await sent[1]?.fail(gone);
    for (const answer of both) await expect(answer).rejects.toBe(gone);
    await sent[0]?.answer([good("done")]);
    expect(await first).toBe("done");
  });

  test("rejects where an answer is missing", async () => {
    const { batcher, sent, ring } = batcherInHand();
    void batcher.add("first");
    const [a, b] = [batcher.add("a"), batcher.add("b")];
    ring();
    await sent[1]?.answer([good("A")]);
    expect(await a).toBe("A");
    await expect(b).rejects.toThrow(TypeError);
  });

  test("sends a thousand without waiting for more", () => {
    const { batcher, sent, alarm } = batcherInHand();
    void batcher.add("first");
    for (let i = 0; i < 1_001; i++) void batcher.add("x");
    expect(sent.map(({ requests }) => requests.length)).toEqual([1, 1_000]);
    expect(alarm()).toBeDefined();
  });

  test("sends no more than a MiB together; what is larger by itself goes by itself", () => {
    const { batcher, sent, ring } = batcherInHand();
    void batcher.add("first");
    for (const request of ["600000 a", "400000 b", "100000 c", "9000000 d", "1 e"]) void batcher.add(request);
    ring();
    expect(sent.map(({ requests }) => requests)).toEqual([
      ["first"],
      ["600000 a", "400000 b"],
      ["100000 c"],
      ["9000000 d"],
      ["1 e"],
    ]);
  });
});
