import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { permitCount } from "../support/permit-count.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { mostAtOnce, readTrace } from "../support/trace.ts";

const ENDS = (line: string) => line.startsWith("-");

async function submitMany({ client }: Stack, count: number, path: string, ms: number): Promise<void> {
  const payload = { acts: [{ do: "leave_trace", path, ms }] };
  const outcomes = await client.submitTasks(
    Array.from({ length: count }, () => ({ type: "inline_puppet", payload })),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
}

const ended = (path: string, count: number) =>
  eventuallyTrue(`${count} have ended`, () => readTrace(path).filter(ENDS).length === count, 60_000);

test("never more tasks run at once than the cap says, and it is used up, with several workers", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  await stack.client.updateQueue("inline_puppets", { maxRunning: 3 });
  await Promise.all([1, 2, 3].map(() => stack.startWorker({ concurrency: 4 })));
  await submitMany(stack, 60, path, 50);
  await ended(path, 60);
  expect(mostAtOnce(readTrace(path))).toBe(3);
});

test("a cap is set, lowered, raised and taken away while tasks run", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  await Promise.all([1, 2].map(() => stack.startWorker({ concurrency: 4 })));
  const running = () => {
    const trace = readTrace(path);
    return trace.filter((line) => !ENDS(line)).length - trace.filter(ENDS).length;
  };
  await stack.client.updateQueue("inline_puppets", { maxRunning: 6 });
  await submitMany(stack, 200, path, 200);
  await eventuallyTrue("the cap is used up", () => running() === 6);

  await stack.client.updateQueue("inline_puppets", { maxRunning: 2 });
  await eventuallyTrue("it is lowered", () => running() === 2, 2_000);
  const lowered = readTrace(path).length;
  await eventuallyTrue("some go through", () => readTrace(path).length > lowered + 12);
  const until = readTrace(path).length;
  await stack.client.updateQueue("inline_puppets", { maxRunning: 5 });
  await eventuallyTrue("it is raised", () => running() === 5, 2_000);
  await stack.client.updateQueue("inline_puppets", { maxRunning: null });
  await eventuallyTrue("it has gone", () => running() === 8, 2_000);

  const trace = readTrace(path);
  expect(mostAtOnce(trace.slice(0, lowered))).toBe(6);
  const before = trace.slice(0, lowered);
  const open = before.filter((line) => !ENDS(line)).length - before.filter(ENDS).length;
  expect(mostAtOnce(trace.slice(lowered, until), open)).toBe(2);
});

test("an idle capped queue starts a task at once, and holds one permit a worker at most", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  await stack.client.updateQueue("inline_puppets", { maxRunning: 8 });
  await Promise.all([1, 2].map(() => stack.startWorker({ concurrency: 4 })));
  await eventuallyTrue("one each is kept", async () => (await permitCount(stack.connection)) === 2);
  await submitMany(stack, 8, path, 300);
  await eventuallyTrue("all run", () => readTrace(path).filter((line) => !ENDS(line)).length === 8, 2_000);
  await ended(path, 8);
  await eventuallyTrue("the rest is given back", async () => (await permitCount(stack.connection)) === 2);
});

test("permits of a worker that was killed lapse, and are taken by others; until then they are not", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  const { config } = await stack.connection.jsm.streams.info("KV_permits");
  await stack.connection.jsm.streams.update("KV_permits", { ...config, max_age: 3e9, duplicate_window: 3e9 });
  await stack.client.updateQueue("inline_puppets", { maxRunning: 2 });
  const doomed = stack.spawnWorker({ concurrency: 2 });
  await doomed.line(/takes tasks/);
  await submitMany(stack, 2, path, 600_000);
  await eventuallyTrue("both run", () => readTrace(path).length === 2);
  await submitMany(stack, 6, join(path, "../after"), 20);
  await stack.startWorker({ concurrency: 2 });

  doomed.kill("SIGKILL");
  await doomed.exited;
  const killedAt = Date.now();
  await eventually("another has taken over", () =>
    readTrace(join(path, "../after")).length > 0 || readTrace(path).length > 2 ? true : undefined,
  );
  // The last renewal was up to a quarter of the time earlier.
  expect(Date.now() - killedAt).toBeGreaterThan(1_500);
  expect(Date.now() - killedAt).toBeLessThan(6_000);
});

test("while NATS is away for longer than permits last, their tasks are stopped and put back in line", async () => {
  const stack = await startStack({ leaseMs: 30_000 });
  const path = join(temporaryFolder(), "trace");
  const { config } = await stack.connection.jsm.streams.info("KV_permits");
  await stack.connection.jsm.streams.update("KV_permits", { ...config, max_age: 3e9, duplicate_window: 3e9 });
  await stack.client.updateQueue("puppets", { maxRunning: 1 });
  await stack.startWorker({ concurrency: 1 });
  const payload = { acts: [{ do: "leave_trace", path, ms: 600_000 }] };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload });
  await eventuallyTrue("it runs", () => readTrace(path).length === 1);

  await stack.nats.kill();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await stack.nats.restart();
  const record = await stack.recordWhen(taskId, ({ timeline }) =>
    timeline.some(({ reason }) => reason === "PERMIT_LOST"),
  );
  expect(record.maxAttempts).toBe(4);
  await eventuallyTrue("it runs again", () => readTrace(path).length === 2);
});
