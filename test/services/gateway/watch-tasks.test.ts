import { expect, test } from "vitest";
import type { WatchTasksResponse__Output } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { apiOf, failure, submission, type Watch, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const ERROR = { name: "Error", message: "no", reason: "HANDLER_ERROR" };

type Answer = WatchTasksResponse__Output;

async function next(watch: Watch<Answer>): Promise<Answer> {
  const answer = await watch.next();
  if (answer === undefined) throw new Error("the watch has ended");
  return answer;
}

/** The next answer that is about a task. */
async function nextEvent(watch: Watch<Answer>): Promise<Answer & { readonly told: string }> {
  for (;;) {
    const answer = await next(watch);
    if (answer.event !== null)
      return { ...answer, told: `${answer.taskId} ${answer.event.number} ${answer.event.type}` };
  }
}

async function run(running: TestGateway, taskId: string): Promise<void> {
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
}

test("a watch tells of all tasks from now on, with a position first, and goes on after any answer", async () => {
  const running = await startGateway();
  const before = await running.api.submit(submission("echo", 0));
  await run(running, before.taskId);
  const watch = running.api.watchAll({});
  const first = await next(watch);
  expect(first).toMatchObject({ taskId: "", event: null });
  expect(first.position).not.toBe("");

  const { taskId } = await running.api.submit({ ...submission("echo", 1), labels: { team: "x" } });
  await run(running, taskId);
  const seen = [await nextEvent(watch), await nextEvent(watch), await nextEvent(watch)];
  expect(seen.map(({ told }) => told)).toEqual([
    `${taskId} 1 SUBMITTED`,
    `${taskId} 2 STARTED`,
    `${taskId} 3 SUCCEEDED`,
  ]);
  expect(seen[1]).toMatchObject({ type: "echo", queue: "default", labels: { team: "x" } });
  expect(seen[1]?.event).toMatchObject({ worker: "worker-1", state: "RUNNING" });

  const positions = [first, ...seen].map(({ position }) => position);
  for (const [index, position] of positions.entries()) {
    const resumed = running.api.watchAll({ position });
    const other = await running.api.submit(submission("echo", 2));
    await record(running, other.taskId, { type: "cancelled" });
    const rest: string[] = [];
    while (rest.at(-1) !== `${other.taskId} 2 CANCELLED`) rest.push((await nextEvent(resumed)).told);
    expect(rest.slice(0, 3 - index)).toEqual(seen.slice(index).map(({ told }) => told));
    expect(rest.filter((told) => told.startsWith(taskId))).toHaveLength(3 - index);
    resumed.cancel();
  }
  watch.cancel();
});

test("a filter is asked of the task as it was after each event", async () => {
  const running = await startGateway();
  const failures = running.api.watchAll({ filter: 'state = FAILED AND labels.team = "x"' });
  await failures.next();
  for (const team of ["y", "x"]) {
    const { taskId } = await running.api.submit({ ...submission("echo", 1), labels: { team } });
    await record(running, taskId, { type: "started" });
    await record(running, taskId, { type: "failed", error: ERROR, reason: ERROR.reason });
    if (team === "x") expect((await nextEvent(failures)).told).toBe(`${taskId} 3 FAILED`);
  }
  failures.cancel();
});

test("what happens in another project is told to nobody else", async () => {
  const running = await startGateway();
  const others = apiOf(running.client, withKey(running.otherKey));
  const live = others.watchAll({});
  const { position } = await next(live);
  const { taskId } = await running.api.submit(submission("echo", 1));
  await run(running, taskId);
  const resumed = others.watchAll({ position });
  const own = running.api.watchAll({ position });
  expect((await nextEvent(own)).taskId).toBe(taskId);

  const theirs = await others.submit(submission("echo", 1));
  await others.cancel({ taskId: theirs.taskId });
  for (const watch of [live, resumed]) {
    expect((await nextEvent(watch)).taskId).toBe(theirs.taskId);
    watch.cancel();
  }
  own.cancel();
});

test("what cannot be a position, or is one of another store, is refused by name", async () => {
  const { api } = await startGateway();
  const reason = async (request: object) => (await failure(api.watchAll(request).next())).reason;
  expect(await reason({ position: "abc" })).toBe("FIELD_INVALID");
  expect(await reason({ position: "1.1.1.1" })).toBe("WATCH_POSITION_UNKNOWN");
  const { position } = await next(api.watchAll({}));
  const [version, epoch, time] = position.split(".");
  expect(await reason({ position: [version, epoch, time, "zzzz"].join(".") })).toBe("WATCH_POSITION_UNKNOWN");
  expect(await reason({ position, startTime: { seconds: 1, nanos: 0 } })).toBe("FIELD_INVALID");
  expect(await reason({ filter: "state =" })).toBe("FILTER_INVALID");
  expect(await reason({ filter: "NOT payload.a = 1" })).toBe("FILTER_INVALID");
});

test("a watch may begin in the past, and says when something may have been forgotten since", async () => {
  const running = await startGateway();
  const early = await running.api.submit(submission("echo", 1));
  await record(running, early.taskId, { type: "started" });
  const time = Date.now() + 1;
  while (Date.now() < time + 1) await new Promise((resolve) => setTimeout(resolve, 1));
  await record(running, early.taskId, { type: "succeeded" }, { result: 1 });
  const startTime = { seconds: Math.floor(time / 1_000), nanos: (time % 1_000) * 1e6 };
  const watch = running.api.watchAll({ startTime });
  expect((await next(watch)).gap).toBeNull();
  expect((await nextEvent(watch)).told).toBe(`${early.taskId} 3 SUCCEEDED`);
  const long = running.api.watchAll({ startTime: { seconds: startTime.seconds - 7_200, nanos: 0 } });
  expect((await next(long)).gap?.sinceTime).toMatchObject({ seconds: String(startTime.seconds - 7_200) });
  for (const each of [watch, long]) each.cancel();
});
