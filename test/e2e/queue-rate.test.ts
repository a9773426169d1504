import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a rate is kept over all workers, and nearly used up", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const [perSecond, burst] = [40, 5];
  await stack.client.updateQueue("inline_puppets", { rateLimit: { perSecond, burst } });
  await Promise.all([1, 2, 3].map(() => stack.startWorker({ concurrency: 4 })));
  const payload = { acts: [{ do: "return" }], ledger };
  await stack.client.submitTasks(Array.from({ length: 600 }, () => ({ type: "inline_puppet", payload })));
  await eventuallyTrue("500 have started", () => readLedger(ledger).length >= 500, 20_000);

  const starts = readLedger(ledger)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
  for (const [from, start] of starts.entries()) {
    const within = starts.slice(from).filter((at) => at < start + 10_000).length;
    expect(within).toBeLessThanOrEqual(perSecond * 10 + burst);
  }
  const seconds = ((starts[499] ?? 0) - (starts[0] ?? 0)) / 1_000;
  expect(500 / seconds).toBeGreaterThan(perSecond * 0.9);
  expect(new Set(readLedger(ledger).map(({ taskId }) => taskId)).size).toBe(readLedger(ledger).length);
});

test("a rate that is raised or taken away counts within 2 seconds", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await stack.client.updateQueue("inline_puppets", { rateLimit: { perSecond: 0.01 } });
  await stack.startWorker();
  const payload = { acts: [{ do: "return" }], ledger };
  await stack.client.submitTasks(Array.from({ length: 20 }, () => ({ type: "inline_puppet", payload })));
  await eventuallyTrue("the first", () => readLedger(ledger).length === 1);
  await stack.client.updateQueue("inline_puppets", { rateLimit: { perSecond: 100 } });
  await eventuallyTrue("the others", () => readLedger(ledger).length === 20, 2_500);

  await stack.client.updateQueue("inline_puppets", { rateLimit: { perSecond: 0.01 } });
  await stack.client.submitTasks(Array.from({ length: 20 }, () => ({ type: "inline_puppet", payload })));
  await stack.client.updateQueue("inline_puppets", { rateLimit: null });
  await eventuallyTrue("all of the second lot", () => readLedger(ledger).length === 40, 2_500);
});
