import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import { changeProject } from "../../jetstream/projects.ts";
import { watchBucket } from "../../jetstream/watched-bucket.ts";
import { generateApiKey } from "../../runtime/api-key-hash.ts";
import { type Client, createClient } from "../../sdk/client.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { permitCount } from "../support/permit-count.ts";
import { PROJECT, type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { mostAtOnce, readTrace } from "../support/trace.ts";

const ENDS = (line: string) => line.startsWith("-");
const began = (path: string) => readTrace(path).filter((line) => !ENDS(line)).length;
const ended = (path: string) => readTrace(path).filter(ENDS).length;
const running = (path: string) => began(path) - ended(path);

/** Tasks that leave a trace when they begin and, `ms` later, when they end. */
async function submitMany(client: Client, count: number, path: string, ms: number): Promise<void> {
  const payload = { acts: [{ do: "leave_trace", path, ms }] };
  const outcomes = await client.submitTasks(
    Array.from({ length: count }, () => ({ type: "inline_puppet", payload })),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
}

const cap = ({ connection }: Stack, maxRunning: number | undefined) =>
  changeProject(connection, PROJECT, ({ limits, ...others }) => {
    const { maxRunning: _, ...rest } = limits;
    return { ...others, limits: maxRunning === undefined ? rest : { ...rest, maxRunning } };
  });

/** A client of another project, which has no cap. */
async function otherProject({ connection, url }: Stack): Promise<Client> {
  const { id, text, stored } = generateApiKey({ project: "other", role: "admin" }, new Date());
  const keys = await watchBucket(connection, BUCKETS.apiKeys);
  await keys.put(id, stored);
  keys.stop();
  const client = createClient({ url, apiKey: text });
  onTestFinished(() => client.close());
  await eventuallyTrue("the key is known", () =>
    client.countTasks().then(
      () => true,
      () => false,
    ),
  );
  return client;
}

test("S31: never more tasks of a project run at once than its cap says, over two workers, and it is used up", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  await cap(stack, 3);
  await Promise.all([1, 2].map(() => stack.startWorker({ concurrency: 8 })));
  await submitMany(stack.client, 60, path, 50);
  await eventuallyTrue("all have ended", () => ended(path) === 60, 30_000);
  expect(mostAtOnce(readTrace(path))).toBe(3);
  await eventuallyTrue("the permits are given back", async () => (await permitCount(stack.connection)) === 0);
});

test("S31: while a project is far over its cap, tasks of another find slots, also those behind all of it", async () => {
  const stack = await startStack();
  const other = await otherProject(stack);
  const folder = temporaryFolder();
  await cap(stack, 1);
  await Promise.all([1, 2].map(() => stack.startWorker({ concurrency: 2 })));
  await submitMany(stack.client, 400, join(folder, "hot"), 600_000);
  await submitMany(other, 20, join(folder, "other"), 20);
  await eventuallyTrue("the other's have ended", () => ended(join(folder, "other")) === 20, 10_000);
  await submitMany(other, 1, join(folder, "later"), 1);
  await eventuallyTrue("one more has ended", () => ended(join(folder, "later")) === 1, 5_000);
  expect(readTrace(join(folder, "hot"))).toHaveLength(1);
});

test("S31: a project's cap is set, lowered, raised and taken away while its tasks run", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "trace");
  await Promise.all([1, 2].map(() => stack.startWorker({ concurrency: 4 })));
  await submitMany(stack.client, 300, path, 200);
  await eventuallyTrue("all slots are busy", () => running(path) === 8);

  await cap(stack, 6);
  await eventuallyTrue("it has a cap", () => running(path) === 6, 5_000);
  await cap(stack, 2);
  await eventuallyTrue("it is lowered", () => running(path) === 2, 5_000);
  const lowered = readTrace(path).length;
  await eventuallyTrue("some go through", () => readTrace(path).length > lowered + 12);
  const until = readTrace(path).length;
  await cap(stack, 5);
  await eventuallyTrue("it is raised", () => running(path) === 5, 5_000);
  await cap(stack, undefined);
  await eventuallyTrue("it has gone", () => running(path) === 8, 10_000);

  const trace = readTrace(path);
  const before = trace.slice(0, lowered);
  const open = before.filter((line) => !ENDS(line)).length - before.filter(ENDS).length;
  expect(mostAtOnce(trace.slice(lowered, until), open)).toBe(2);
  await eventuallyTrue("nobody holds permits", async () => (await permitCount(stack.connection)) === 0);
});

test("S31: permits of a worker that was killed lapse, and are taken by others; until then they are not", async () => {
  const stack = await startStack();
  const folder = temporaryFolder();
  const { config } = await stack.connection.jsm.streams.info("KV_permits");
  await stack.connection.jsm.streams.update("KV_permits", { ...config, max_age: 3e9, duplicate_window: 3e9 });
  await cap(stack, 2);
  const doomed = stack.spawnWorker({ concurrency: 2 });
  await doomed.line(/takes tasks/);
  await submitMany(stack.client, 2, join(folder, "first"), 600_000);
  await eventuallyTrue("both run", () => began(join(folder, "first")) === 2);
  await submitMany(stack.client, 6, join(folder, "after"), 20);
  await stack.startWorker({ concurrency: 2 });

  doomed.kill("SIGKILL");
  await doomed.exited;
  const killedAt = performance.now();
  await eventually("another has taken over", () =>
    began(join(folder, "after")) > 0 || began(join(folder, "first")) > 2 ? true : undefined,
  );
  // The last renewal was up to a quarter of the time earlier.
  expect(performance.now() - killedAt).toBeGreaterThan(1_500);
  expect(performance.now() - killedAt).toBeLessThan(15_000);
});
