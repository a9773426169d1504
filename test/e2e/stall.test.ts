import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import { decodeHeartbeat } from "../../core/worker-heartbeat.ts";
import { readWorkers } from "../../jetstream/workers.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { startProxy } from "../support/proxy.ts";
import { type Stack, startStack } from "../support/start-stack.ts";

/** Less patient than usual: the order of things is the same. */
const IMPATIENT = { heartbeatMs: 50, stall: { afterMs: 600, askEveryMs: 200 } };
const DONE = { acts: [{ do: "return", result: "done" }] } as const;

function stateWhen({ connection }: Stack, id: string, state: string) {
  return eventually(`a heartbeat that says ${state}`, async () => {
    const read = await readWorkers(connection);
    const found = read.ok ? read.workers.find(({ heartbeat }) => heartbeat.id === id) : undefined;
    return found?.heartbeat.state === state ? found.heartbeat : undefined;
  });
}

/** Every state that a worker says it is in, from now on, however short. */
async function statesOf({ connection }: Stack, id: string): Promise<readonly string[]> {
  const states: string[] = [];
  const kv = await new Kvm(connection.nc).open(BUCKETS.workers);
  const watch = await kv.watch({ key: id });
  onTestFinished(() => watch.stop());
  void (async () => {
    for await (const entry of watch) states.push(decodeHeartbeat(entry.string())?.state ?? "gone");
  })();
  return states;
}

test("a worker that is given nothing although tasks wait says that it is stalled, and ready once it is", async () => {
  const stack = await startStack();
  const worker = await stack.startWorker({ pace: IMPATIENT });
  const { consumers } = stack.connection.jsm;
  const later = new Date(Date.now() + 3_600_000);
  await consumers.pause("TASKS", "puppets-normal", later);
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: DONE });

  const stalled = await stateWhen(stack, worker.instance, "stalled");
  const problem = 'stalled: 1 tasks wait in queue "puppets", slots are free, and none comes';
  expect(stalled.problems).toContain(problem);
  expect(worker.problems()).toContain(problem);
  // The pool of the other queue goes on meanwhile, and that does not hide it.
  const other = await stack.client.submitTask({ type: "inline_puppet", payload: DONE });
  expect(await stack.client.waitTask(other.taskId)).toMatchObject({ state: "SUCCEEDED" });
  expect(worker.problems()).toContain(problem);

  await consumers.resume("TASKS", "puppets-normal");
  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  const ready = await stateWhen(stack, worker.instance, "ready");
  expect(ready.problems).toEqual([]);
  expect(worker.problems()).toEqual([]);
});

test("a worker whose pulls go astray connects anew by itself, and then gets the tasks that wait", async () => {
  const stack = await startStack();
  const proxy = await startProxy(stack.nats.port);
  const worker = await stack.startWorker({ pace: IMPATIENT, natsUrl: proxy.url });
  await stateWhen(stack, worker.instance, "ready");
  const pulls = async () =>
    (await stack.connection.jsm.consumers.info("TASKS", "puppets-normal")).num_waiting;
  // One that is still on its way would bring the task after all.
  await eventuallyTrue("a pull stands", async () => (await pulls()) > 0);
  proxy.misdirect("$JS.API.CONSUMER.MSG.NEXT");
  // The pulls that stand were made before; they end within five seconds.
  await eventuallyTrue("no pull stands", async () => (await pulls()) === 0);
  const states = await statesOf(stack, worker.instance);
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: DONE });

  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  await eventuallyTrue("it is ready again", () => states.at(-1) === "ready");
  expect(states).toContain("stalled");
});
