import { expect, test } from "vitest";
import type { ListTasksRequest } from "../../../proto/gen/longshore/v1/ListTasksRequest.ts";
import { startMonitor } from "../../support/start-monitor.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

async function idsOf({ api }: TestGateway, request: ListTasksRequest): Promise<string[]> {
  const ids: string[] = [];
  let pageToken = "";
  do {
    const page = await api.list({ ...request, pageSize: 2, pageToken });
    expect(page.indexLag).not.toBeNull();
    ids.push(...page.tasks.map(({ taskId }) => taskId));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return ids;
}

test("with a monitor a list has an order, and what was just submitted is in it", async () => {
  const running = await startGateway();
  await startMonitor(running);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    const { taskId } = await running.api.submit(submission("echo", { secret: 1 }));
    ids.unshift(taskId);
    expect((await running.api.list({ pageSize: 1 })).tasks[0]?.taskId).toBe(taskId);
  }
  await apiOf(running.client, withKey(running.otherKey)).submit(submission("echo", "not yours"));
  expect(await idsOf(running, {})).toEqual(ids);
  expect(await idsOf(running, { orderBy: "create_time desc" })).toEqual(ids);
  expect(await idsOf(running, { orderBy: "create_time" })).toEqual(ids.toReversed());
  expect(JSON.stringify(await running.api.list({}))).not.toContain("secret");
});

test("tasks are counted by state, with a monitor and without one", async () => {
  const running = await startGateway();
  const { api } = running;
  const [first] = [await api.submit(submission("echo", 1)), await api.submit(submission("echo", 2))];
  await record(running, first.taskId, { type: "started" });
  await apiOf(running.client, withKey(running.otherKey)).submit(submission("echo", "not yours"));
  const expected = { counts: { QUEUED: 1, RUNNING: 1 }, total: 2, isPartial: false };
  expect(await api.count({})).toEqual({ ...expected, indexLag: null });
  await startMonitor(running);
  expect(await api.count({})).toEqual({ ...expected, indexLag: expect.anything() });
  expect((await api.count({ filter: "state = RUNNING AND attempt = 1" })).counts).toEqual({ RUNNING: 1 });
  expect((await api.count({ filter: "type = nothing" })).total).toBe(0);
});

test("a list that has lost its monitor says so, and a new one does without", async () => {
  const running = await startGateway();
  const { api } = running;
  const monitor = await startMonitor(running);
  for (let i = 0; i < 3; i++) await api.submit(submission("echo", i));
  const { nextPageToken: pageToken } = await api.list({ pageSize: 1 });
  expect(await failure(api.list({ pageSize: 1, pageToken, filter: "type = echo" }))).toMatchObject({
    reason: "FIELD_INVALID",
  });
  await monitor.stop();
  for (const request of [{ pageToken }, { orderBy: "create_time" }])
    expect(await failure(api.list({ pageSize: 1, ...request }))).toMatchObject({
      reason: "INDEX_UNAVAILABLE",
    });
  expect((await api.list({})).tasks).toHaveLength(3);
});

test("an order that is none is refused", async () => {
  const { api } = await startGateway();
  expect(await failure(api.list({ orderBy: "state" }))).toMatchObject({ reason: "FIELD_INVALID" });
});

test("statistics say what happened, and need a monitor", async () => {
  const running = await startGateway();
  const { api } = running;
  const { taskId } = await api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  expect(await failure(api.statistics({}))).toMatchObject({ reason: "INDEX_UNAVAILABLE" });
  await startMonitor(running);
  const statistics = await api.statistics({ window: { seconds: 300 } });
  expect(statistics.all).toMatchObject({ submitted: 1, started: 1, succeeded: 0, run: null });
  expect(statistics.all?.wait).toMatchObject({ count: 1 });
  expect(statistics.states).toEqual({ RUNNING: 1 });
  expect(statistics.types.map(({ type }) => type)).toEqual(["echo"]);
  for (const seconds of [0, 59, 86_401])
    expect(await failure(api.statistics({ window: { seconds } }))).toMatchObject({ reason: "FIELD_INVALID" });
});

test("words are found by a monitor alone, and not to change tasks", async () => {
  const running = await startGateway();
  const { api } = running;
  const { taskId } = await api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  const error = { name: "Error", message: "disk full on /data", reason: "HANDLER_ERROR" };
  await record(running, taskId, { type: "failed", error });
  const filter = 'state = FAILED AND text : "full on"';
  for (const asked of [api.list({ filter }), api.count({ filter })])
    expect(await failure(asked)).toMatchObject({ reason: "INDEX_UNAVAILABLE" });
  for (const asked of [api.cancelMany({ filter }), api.watchAll({ filter }).next()])
    expect(await failure(asked)).toMatchObject({ reason: "FILTER_INVALID" });
  await startMonitor(running);
  expect(await idsOf(running, { filter })).toEqual([taskId]);
  expect((await api.count({ filter })).counts).toEqual({ FAILED: 1 });
  expect(await idsOf(running, { filter: "text : full AND state = QUEUED" })).toEqual([]);
});
