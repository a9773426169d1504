import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTerminal } from "../../core/lifecycle.ts";
import { STREAMS } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import type { LedgerLine } from "../support/puppet-tasks.ts";
import { PROJECT, readLedger, type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** `LONGSHORE_TEST_TASKS=10000` runs the same with more. */
const TASKS = Number(process.env["LONGSHORE_TEST_TASKS"] ?? 2_000);
const LIMIT_MS = 60_000 + TASKS * 10;
const BATCH = 100;
const BACKLOG = 400;
const type = "inline_puppet";

test.each([
  ["standard", TASKS],
  ["strict", TASKS / 2],
] as const)(
  "with durability %s, %i tasks survive NATS and a worker that are killed while they run",
  {
    timeout: LIMIT_MS,
  },
  async (durability, count) => {
    const stack = await startStack({ durability });
    const ledger = join(temporaryFolder(), "ledger");
    const workers = [stack.spawnWorker({ concurrency: 10 }), stack.spawnWorker({ concurrency: 10 })];
    await Promise.all(workers.map((worker) => worker.line(/worker takes tasks/)));
    const ids = Array.from({ length: count }, () => randomUUID());
    const submitted = submitAll(stack, ids, ledger);

    await executed(ledger, count * 0.2);
    await stack.nats.kill();
    await stack.nats.restart();
    await executed(ledger, count * 0.5);
    workers[0]?.kill("SIGKILL");
    await executed(ledger, count * 0.7);
    await stack.nats.kill();
    await stack.nats.restart();
    await submitted;
    await eventuallyTrue("the queue is empty", async () => (await messagesLeft(stack)) === 0, LIMIT_MS);

    const executions = Map.groupBy(readLedger(ledger), ({ taskId }) => taskId);
    for (const id of ids) expectOneEnd(await readRecord(stack, id), executions.get(id) ?? []);
    expect(executions.size).toBe(count);
  },
);

/** What must hold for every task, whatever has happened around it. */
function expectOneEnd(record: TaskRecord, executions: readonly LedgerLine[]): void {
  const ends = record.timeline.filter(({ type: event }) =>
    ["succeeded", "failed", "cancelled", "expired"].includes(event),
  );
  expect(isTerminal(record.state), record.state).toBe(true);
  expect([record.state, ends.length, record.timeline.at(-1)?.type]).toEqual(["SUCCEEDED", 1, "succeeded"]);
  const attempts = record.timeline
    .filter(({ type: event }) => event === "started")
    .map(({ attempt }) => attempt);
  expect(attempts).toEqual(attempts.map((_, index) => index + 1));
  // No attempt ran twice, none ran that was not recorded, and none began after the end.
  const ran = executions.map(({ attempt }) => attempt);
  expect(new Set(ran).size).toBe(ran.length);
  for (const attempt of ran) expect(attempts).toContain(attempt);
  // The end is told by the server's clock, which a worker knows to some milliseconds.
  for (const { at } of executions) expect(at).toBeLessThan(Date.parse(record.finishedAt ?? "") + 50);
}

/** Submits all tasks, batch by batch; what is refused because the store is away is sent again under the same id. */
async function submitAll({ client }: Stack, ids: readonly string[], ledger: string): Promise<void> {
  const payload = { acts: [{ do: "block", ms: 2 }], ledger };
  const retry = { maxRetries: 5, backoffMs: [50], jitter: "none" } as const;
  const waiting = [...ids];
  while (waiting.length > 0) {
    // Never far ahead of the workers, so that tasks come in at every moment of the test.
    await executed(ledger, ids.length - waiting.length - BACKLOG);
    const batch = waiting.splice(0, BATCH);
    const tasks = batch.map((taskId) => ({ taskId, type, payload, retry }));
    const outcomes = await client.submitTasks(tasks).catch((error: unknown) => {
      expect(error).toMatchObject({ status: "UNAVAILABLE" });
      return [];
    });
    for (const [i, taskId] of batch.entries()) {
      const outcome = outcomes[i];
      if (outcome?.ok) continue;
      waiting.push(taskId);
      if (outcome?.ok === false) expect(outcome.error).toMatchObject({ status: "UNAVAILABLE" });
    }
  }
}

/** Resolves when about so many handlers have begun. */
function executed(ledger: string, count: number): Promise<void> {
  const lineBytes =
    JSON.stringify({ taskId: randomUUID(), attempt: 1, pid: 12_345, at: Date.now() }).length + 1;
  const size = () => (existsSync(ledger) ? statSync(ledger).size : 0);
  return eventuallyTrue(`${count} executions`, () => size() >= count * lineBytes, LIMIT_MS);
}

async function messagesLeft({ connection }: Stack): Promise<number | undefined> {
  if (!connection.isConnected()) return undefined;
  const info = await connection.jsm.streams.info(STREAMS.tasks).catch(() => undefined);
  return info?.state.messages;
}

async function readRecord({ records }: Stack, id: string): Promise<TaskRecord> {
  const read = await records.read({ project: PROJECT, id });
  if (!read.ok || read.stored === undefined) throw new Error(`task ${id} is lost`);
  return read.stored.record;
}
