import fc from "fast-check";
import { expect, test } from "vitest";
import { type FeedPosition, readPosition, writePosition } from "../../../core/event-feed/position.ts";
import { FeedReader } from "../../../core/event-feed/reader.ts";
import { GatewayModel, ReaderModel, StreamModel } from "./stream-model.ts";

const TASKS = 6;
const START: FeedPosition = { epoch: 1, sequence: 0, missing: [], timeMs: 0 };

const task = fc.nat(TASKS - 1);
const gateway = fc.nat(1);
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("write" as const), task, events: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("follow" as const),
      gateway,
      records: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("read" as const), records: fc.integer({ min: 1, max: 4 }) }),
  },
  // The connection breaks after the n-th event that was told last.
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reconnect" as const), gateway, after: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), gateway }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface Told {
  readonly task: number;
  readonly number: number;
}

/** Plays it through; what a reader was told, in order. With `restarts` gateways come back knowing nothing of before. */
function play(acts: readonly Act[], restarts: boolean): { told: Told[]; stream: StreamModel } {
  const stream = new StreamModel();
  const gateways = [new GatewayModel(stream), new GatewayModel(stream)];
  const at = (n: number) => gateways[n] ?? new GatewayModel(stream);
  const told: Told[] = [];
  let current = 0;
  let reader = new ReaderModel(new FeedReader(START), stream, at(0));
  /** The last news as they were told, so that a break in the midst of them can take some back. */
  let last: { before: string; positions: readonly FeedPosition[] } = {
    before: writePosition(START),
    positions: [],
  };

  const read = (records: number) => {
    for (let i = 0; i < records; i++) {
      const before = writePosition(reader.reader.position());
      const met = reader.step();
      if (met === undefined) return;
      for (const number of met.news.numbers) told.push({ task: met.task, number });
      if (met.news.numbers.length > 0) last = { before, positions: met.news.positions };
    }
  };
  const connect = (n: number, position: string) => {
    const from = readPosition(position);
    if (from === undefined) throw new Error(`not read: ${position}`);
    current = n;
    reader = new ReaderModel(new FeedReader(from), stream, at(n));
    last = { before: position, positions: [] };
  };
  const breakOff = (n: number, after: number) => {
    const kept = Math.min(after, last.positions.length);
    told.length -= last.positions.length - kept;
    const position = last.positions[kept - 1];
    connect(n, position === undefined ? last.before : writePosition(position));
  };

  for (const step of acts) {
    if (step.do === "write") stream.write(step.task, step.events);
    else if (step.do === "follow") at(step.gateway).follow(step.records);
    else if (step.do === "read") read(step.records);
    else if (step.do === "reconnect") breakOff(step.gateway, step.after);
    else if (restarts) {
      gateways[step.gateway] = new GatewayModel(stream);
      if (step.gateway === current) breakOff(current, 3);
    }
  }
  for (const each of gateways) each.follow(1_000);
  read(1_000);
  return { told, stream };
}

test("whatever gateways a reader moves between, it is told of each event once, and in order", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      const { told, stream } = play(acts, false);
      for (const [task, count] of stream.counts()) {
        const numbers = told.filter((each) => each.task === task).map(({ number }) => number);
        expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a reader that has to catch up after gateways have restarted misses nothing, and what it is told of a task goes on in order", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      const { told, stream } = play(acts, true);
      for (const [task, count] of stream.counts()) {
        const numbers = told.filter((each) => each.task === task).map(({ number }) => number);
        // Whoever leaves out what it has had already sees each once.
        const seen = numbers.filter((number, index) =>
          numbers.slice(0, index).every((other) => other < number),
        );
        expect(seen).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a reader that stays with one gateway while it catches up is told of nothing twice", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.array(act, { maxLength: 60 }), (first, then) => {
      const keepsReading = then.filter((step) => step.do !== "reconnect");
      const { told, stream } = play(
        [
          ...first.filter((step) => step.do === "write"),
          { do: "restart", gateway: 0 },
          ...keepsReading.filter((step) => step.do !== "restart"),
        ],
        true,
      );
      for (const [task, count] of stream.counts()) {
        const numbers = told.filter((each) => each.task === task).map(({ number }) => number);
        expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
    }),
    { numRuns: 1_000 },
  );
});

test("a break between two events of one record does not tell the first again, when the next gateway has an older record", () => {
  const { told } = play(
    [
      { do: "write", task: 1, events: 1 },
      { do: "follow", gateway: 1, records: 1 },
      { do: "write", task: 1, events: 1 },
      { do: "follow", gateway: 0, records: 1 },
      { do: "read", records: 1 },
      { do: "reconnect", gateway: 1, after: 1 },
    ],
    false,
  );
  expect(told.map(({ number }) => number)).toEqual([1, 2]);
});
