import { expect, test } from "vitest";
import { eventSubject, STREAMS, taskSubject } from "../../core/subject.ts";
import { getLastOfEach } from "../../jetstream/batch-get.ts";
import { deleteMessage } from "../../jetstream/delete-message.ts";
import { startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

test("a message is deleted by its sequence; what has taken its place stays, and that it was gone is said", async () => {
  const { connection, records } = await startStore();
  const record = newRecord();
  const first = await records.writeAndWait(record, 0);
  if (first.kind !== "stored") throw new Error(first.kind);
  const second = await records.writeAndWait(record, first.sequence);
  if (second.kind !== "stored") throw new Error(second.kind);
  const remove = (sequence: number) => deleteMessage(connection, STREAMS.events, sequence);
  expect(await remove(first.sequence)).toEqual({ ok: true, wasThere: false });
  expect(await records.read(record)).toMatchObject({ stored: { sequence: second.sequence } });
  expect(await remove(second.sequence)).toEqual({ ok: true, wasThere: true });
  expect(await records.read(record)).toEqual({ ok: true, stored: undefined });
  for (const sequence of [second.sequence, 1_000]) {
    expect(await remove(sequence)).toEqual({ ok: true, wasThere: false });
  }
});

test("a server that is away is a problem, not an answer", async () => {
  const { connection, nats } = await startStore();
  await nats.kill();
  expect(await deleteMessage(connection, STREAMS.events, 1)).toMatchObject({ ok: false });
});

test("the newest messages of many subjects are read in one request, those without one left out", async () => {
  const { connection, queue } = await startStore();
  const [first, second, absent] = [newRecord(), newRecord(), newRecord()];
  for (const record of [first, second]) await new Promise((resolve) => queue.submit(record, resolve));
  const subjects = [first, absent, second].map(taskSubject);
  const read = await getLastOfEach(connection, STREAMS.tasks, subjects);
  if (!read.ok) throw new Error(read.problem);
  expect(read.messages.map(({ subject }) => subject).sort()).toEqual([first, second].map(taskSubject).sort());
  const nothing = { ok: true, messages: [] };
  expect(await getLastOfEach(connection, STREAMS.events, [eventSubject(first)])).toEqual(nothing);
  expect(await getLastOfEach(connection, STREAMS.tasks, [])).toEqual(nothing);
});
