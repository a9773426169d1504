import { expect, test } from "vitest";
import type { ListTasksRequest } from "../../../proto/gen/longshore/v1/ListTasksRequest.ts";
import { type Api, apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

const HOUR = { seconds: 3_600 };

/** The ids of all pages, in order. */
async function listAll(api: Api, request: ListTasksRequest = {}): Promise<string[]> {
  const ids: string[] = [];
  let pageToken = "";
  do {
    const page = await api.list({ ...request, pageToken });
    ids.push(...page.tasks.map(({ taskId }) => taskId));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return ids;
}

test("every task of the project is listed once, wherever it is in its life, in view BASIC", async () => {
  const running = await startGateway();
  const { api } = running;
  const queued = await api.submit(submission("echo", { secret: 1 }));
  const scheduled = await api.submit(submission("echo", 1, { options: { delay: HOUR } }));
  const urgent = await api.submit(submission("gather", { source: "a" }));
  const started = await api.submit(submission("echo", 1));
  await record(running, started.taskId, { type: "started" });
  const done = await api.submit(submission("echo", 1));
  await record(running, done.taskId, { type: "started" });
  await record(running, done.taskId, { type: "succeeded" }, { result: { secret: 2 } });
  const cancelled = await api.submit(submission("echo", 1));
  await api.cancel({ taskId: cancelled.taskId });
  const changed = await api.submit(submission("echo", 1));
  await api.update({ taskId: changed.taskId, priority: "LOW" });
  const stranger = apiOf(running.client, withKey(running.otherKey));
  await stranger.submit(submission("echo", "not yours"));

  const all = [queued, scheduled, urgent, started, done, cancelled, changed];
  const page = await api.list({});
  expect(page.nextPageToken).toBe("");
  expect(Object.fromEntries(page.tasks.map(({ taskId, state }) => [taskId, state]))).toEqual({
    [queued.taskId]: "QUEUED",
    [scheduled.taskId]: "SCHEDULED",
    [urgent.taskId]: "QUEUED",
    [started.taskId]: "RUNNING",
    [done.taskId]: "SUCCEEDED",
    [cancelled.taskId]: "CANCELLED",
    [changed.taskId]: "QUEUED",
  });
  expect(page.tasks).toHaveLength(all.length);
  expect(JSON.stringify(page)).not.toContain("secret");
  for (const pageSize of [1, 2, 3]) {
    expect((await listAll(api, { pageSize })).sort()).toEqual(all.map(({ taskId }) => taskId).sort());
  }
  expect(await listAll(stranger)).toHaveLength(1);
});

test("a filter lets through what it says", async () => {
  const running = await startGateway();
  const { api } = running;
  const labels = [{ team: "ads" }, { team: "search" }, {}];
  const tasks = await Promise.all(
    labels.map((each, i) => api.submit(submission("echo", i, { labels: each }))),
  );
  const [ads, search, none] = tasks.map(({ taskId }) => taskId);
  await record(running, String(search), { type: "started" });
  const error = { name: "Error", message: "disk full", reason: "HANDLER_ERROR" };
  await record(running, String(search), { type: "failed", reason: "HANDLER_ERROR", error });

  expect(await listAll(api, { filter: "labels.team = a*" })).toEqual([ads]);
  expect(await listAll(api, { filter: 'state = FAILED AND error.message : "disk"' })).toEqual([search]);
  expect(await listAll(api, { filter: "state = QUEUED AND NOT labels.team = ads" })).toEqual([none]);
  expect(await listAll(api, { filter: "state = RUNNING" })).toEqual([]);
});

test("a filter, a size or a token that is none is refused, with what was expected", async () => {
  const { api } = await startGateway();
  for (let i = 0; i < 2; i++) await api.submit(submission("echo", i));
  expect(await failure(api.list({ filter: "stat = FAILED" }))).toMatchObject({
    status: "INVALID_ARGUMENT",
    reason: "FILTER_INVALID",
    message: expect.stringMatching(
      /^filter: at character 1: "stat" is no field; known are task_id, state/,
    ) as string,
  });
  expect(await failure(api.list({ pageSize: -1 }))).toMatchObject({ reason: "FIELD_INVALID" });
  const { nextPageToken } = await api.list({ pageSize: 1 });
  expect(nextPageToken).not.toBe("");
  for (const [request, message] of [
    [{ pageToken: "nonsense" }, /page_token: is none/],
    [{ pageToken: `${nextPageToken}x`.replace(/^./, "A") }, /page_token: is none/],
    [{ pageToken: nextPageToken, filter: "type = echo" }, /page_token: belongs to another request/],
  ] as const) {
    expect((await failure(api.list(request))).message).toMatch(message);
  }
});

test("tasks that start while the pages are read are not left out", async () => {
  const running = await startGateway();
  const submitted = await running.api.submitMany(Array.from({ length: 20 }, (_, i) => submission("echo", i)));
  const ids = submitted.map(({ task }) => String(task?.taskId));
  const first = await running.api.list({ pageSize: 5 });
  for (const id of ids) await record(running, id, { type: "started" });
  const seen = new Set(first.tasks.map(({ taskId }) => taskId));
  let { nextPageToken } = first;
  while (nextPageToken !== "") {
    const page = await running.api.list({ pageSize: 5, pageToken: nextPageToken });
    for (const { taskId } of page.tasks) seen.add(taskId);
    nextPageToken = page.nextPageToken;
  }
  expect([...seen].sort()).toEqual(ids.sort());
});
