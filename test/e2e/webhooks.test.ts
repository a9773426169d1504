import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { MAX_WEBHOOKS, WEBHOOK_QUEUE, WEBHOOK_TYPE } from "../../core/webhook.ts";
import { deliveryId } from "../../runtime/webhook-signature.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { spawnScheduler } from "../support/spawn-scheduler.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { type Received, startReceiver } from "../support/webhook-receiver.ts";

/** What lets webhooks get to receivers of this machine. */
function local(port: number) {
  return { webhookAllowHttp: "true", webhookAllowNetworks: "127.0.0.0/8", webhookPorts: String(port) };
}

async function callHttp<T>(stack: Stack, verb: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${stack.httpUrl}${path}`, {
    method: verb,
    headers: { "x-api-key": stack.apiKey, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

interface Created {
  readonly secret: string;
  readonly webhook: { readonly webhookId: string };
}

function create(stack: Stack, request: object): Promise<Created> {
  return callHttp(stack, "POST", "/v1/webhooks", request);
}

/** As the document of Standard Webhooks says, and not as our own code does it. */
function signatureOf(secret: string, { headers, body }: Received): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

async function startAll() {
  const receiver = await startReceiver();
  const flags = local(receiver.port);
  const stack = await startStack({ gateway: flags });
  await stack.startWorker({ flags: { ...flags, webhooks: "true" }, types: ["inline_puppet"] });
  return { stack, receiver };
}

const FAILS = { type: "inline_puppet", payload: { acts: [{ do: "give_up", message: "no more" }] } };
const SUCCEEDS = { type: "inline_puppet", payload: { acts: [{ do: "return" }] } };

test("a task that fails is told to a webhook, once and signed, and nothing else is", async () => {
  const { stack, receiver } = await startAll();
  const { secret, webhook } = await create(stack, { url: receiver.url, filter: "state = FAILED" });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await stack.client.submitTask(SUCCEEDS);
  const { taskId } = await stack.client.submitTask(FAILS);
  const got = await eventually("the delivery", () => receiver.received[0]);
  expect(got.headers["webhook-signature"]).toBe(signatureOf(secret, got));
  expect(Math.abs(Number(got.headers["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(60);
  const event = JSON.parse(got.body) as { event: { number: number } };
  expect(event).toMatchObject({
    taskId,
    type: "inline_puppet",
    queue: "inline_puppets",
    labels: {},
    event: { type: "FAILED", state: "FAILED" },
  });
  expect(got.body).not.toContain("acts");
  const delivery = deliveryId(webhook.webhookId, taskId, event.event.number);
  expect(got.headers["webhook-id"]).toBe(delivery);
  const task = await stack.client.waitTask(delivery);
  expect(task).toMatchObject({
    type: WEBHOOK_TYPE,
    queue: WEBHOOK_QUEUE,
    state: "SUCCEEDED",
    result: { status: 204 },
  });
  await stack.client.submitTask(FAILS);
  await eventually("the delivery of the second failure", () => receiver.received[1]);
  expect(receiver.received).toHaveLength(2);
});

test("a receiver that is away for a while gets the event later, under the same id; who deletes a webhook ends what is on its way", async () => {
  const port = await freePort();
  const flags = local(port);
  const stack = await startStack({ gateway: flags });
  await stack.startWorker({ flags: { ...flags, webhooks: "true" }, types: ["inline_puppet"] });
  const url = `http://127.0.0.1:${port}/`;
  const [kept, deleted] = [await create(stack, { url }), await create(stack, { url })];
  const { taskId } = await stack.client.submitTask(FAILS);
  const { timeline } = await stack.recordWhen(taskId, ({ state }) => state === "FAILED");
  const idOf = ({ webhook }: Created) => deliveryId(webhook.webhookId, taskId, timeline.length);
  for (const each of [kept, deleted]) {
    const waits = await stack.recordWhen(idOf(each), ({ state }) => state === "RETRYING");
    expect(waits.error?.message).toBe("no answer: ECONNREFUSED");
  }
  await callHttp(stack, "DELETE", `/v1/webhooks/${deleted.webhook.webhookId}`);
  const receiver = await startReceiver(port);
  expect(await stack.client.waitTask(idOf(kept))).toMatchObject({ state: "SUCCEEDED", attempt: 2 });
  expect(await stack.client.waitTask(idOf(deleted))).toMatchObject({
    state: "FAILED",
    error: { message: "the webhook has been deleted" },
  });
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([idOf(kept)]);
});

