import { expect, test } from "vitest";
import type { Task__Output } from "../../../proto/gen/longshore/v1/Task.ts";
import { call, failure, withKey } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const ECHO = { type: "echo", payload: { a: 1, b: [2] }, labels: { team: "x" }, options: { delay: "60s" } };

interface Sent {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the test asks for
  readonly body: any;
}

async function send(
  { gateway, key }: Pick<TestGateway, "gateway" | "key">,
  idempotencyKey: string,
  body: unknown,
  more: { readonly port?: number; readonly path?: string; readonly key?: string } = {},
): Promise<Sent> {
  const { port = gateway.httpPort(), path = "/v1/tasks" } = more;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: {
      "x-api-key": more.key ?? key,
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const reasonOf = ({ body }: Sent) => body.error.details[0].reason;

test("the same request under the same key is the same task, sent twice at once through two gateways", async () => {
  const running = await startGateway();
  const { httpPort: port } = await running.another();
  for (let round = 0; round < 20; round++) {
    const sent = await Promise.all([
      send(running, `round-${round}`, ECHO),
      send(running, `"round-${round}"`, ECHO, { port }),
    ]);
    expect(sent.map(({ status }) => status)).toEqual([200, 200]);
    expect(sent[0]?.body.taskId).toBe(sent[1]?.body.taskId);
  }
  const { tasks } = await running.api.list({ pageSize: 100 });
  expect(tasks).toHaveLength(20);
});

test("the order of keys is no difference; anything else is, and is refused with 422", async () => {
  const running = await startGateway();
  const { body } = await send(running, "k", ECHO);
  const { options, labels, payload, type } = ECHO;
  const reordered = { options, labels, payload: { b: payload.b, a: payload.a }, type };
  expect((await send(running, "k", reordered)).body.taskId).toBe(body.taskId);
  const others = [
    { ...ECHO, payload: { a: 2 } },
    { ...ECHO, labels: { team: "y" } },
    { ...ECHO, priority: "HIGH" },
    { ...ECHO, options: { delay: "61s" } },
    { ...ECHO, options: {} },
  ];
  for (const other of others) {
    const refused = await send(running, "k", other);
    expect([refused.status, reasonOf(refused)]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    expect(refused.body.error.code).toBe(422);
  }
  expect((await running.api.list({})).tasks).toHaveLength(1);
});

test("a task that has been changed or has ended since is still the answer", async () => {
  const running = await startGateway();
  const { taskId } = (await send(running, "k", ECHO)).body;
  await running.api.update({ taskId, labels: { team: "z" } });
  expect((await send(running, "k", ECHO)).body).toMatchObject({ taskId, state: "SCHEDULED" });
  await running.api.cancel({ taskId });
  expect((await send(running, "k", ECHO)).body).toMatchObject({ taskId, state: "CANCELLED" });
});

test("S21: the same key of another project is another task", async () => {
  const running = await startGateway();
  const own = await send(running, "k", ECHO);
  const other = await send(running, "k", { ...ECHO, payload: "another" }, { key: running.otherKey });
  expect([own.status, other.status]).toEqual([200, 200]);
  expect(other.body.taskId).not.toBe(own.body.taskId);
  expect(other.body.project).toBe("other");
});

test("a batch is the same tasks again; another batch under its key is refused before any of it is stored", async () => {
  const running = await startGateway();
  const path = "/v1/tasks:batch";
  const tasks = [ECHO, { type: "no_such" }, { type: "echo" }];
  const first = await send(running, "k", { tasks }, { path });
  const again = await send(running, "k", { tasks }, { path });
  expect(first.status).toBe(200);
  expect(again.body).toEqual(first.body);
  for (const other of [[...tasks, ECHO], tasks.slice(0, 1), tasks.toReversed()]) {
    const refused = await send(running, "k", { tasks: other }, { path });
    expect([refused.status, reasonOf(refused)]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  }
  expect((await send(running, "k", ECHO)).status).toBe(422);
  expect((await running.api.list({})).tasks).toHaveLength(2);
});

test("a request that was refused leaves its key free", async () => {
  const running = await startGateway();
  expect((await send(running, "k", { type: "no_such" })).status).toBe(400);
  expect((await send(running, "k", ECHO)).status).toBe(200);
});

test("what is no key, and a key beside an id, are refused", async () => {
  const running = await startGateway();
  for (const key of ["", "two words", '"open', '"a\\b"', "x".repeat(256), "n\u00e4h"]) {
    const refused = await send(running, key, ECHO);
    expect([key, refused.status]).toEqual([key, 400]);
    expect(refused.body.error.message).toContain("Idempotency-Key");
  }
  const taskId = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const both = await send(running, "k", { ...ECHO, taskId });
  expect([both.status, both.body.error.message]).toEqual([400, expect.stringContaining("task_id")]);
});

test("it is the same key over gRPC and on the path of the Celery service", async () => {
  const running = await startGateway();
  const { client, key } = running;
  const metadata = withKey(key);
  metadata.set("idempotency-key", "k");
  const submit = (labels: Record<string, string>) =>
    call<Task__Output>((done) => client.submitTask({ type: "echo", labels }, metadata, done));
  const { taskId } = await submit({});
  expect((await send(running, "k", { type: "echo" })).body.taskId).toBe(taskId);
  const celery = await send(running, "k", { task_type: "echo" }, { path: "/api/v1/tasks" });
  expect([celery.status, celery.body.task_id]).toEqual([202, taskId]);
  const error = await failure(submit({ a: "b" }));
  expect([error.status, error.reason]).toEqual(["ALREADY_EXISTS", "IDEMPOTENCY_KEY_REUSED"]);
});

test("a schedule that is triggered twice under one key makes one task", async () => {
  const running = await startGateway();
  const schedule = { scheduleId: "nightly", cron: { expression: "0 3 * * *" }, task: { type: "echo" } };
  const created = await send(running, "any", { schedule }, { path: "/v1/schedules" });
  expect(created.status).toBe(200);
  const path = "/v1/schedules/nightly:trigger";
  const first = await send(running, "k", {}, { path });
  expect((await send(running, "k", {}, { path })).body.taskId).toBe(first.body.taskId);
  expect((await send(running, "l", {}, { path })).body.taskId).not.toBe(first.body.taskId);
});
