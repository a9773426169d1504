import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { type Client, createClient } from "longshore";
import { expect, onTestFinished, test } from "vitest";
import { parseApiKey } from "../../core/api-key.ts";
import type { CreateApiKeyResponse__Output } from "../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import type { RevokeApiKeyResponse__Output } from "../../proto/gen/longshore/v1/RevokeApiKeyResponse.ts";
import { loadApi } from "../../proto/load.ts";
import { call, withKey } from "../services/gateway/api.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import { PROJECT, readLedger, type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const TYPE = "inline_puppet";
const IN_FLIGHT = 64;

/** Submits tasks and waits for their results, 64 of them at any time, until it is told to stop. */
function keepBusy(client: Client, ledger: string) {
  const ids: string[] = [];
  /** Of each lane when it has got its last result. */
  const lastAt = new Map<number, number>();
  let goesOn = true;
  const lane = async (number: number) => {
    while (goesOn) {
      const handle = await client.submit(TYPE, { acts: [{ do: "return", result: number }], ledger });
      ids.push(handle.id);
      expect(await handle.result()).toBe(number);
      lastAt.set(number, performance.now());
    }
  };
  const all = Promise.all(Array.from({ length: IN_FLIGHT }, (_, number) => lane(number)));
  // Until somebody asks, a lane that failed is no unhandled rejection.
  all.catch(() => undefined);
  return {
    ids,
    /** Since when every lane has got a result. */
    slowestSince: (at: number) => Math.max(...lanes().map((lane) => (lastAt.get(lane) ?? 0) - at)),
    allSince: (at: number) => lanes().every((lane) => (lastAt.get(lane) ?? 0) > at),
    async stop() {
      goesOn = false;
      await all;
    },
  };
}

const lanes = () => Array.from({ length: IN_FLIGHT }, (_, lane) => lane);

/** Every task has its record, ran once and succeeded, and there is no other. */
async function expectEachOnce({ connection, recordWhen }: Stack, ids: readonly string[], ledger: string) {
  expect(new Set(ids).size).toBe(ids.length);
  expect(readLedger(ledger).length).toBe(ids.length);
  const of = (subject: string) => ({ subjects_filter: subject });
  const { state } = await connection.jsm.streams.info("EVENTS", of(`events.${PROJECT}.>`));
  expect(
    Object.keys(state.subjects ?? {})
      .map((subject) => subject.split(".")[2])
      .toSorted(),
  ).toEqual(ids.toSorted());
  for (const id of ids) {
    const record = await recordWhen(id, () => true);
    expect([record.state, record.attempt]).toEqual(["SUCCEEDED", 1]);
  }
  await eventuallyTrue("nothing is left in the queue", async () => {
    const { state } = await connection.jsm.streams.info("TASKS");
    return state.messages === 0;
  });
}

async function startBusyStack() {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await stack.startWorker({ types: [TYPE], concurrency: IN_FLIGHT });
  const env = { LONGSHORE_NATS_URL: stack.nats.url };
  const [first, second] = await Promise.all([spawnGateway(env), spawnGateway(env)]);
  return { stack, ledger, first, second };
}

function clientOf(options: Parameters<typeof createClient>[0]) {
  const client = createClient(options);
  onTestFinished(() => client.close());
  return client;
}

test("a gateway that is killed under load with another one beside it costs its callers less than two seconds, and no task", async () => {
  const { stack, ledger, first, second } = await startBusyStack();
  const busy = keepBusy(clientOf({ url: [first.url, second.url], apiKey: stack.apiKey }), ledger);
  await eventuallyTrue("every lane has results", () => busy.ids.length > 5 * IN_FLIGHT, 30_000);

  first.kill("SIGKILL");
  const killedAt = performance.now();
  await eventuallyTrue("every lane goes on", () => busy.allSince(killedAt), 30_000);
  expect(busy.slowestSince(killedAt)).toBeLessThan(2_000);
  const before = busy.ids.length;
  await eventuallyTrue("and on", () => busy.ids.length > before + 5 * IN_FLIGHT, 30_000);
  await busy.stop();

  await expectEachOnce(stack, busy.ids, ledger);
});

test("keys that are rotated under load cost no call", async () => {
  const { stack, ledger, first, second } = await startBusyStack();
  let apiKey = stack.apiKey;
  const url = [first.url, second.url];
  const busy = keepBusy(clientOf({ url, apiKey: () => apiKey }), ledger);
  for (let rotation = 0; rotation < 3; rotation++) {
    const old = { id: idOf(apiKey), admin: adminOf(first.url, apiKey) };
    const { secret: next } = await old.admin.rotate(old.id);
    // Whoever hands out keys waits until all gateways have heard of them: that takes milliseconds.
    for (const each of url) await untilKnown(each, next);
    apiKey = next;
    // Calls that have left with the old key have ended by then.
    const switchedAt = performance.now();
    await eventuallyTrue("every lane has used the new key", () => busy.allSince(switchedAt), 30_000);
    await adminOf(first.url, next).revoke(old.id);
    const revokedAt = performance.now();
    await eventuallyTrue("every lane goes on", () => busy.allSince(revokedAt), 30_000);
  }
  await busy.stop();
  await expectEachOnce(stack, busy.ids, ledger);
});

const idOf = (apiKey: string) => parseApiKey(apiKey)?.id ?? expect.fail("no key");

function adminOf(url: string, apiKey: string) {
  const { AdminService } = loadApi();
  const admin = new AdminService(url, grpc.credentials.createInsecure());
  onTestFinished(() => admin.close());
  return {
    rotate: (keyId: string) =>
      call<CreateApiKeyResponse__Output>((done) => admin.RotateApiKey({ keyId }, withKey(apiKey), done)),
    revoke: (keyId: string) =>
      call<RevokeApiKeyResponse__Output>((done) => admin.RevokeApiKey({ keyId }, withKey(apiKey), done)),
  };
}

async function untilKnown(url: string, apiKey: string): Promise<void> {
  const client = clientOf({ url, apiKey });
  await eventually("the gateway knows the key", () =>
    client
      .task("0195d2f0-0000-7000-8000-000000000000")
      .get()
      .then(
        () => true,
        (error) => (error.status === "NOT_FOUND" ? true : undefined),
      ),
  );
}
