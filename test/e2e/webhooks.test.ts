import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { WEBHOOK_QUEUE, WEBHOOK_TYPE } from "../../core/webhook.ts";
import { deliveryId } from "../../runtime/webhook-signature.ts";
import { eventually } from "../support/eventually.ts";
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
