import { expect, test } from "vitest";
import { type Client, createClient } from "../../sdk/client.ts";
import type { FeedEvent } from "../../sdk/feed.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import { startStack } from "../support/start-stack.ts";

const type = "inline_puppet";

/** Fails some times, then succeeds. */
function payload(failures: number) {
  return {
    acts: [
      { do: "throw", message: "not yet", times: failures },
      { do: "return", result: 1 },
    ],
  };
}

/** A reader that is broken off at random, and goes on where it was, now at one gateway, now at the other. */
async function readAll(
  clients: readonly Client[],
  position: string,
  isAll: (events: readonly FeedEvent[]) => boolean,
): Promise<{ readonly events: readonly FeedEvent[]; readonly breaks: number }> {
  const events: FeedEvent[] = [];
  let breaks = 0;
  let last = position;
  for (let n = 0; ; n++) {
    const client = clients[n % clients.length];
    if (client === undefined) throw new Error("no client");
    // How many events this connection brings.
    let left = Math.floor(Math.random() * 200);
    for await (const event of client.watchTasks('labels.run = "counted"', { position: last })) {
      events.push(event);
      last = event.position;
      if (isAll(events)) return { events, breaks };
      if (left-- <= 0) break;
    }
    breaks++;
  }
}

/** The numbers of the events of each task, in the order in which they came. */
function numbersOf(events: readonly FeedEvent[]): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const { taskId, event } of events) numbers.set(taskId, [...(numbers.get(taskId) ?? []), event.number]);
  return numbers;
}

test("a reader that is broken off again and again, at gateways that come and go, sees every event of every task in order and without a gap", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [type], concurrency: 20 });
  const env = { LONGSHORE_NATS_URL: stack.nats.url };
  const other = await spawnGateway(env);
  const second = createClient({ url: other.url, apiKey: stack.apiKey });
  const first = await livePosition(stack.client);

  const COUNT = 200;
  let ended = 0;
  const reading = readAll([stack.client, second], first, (events) => {
    if (events.at(-1)?.event.type === "SUCCEEDED")
      ended = new Set(events.filter(({ event }) => event.type === "SUCCEEDED").map(({ taskId }) => taskId))
        .size;
    return ended === COUNT;
  });
  const ids: string[] = [];
  for (let n = 0; n < COUNT; n += 20) {
    const tasks = Array.from({ length: 20 }, (_, i) => ({
      type,
      payload: payload(i % 3),
      labels: { run: "counted" },
      ...(i % 5 === 0 && { delayMs: 300 }),
    }));
    const outcomes = await stack.client.submitTasks(tasks);
    for (const outcome of outcomes) if (outcome.ok) ids.push(outcome.task.taskId);
    if (n === 100) await stack.nats.restart();
  }
  const { events, breaks } = await reading;
  second.close();

  const numbers = numbersOf(events);
  expect(breaks).toBeGreaterThan(3);
  let repeated = 0;
  for (const id of ids) {
    const { timeline } = await stack.client.getTask(id);
    const seen = numbers.get(id) ?? [];
    // In order and without a gap, once those are left out that are known already: only a break while it caught up repeats some.
    const once = seen.filter((number, index) => seen.slice(0, index).every((other) => other < number));
    expect([id, once]).toEqual([id, timeline.map(({ number }) => number)]);
    repeated += seen.length - once.length;
  }
  expect(repeated).toBeLessThan(events.length / 10);
});

/** The position of a reader that has just seen all there is. */
async function livePosition(client: Client): Promise<string> {
  const events = client.watchTasks("")[Symbol.asyncIterator]();
  const first = events.next();
  let isThere = false;
  void first.then(() => {
    isThere = true;
  });
  // Only what happens once the watch stands is told to it.
  while (!isThere) await client.waitTask((await client.submitTask({ type, payload: payload(0) })).taskId);
  const { value, done } = await first;
  await events.return?.();
  if (done === true) throw new Error("the watch has ended");
  return value.position;
}
