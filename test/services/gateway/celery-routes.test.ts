import { expect, test } from "vitest";
import { startMonitor } from "../../support/start-monitor.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const UNKNOWN = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";

async function ask({ gateway, key }: TestGateway, verb: string, path = "", body?: unknown, apiKey = key) {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/api/v1/tasks${path}`, {
    method: verb,
    headers: { "X-API-Key": apiKey, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function submit(running: TestGateway): Promise<string> {
  const { status, body } = await ask(running, "POST", "", { task_type: "echo", parameters: { a: 1 } });
  expect([status, body["status"]]).toEqual([202, "queued"]);
  return body["task_id"] ?? "";
}

test("a task is submitted and read in the words of the Celery service, or in ours", async () => {
  const running = await startGateway();
  const id = await submit(running);
  expect(await ask(running, "GET", `/${id}`)).toMatchObject({
    status: 200,
    body: { task_id: id, task_type: "echo", status: "queued", result: null },
  });
  await record(running, id, { type: "started" });
  expect((await ask(running, "GET", `/${id}`)).body["status"]).toBe("running");
  await record(running, id, { type: "succeeded" }, { result: { b: 2 } });
  expect((await ask(running, "GET", `/${id}`)).body).toMatchObject({ status: "completed", result: { b: 2 } });
  const ours = await ask(running, "POST", "", { type: "echo", payload: 1, priority: "high" });
  expect(ours).toMatchObject({ status: 202, body: { priority: "high" } });
});

test("cancelling answers with what became of the task", async () => {
  const running = await startGateway();
  const queued = await submit(running);
  expect(await ask(running, "DELETE", `/${queued}`)).toMatchObject({
    status: 200,
    body: { status: "cancelled" },
  });
  expect(await ask(running, "DELETE", `/${queued}`)).toMatchObject({
    status: 200,
    body: { status: "cancelled", message: "the task was cancelled before" },
  });
  const runs = await submit(running);
  await record(running, runs, { type: "started" });
  expect(await ask(running, "DELETE", `/${runs}`)).toMatchObject({
    status: 202,
    body: { status: "cancelling" },
  });
  const done = await submit(running);
  await record(running, done, { type: "started" });
  await record(running, done, { type: "succeeded" }, { result: 1 });
  expect(await ask(running, "DELETE", `/${done}`)).toMatchObject({
    status: 409,
    body: { status: "completed" },
  });
  const failed = await submit(running);
  await record(running, failed, { type: "started" });
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  await record(running, failed, { type: "failed", error });
  expect(await ask(running, "DELETE", `/${failed}`)).toMatchObject({
    status: 409,
    body: { status: "failed" },
  });
});

test("what is no id, no task, no key or no task type has the status that it had", async () => {
  const running = await startGateway();
  for (const verb of ["GET", "DELETE"]) {
    expect((await ask(running, verb, "/nonsense")).status).toBe(422);
    expect((await ask(running, verb, `/${UNKNOWN}`)).status).toBe(404);
    expect((await ask(running, verb, `/${UNKNOWN}`, undefined, "x")).status).toBe(401);
  }
  const { status, body } = await ask(running, "POST", "", { task_type: "no_such" });
  expect([status, body["detail"]]).toEqual([422, expect.stringContaining("no_such")]);
});

test("without a monitor numbers and health are not to be had", async () => {
  const running = await startGateway();
  for (const path of ["/metrics", "/health"]) {
    const { status, body } = await ask(running, "GET", path);
    expect([status, body["detail"]]).toEqual([503, expect.stringContaining("monitor")]);
    expect((await ask(running, "GET", path, undefined, "x")).status).toBe(401);
  }
});

test("numbers and health come from the monitor", async () => {
  const running = await startGateway();
  await startMonitor(running);
  for (const type of ["succeeded", "succeeded", "succeeded", "failed"] as const) {
    const id = await submit(running);
    await record(running, id, { type: "started" });
    const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
    await record(running, id, { type, ...(type === "failed" && { error }) });
  }
  await submit(running);
  for (const window of ["", "?window=5m", "?window=1h", "?window=24h"]) {
    const { status, body } = await ask(running, "GET", `/metrics${window}`);
    expect({ status, ...body }).toMatchObject({
      status: 200,
      total: 5,
      completed: 3,
      failed: 1,
      success_rate: 0.75,
      failure_rate: 0.25,
      queued: 1,
      running: 0,
      average_duration_seconds: expect.any(Number),
      by_type: { echo: { total: 5, completed: 3 } },
    });
  }
  expect((await ask(running, "GET", "/metrics?window=2h")).status).toBe(422);
  expect(await ask(running, "GET", "/health")).toEqual({
    status: 200,
    body: { status: "healthy", reasons: [] },
  });
});

test("a body that cannot be read is told in the words of the Celery service as well", async () => {
  const { gateway, key } = await startGateway();
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/api/v1/tasks`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: "{",
  });
  expect([response.status, await response.json()]).toEqual([
    422,
    { detail: expect.stringContaining("not valid JSON") },
  ]);
});
