import { expect, onTestFinished, test } from "vitest";
import type { LogLine } from "../../core/log-line.ts";
import type { TaskKey } from "../../core/subject.ts";
import { publishLogLine, readLog, type StoredLogLine, watchLog } from "../../jetstream/task-logs.ts";
import { LOG_LINES_PER_ATTEMPT } from "../../jetstream/topology.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

function lineOf(message: string, more: Partial<LogLine> = {}): LogLine {
  return { time: new Date().toISOString(), level: "info", message, ...more };
}

function newKey(): TaskKey {
  const { project, id } = newRecord();
  return { project, id };
}

async function readAll(store: TestStore, key: TaskKey, attempt?: number): Promise<StoredLogLine[]> {
  const lines: StoredLogLine[] = [];
  for (;;) {
    const read = await readLog(store.connection, { key, attempt }, lines.at(-1)?.number ?? 0);
    if (!read.ok) throw new Error(read.problem);
    if (read.lines.length === 0) return lines;
    lines.push(...read.lines);
  }
}

/** Lines are stored without an answer: the stream tells when they are there. */
async function stored({ connection }: TestStore, messages: number): Promise<void> {
  await eventuallyTrue(`${messages} lines are stored`, async () => {
    const { state } = await connection.jsm.streams.info("LOGS");
    return state.last_seq >= messages;
  });
}

test("lines are read as they were logged, in order, of one attempt or of all", async () => {
  const store = await startStore();
  const key = newKey();
  const first = lineOf("connecting", { level: "debug", fields: { host: "db", tries: [1, null] } });
  const second = lineOf("printed", { level: "warn", stream: "stderr" });
  const third = lineOf("7 lines dropped", { level: "warn", dropped: 7 });
  publishLogLine(store.connection, key, 1, first);
  publishLogLine(store.connection, key, 2, second);
  publishLogLine(store.connection, newKey(), 1, lineOf("of another task"));
  publishLogLine(store.connection, { ...key, project: "other" }, 1, lineOf("of another project"));
  publishLogLine(store.connection, key, 2, third);
  await stored(store, 5);

  const all = await readAll(store, key);
  expect(all).toEqual([
    { ...first, attempt: 1, number: 1, pending: 2 },
    { ...second, attempt: 2, number: 2, pending: 1 },
    { ...third, attempt: 2, number: 5, pending: 0 },
  ]);
  expect((await readAll(store, key, 2)).map(({ number }) => number)).toEqual([2, 5]);
  expect(await readAll(store, key, 3)).toEqual([]);
});

test("of each attempt the last 1000 lines are kept, in however many reads they come", async () => {
  const store = await startStore();
  const key = newKey();
  const text = "x".repeat(4_000);
  for (let i = 1; i <= 1_500; i++) publishLogLine(store.connection, key, 1, lineOf(`${i} ${text}`));
  publishLogLine(store.connection, key, 2, lineOf("2"));
  await stored(store, 1_501);

  const lines = await readAll(store, key, 1);
  expect(lines).toHaveLength(LOG_LINES_PER_ATTEMPT);
  expect(lines.map(({ message }) => Number.parseInt(message, 10))).toEqual(
    Array.from({ length: 1_000 }, (_, i) => 501 + i),
  );
  expect(await readAll(store, key)).toHaveLength(1_001);
});

test("what is no line of ours is passed over", async () => {
  const store = await startStore();
  const key = newKey();
  const subject = `logs.${key.project}.${key.id}.1`;
  for (const body of ["", "not json", "[]", '{"level":"info","message":1}', '{"level":"shout"}'])
    store.connection.nc.publish(subject, body);
  publishLogLine(store.connection, key, 1, lineOf("a line"));
  await stored(store, 6);
  expect((await readAll(store, key)).map(({ message }) => message)).toEqual(["a line"]);
});

test("a line that cannot be sent is said not to be: too large, or no connection", async () => {
  const store = await startStore();
  const key = newKey();
  expect(publishLogLine(store.connection, key, 1, lineOf("x".repeat(2 * 1024 ** 2)))).toBe(0);
  expect(publishLogLine(store.connection, key, 1, lineOf("short"))).toBeGreaterThan(50);
  await store.connection.close();
  expect(publishLogLine(store.connection, key, 1, lineOf("late"))).toBe(0);
  expect(await readLog(store.connection, { key, attempt: 1 }, 0)).toMatchObject({ ok: false });
});

test("a watcher hears of a line at once, and of those that were stored before a crash of NATS after it", async () => {
  const store = await startStore();
  const key = newKey();
  let read: StoredLogLine[] = [];
  let reading = Promise.resolve();
  const stop = watchLog(store.connection, { key, attempt: undefined }, () => {
    reading = reading.then(async () => {
      const more = await readLog(store.connection, { key, attempt: undefined }, read.at(-1)?.number ?? 0);
      if (more.ok) read = [...read, ...more.lines];
    });
  });
  onTestFinished(stop);
  const messages = () => read.map(({ message }) => message).join();

  const sentAt = Date.now();
  publishLogLine(store.connection, key, 1, lineOf("one"));
  await eventuallyTrue("the line has been read", () => messages() === "one");
  expect(Date.now() - sentAt).toBeLessThan(1_000);

  await crashAndRecover(store);
  await eventually(
    "the line can be sent",
    () => publishLogLine(store.connection, key, 1, lineOf("two")) || undefined,
  );
  await eventuallyTrue("the next line has been read", () => messages() === "one,two");
  stop();
  await reading;
});

test("a stream that is not there is a problem, not an empty log", async () => {
  const store = await startStore();
  await store.connection.jsm.streams.delete("LOGS");
  const read = await readLog(store.connection, { key: newKey(), attempt: undefined }, 0);
  expect(read).toEqual({ ok: false, problem: "stream LOGS does not answer" });
});