test("no event is lost, and none has two ids, when the scheduler that leads is killed again and again", async () => {
  const receiver = await startReceiver();
  const flags = local(receiver.port);
  const stack = await startStack({ gateway: flags, scheduler: false });
  await stack.startWorker({
    flags: { ...flags, webhooks: "true" },
    types: ["inline_puppet"],
    concurrency: 10,
  });
  await create(stack, { url: receiver.url });
  const taskIds: string[] = [];
  const submit = async () => {
    const outcomes = await stack.client.submitTasks(Array.from({ length: 20 }, () => SUCCEEDS));
    for (const outcome of outcomes) if (outcome.ok) taskIds.push(outcome.task.taskId);
  };
  await submit();
  for (let kill = 0; kill < 2; kill++) {
    const leader = spawnScheduler({ LONGSHORE_NATS_URL: stack.nats.url });
    await leader.line(/this scheduler leads/);
    const before = receiver.received.length;
    await submit();
    await eventuallyTrue("something arrives", () => receiver.received.length > before, 30_000);
    leader.kill("SIGKILL");
    await leader.exited;
    await submit();
  }
  spawnScheduler({ LONGSHORE_NATS_URL: stack.nats.url });
  const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as { taskId: string }).taskId);
  await eventuallyTrue("all have arrived", () => new Set(told()).size === taskIds.length, 30_000);
  expect(new Set(told())).toEqual(new Set(taskIds));
  const ids = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
  expect(ids.size).toBe(taskIds.length);
});

test("every event is told but those of deliveries, and none from before the webhook was made", async () => {
  const { stack, receiver } = await startAll();
  const before = await stack.client.submitTask(SUCCEEDS);
  await stack.client.waitTask(before.taskId);
  await create(stack, { url: receiver.url, everyEvent: true });
  const { taskId } = await stack.client.submitTask(SUCCEEDS);
  const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as WatchedEvent).event.type);
  await eventuallyTrue("the end", () => types().includes("SUCCEEDED"));
  await eventuallyTrue("all of it", () => types().length >= 3);
  expect(types().toSorted()).toEqual(["STARTED", "SUBMITTED", "SUCCEEDED"]);
  expect(new Set(receiver.received.map(({ body }) => (JSON.parse(body) as WatchedEvent).taskId))).toEqual(
    new Set([taskId]),
  );
});

interface WatchedEvent {
  readonly taskId: string;
  readonly event: { readonly type: string };
}

test("S58: a test tells of the status and of nothing that the receiver wrote; 410 disables the webhook", async () => {
  const { stack, receiver } = await startAll();
  const { webhook } = await create(stack, { url: receiver.url, label: "pager" });
  const { webhookId } = webhook;
  expect(await stack.client.testWebhook(webhookId)).toMatchObject({
    delivered: true,
    status: 204,
    problem: "",
  });
  expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({ test: true, webhookId });
  receiver.answer(302, { location: "http://169.254.169.254/" }, "canary");
  const redirected = await stack.client.testWebhook(webhookId);
  expect(redirected.problem).toBe("the receiver answered 302: redirects are not followed");
  receiver.answer(500, {}, "canary");
  const broken = await stack.client.testWebhook(webhookId);
  expect(broken.problem).toBe("the receiver answered 500");
  expect(JSON.stringify(await stack.client.getTask(broken.taskId))).not.toContain("canary");
  receiver.answer(410);
  await stack.client.testWebhook(webhookId);
  const [listed] = await stack.client.listWebhooks();
  expect(listed).toMatchObject({ webhookId, label: "pager", disableTime: expect.any(Date) as Date });
  expect((await stack.client.testWebhook(webhookId)).problem).toMatch(/^the webhook is disabled since /);
  expect(receiver.received).toHaveLength(4);
});

test("S58: what may not be reached is refused before it is stored, and so is whoever would send an event of his own", async () => {
  const { stack, receiver } = await startAll();
  for (const url of ["https://10.0.0.1/", "http://[::1]/", `${receiver.url}#x`, "https://a:b@example.com/"])
    await expect(stack.client.createWebhook(url), url).rejects.toMatchObject({ reason: "FIELD_INVALID" });
  await expect(stack.client.createWebhook(receiver.url, { filter: "state = " })).rejects.toMatchObject({
    reason: "FILTER_INVALID",
  });
  expect(await stack.client.listWebhooks()).toEqual([]);
  const { webhook } = await stack.client.createWebhook(receiver.url);
  const forged = { webhook: webhook.webhookId, body: { forged: true } };
  await expect(stack.client.submitTask({ type: WEBHOOK_TYPE, payload: forged })).rejects.toMatchObject({
    reason: "FIELD_INVALID",
  });
  for (let i = 1; i < MAX_WEBHOOKS; i++) await stack.client.createWebhook(receiver.url);
  await expect(stack.client.createWebhook(receiver.url)).rejects.toThrow(/has 20 webhooks/);
  expect(receiver.received).toEqual([]);
});
