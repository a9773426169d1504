import { Kvm } from "@nats-io/kv";
import { expect, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import { changeQueueSettings } from "../../jetstream/queue-settings.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { type Stack, startStack } from "../support/start-stack.ts";

const DONE = { acts: [{ do: "return", result: "done" }] } as const;

/** Until the last pull that stood when the queue was paused has ended. */
async function nobodyPulls({ connection }: Stack, queue: string): Promise<void> {
  for (const priority of ["high", "normal", "low"]) {
    await eventuallyTrue(`no pull on ${queue}-${priority}`, async () => {
      return (await connection.jsm.consumers.info("TASKS", `${queue}-${priority}`)).num_waiting === 0;
    });
  }
}

test("the tasks of a paused queue wait while others run, and run at once when it goes on", async () => {
  const stack = await startStack();
  await stack.startWorker();
  await changeQueueSettings(stack.connection, "puppets", () => ({ version: 1, paused: true }));
  await nobodyPulls(stack, "puppets");

  const waiting = await stack.client.submitTask({ type: "puppet", payload: DONE });
  const other = await stack.client.submitTask({ type: "inline_puppet", payload: DONE });
  expect(await stack.client.waitTask(other.taskId)).toMatchObject({ state: "SUCCEEDED" });
  expect(await stack.client.getTask(waiting.taskId)).toMatchObject({ state: "QUEUED", attempt: 0 });

  // As an operator would who takes the entry away.
  await (await new Kvm(stack.connection.nc).open(BUCKETS.queues)).delete("puppets");
  const before = Date.now();
  expect(await stack.client.waitTask(waiting.taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  expect(Date.now() - before).toBeLessThan(2_000);
});

test("a queue that was paused before the worker came is not pulled", async () => {
  const stack = await startStack();
  await changeQueueSettings(stack.connection, "puppets", () => ({ version: 1, paused: true }));
  const waiting = await stack.client.submitTask({ type: "puppet", payload: DONE });
  await stack.startWorker();

  const other = await stack.client.submitTask({ type: "inline_puppet", payload: DONE });
  expect(await stack.client.waitTask(other.taskId)).toMatchObject({ state: "SUCCEEDED" });
  expect(await stack.client.getTask(waiting.taskId)).toMatchObject({ state: "QUEUED", attempt: 0 });
});

test("a worker that is limited to some queues leaves the others to other workers", async () => {
  const stack = await startStack();
  const limited = await stack.startWorker({ flags: { queues: "inline_puppets" } });
  const left = await stack.client.submitTask({ type: "puppet", payload: DONE });
  const own = await stack.client.submitTask({ type: "inline_puppet", payload: DONE });
  expect(await stack.client.waitTask(own.taskId)).toMatchObject({
    state: "SUCCEEDED",
    worker: limited.instance,
  });
  expect(await stack.client.getTask(left.taskId)).toMatchObject({ state: "QUEUED" });

  const other = await stack.startWorker({ flags: { queues: "puppets" } });
  expect(await stack.client.waitTask(left.taskId)).toMatchObject({
    state: "SUCCEEDED",
    worker: other.instance,
  });
});
