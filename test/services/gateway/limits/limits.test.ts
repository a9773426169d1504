import { expect, test } from "vitest";
import { eventually } from "../../../support/eventually.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";
import { type Answer, ask, detail } from "./ask.ts";

const submit = (running: Pick<TestGateway, "gateway" | "key">) =>
  ask(running, "POST", "/v1/tasks", { type: "echo" });

/** Makes a key of `acme` with limits; it can be used at once. */
async function keyWith(running: TestGateway, limits: Readonly<Record<string, unknown>>) {
  const made = await ask(running, "POST", "/v1/keys", { limits });
  expect(made.status).toBe(200);
  const key: string = made.body.secret;
  const id: string = made.body.apiKey.keyId;
  await eventually("the key is known", async () =>
    (await ask({ ...running, key }, "GET", "/v1/project")).status === 401 ? undefined : true,
  );
  return { id, gateway: running.gateway, key };
}

async function setProject(running: TestGateway, limits: Readonly<Record<string, unknown>>): Promise<void> {
  const { status, body } = await ask(running, "PATCH", "/v1/project", { limits });
  expect([status, body]).toEqual([200, expect.objectContaining({ project: "acme" })]);
}

/** Sends until it is refused; every answer before is a success. */
async function untilRefused(
  send: () => Promise<Answer>,
  most: number,
): Promise<{ passed: number; last: Answer }> {
  for (let passed = 0; passed < most; passed++) {
    const last = await send();
    if (last.status !== 200) return { passed, last };
  }
  throw new Error(`${most} calls have passed`);
}

test("S31: a key that calls too often is refused with its limit and a time to come again, and others go on", async () => {
  const running = await startGateway();
  const limited = await keyWith(running, { requestsPerSecond: 0.01, requestBurst: 5 });
  const { passed, last } = await untilRefused(() => submit(limited), 6);
  expect(passed).toBeLessThanOrEqual(4);
  expect(last.status).toBe(429);
  expect(last.body.error.status).toBe("RESOURCE_EXHAUSTED");
  expect(detail(last, "ErrorInfo")).toMatchObject({
    reason: "REQUEST_RATE_EXCEEDED",
    metadata: { scope: "key", name: limited.id, limit: "0.01", burst: "5" },
  });
  expect(detail(last, "QuotaFailure")).toMatchObject({
    violations: [{ subject: `key:${limited.id}`, description: "0.01 calls a second, 5 at once" }],
  });
  expect(Number(last.retryAfter)).toBe(60);
  expect((await submit(running)).status).toBe(200);

  const changed = await ask(running, "PATCH", `/v1/keys/${limited.id}`, {
    limits: { requestsPerSecond: 1_000 },
  });
  expect(changed.body.limits).toMatchObject({ requestsPerSecond: 1000, requestBurst: 5 });
  await eventually("the change holds", async () =>
    (await submit(limited)).status === 200 ? true : undefined,
  );
});

test("S31: all keys of a project share its limit, and another project has its own", async () => {
  const running = await startGateway();
  const second = await keyWith(running, {});
  await setProject(running, { requestsPerSecond: 0.01, requestBurst: 3 });
  const { last } = await untilRefused(() => submit(second), 10);
  expect(detail(last, "ErrorInfo")).toMatchObject({ metadata: { scope: "project", name: "acme" } });
  expect((await submit(running)).status).toBe(429);
  expect((await submit({ ...running, key: running.otherKey })).status).toBe(200);
});

test("S31: a batch counts each of its tasks, and is refused as a whole", async () => {
  const running = await startGateway();
  const limited = await keyWith(running, { requestsPerSecond: 0.01, requestBurst: 20 });
  const batch = (count: number) =>
    ask(limited, "POST", "/v1/tasks:batch", {
      tasks: Array.from({ length: count }, () => ({ type: "echo" })),
    });
  expect((await batch(10)).body.outcomes).toHaveLength(10);
  const refused = await batch(10);
  expect([refused.status, detail(refused, "ErrorInfo")?.["reason"]]).toEqual([429, "REQUEST_RATE_EXCEEDED"]);
  expect((await ask(running, "GET", "/v1/tasks")).body.tasks).toHaveLength(10);
});

test("S31: a project has no more tasks that have not ended than it may", async () => {
  const running = await startGateway();
  await setProject(running, { maxQueued: 3 });
  await eventually("the limit holds", async () => {
    const { body } = await ask(running, "GET", "/v1/project");
    return body.limits.maxQueued === "3" ? true : undefined;
  });
  const late = { type: "echo", options: { delay: "3600s" } };
  const first = await submit(running);
  expect((await submit(running)).status).toBe(200);
  expect((await ask(running, "POST", "/v1/tasks", late)).status).toBe(200);
  for (const task of [{ type: "echo" }, late, { type: "gather", payload: { source: "x" } }]) {
    const refused = await ask(running, "POST", "/v1/tasks", task);
    expect([refused.status, refused.retryAfter]).toEqual([429, "1"]);
    expect(detail(refused, "ErrorInfo")).toMatchObject({
      reason: "QUEUED_LIMIT_EXCEEDED",
      metadata: { name: "acme", queued: "3", limit: "3" },
    });
  }
  expect((await submit({ ...running, key: running.otherKey })).status).toBe(200);
  await ask(running, "POST", `/v1/tasks/${first.body.taskId}:cancel`, {});
  await eventually("there is room again", async () =>
    (await submit(running)).status === 200 ? true : undefined,
  );
});

test("S31: a payload that is larger than a key or a project may send is refused", async () => {
  const running = await startGateway();
  const limited = await keyWith(running, { maxPayloadBytes: 100 });
  const sized = (bytes: number) =>
    ask(limited, "POST", "/v1/tasks", { type: "echo", payload: "x".repeat(bytes - 2) });
  expect((await sized(100)).status).toBe(200);
  const refused = await sized(101);
  expect([refused.status, refused.retryAfter]).toEqual([429, null]);
  expect(detail(refused, "ErrorInfo")).toMatchObject({
    reason: "PAYLOAD_LIMIT_EXCEEDED",
    metadata: { scope: "key", name: limited.id, size: "101", limit: "100" },
  });
  expect(detail(refused, "BadRequest")).toMatchObject({ fieldViolations: [{ field: "payload" }] });
  // Over the whole of the record: what the payload becomes later counts as well.
  const { taskId } = (await ask(running, "POST", "/v1/tasks", { type: "echo", options: { delay: "3600s" } }))
    .body;
  const update = await ask(limited, "PATCH", `/v1/tasks/${taskId}`, { payload: "x".repeat(200) });
  expect(detail(update, "ErrorInfo")?.["reason"]).toBe("PAYLOAD_LIMIT_EXCEEDED");
});

test("limits that cannot be are refused with the field, and nothing changes", async () => {
  const running = await startGateway();
  for (const [limits, field] of [
    [{ requestsPerSecond: -1 }, "limits.requests_per_second"],
    [{ requestBurst: 2_000_000 }, "limits.request_burst"],
    [{ maxQueued: "-3" }, "limits.max_queued"],
    [{ minScheduleInterval: "0.5s" }, "limits.min_schedule_interval"],
    [{}, "limits"],
  ] as const) {
    const refused = await ask(running, "PATCH", "/v1/project", { limits });
    expect([refused.status, detail(refused, "BadRequest")]).toEqual([
      400,
      expect.objectContaining({ fieldViolations: [expect.objectContaining({ field })] }),
    ]);
  }
  const { body } = await ask(running, "GET", "/v1/project");
  expect(body.limits).toMatchObject({ requestsPerSecond: 100_000, maxQueued: "10000000" });
});
