import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { writeApiKey } from "../../../../jetstream/api-keys.ts";
import { generateApiKey, matchesApiKey } from "../../../../runtime/api-key-hash.ts";
import type { ApiError } from "../../../../sdk/api-error.ts";
import { ROUTES } from "../../../../services/gateway/http/routes.ts";
import { METHOD_ROLES } from "../../../../services/gateway/method-roles.ts";
import { eventually, eventuallyTrue } from "../../../support/eventually.ts";
import { connectTo, startStore } from "../../../support/store.ts";
import { apiOf, failure, submission, withKey } from "../api.ts";
import { everyMethodAt } from "../every-method.ts";
import { connectClient, startGateway } from "../start-gateway.ts";

/** What anybody may read: whether the gateway lives, what the API looks like, and the page itself, which holds no data. */
const OPEN = /^\/($|healthz$|readyz$|v1\/openapi\.json$|(docs|app)(\/|$))/;

test("S1: no method is served without a key, over gRPC", async () => {
  const { gateway, connection } = await startGateway();
  const { names, call } = everyMethodAt(gateway.grpcPort());
  expect(names.toSorted()).toEqual(Object.keys(METHOD_ROLES).toSorted());
  for (const name of names) {
    for (const metadata of [new grpc.Metadata(), withKey("")]) {
      const { status, reason } = await failure(call(name, {}, metadata));
      expect([name, status, reason]).toEqual([name, "UNAUTHENTICATED", "API_KEY_MISSING"]);
    }
  }
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test("S1: no route is served without a key, over HTTP", async () => {
  const routes: { readonly verb: string; readonly url: string }[] = [];
  const onApp = (message: unknown) =>
    (message as { readonly fastify: FastifyInstance }).fastify.addHook("onRoute", ({ method, url }) => {
      for (const verb of [method].flat()) routes.push({ verb, url });
    });
  subscribe("fastify.initialization", onApp);
  const { gateway } = await startGateway();
  unsubscribe("fastify.initialization", onApp);
  const closed = routes.filter(({ url }) => !OPEN.test(url));
  expect(closed.length).toBeGreaterThan(ROUTES.length);
  for (const { verb, url } of closed) {
    // As the router has it: a parameter with its pattern, and a colon of the path doubled.
    const path = url
      .replaceAll(/:task_id\b(\(.*?\))?/g, "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64")
      .replaceAll(/(?<!:):[a-z_]+(\(.*?\))?/g, "name")
      .replaceAll("::", ":");
    const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
      method: verb,
      ...(verb !== "GET" &&
        verb !== "HEAD" && { body: "{}", headers: { "content-type": "application/json" } }),
    });
    await response.body?.cancel();
    expect([verb, url, response.status]).toEqual([verb, url, 401]);
  }
});

test("S1: nothing is stored by calls with keys that are not known", async () => {
  const { client, key, connection, lines } = await startGateway();
  const [id = "", secret = ""] = key.slice(4).split(/_(.*)/);
  const wrong = `${"A".repeat(42)}${secret.endsWith("A") ? "E" : "A"}`;
  for (const text of ["secret", `lsk_${"0".repeat(16)}_${secret}`, `lsk_${id}_${wrong}`, `${key}x`]) {
    const api = apiOf(client, withKey(text));
    const calls = [api.submit({ type: "echo" }), api.submitMany([{ type: "echo" }]), api.listTypes()];
    // All at once: one that fails while another is waited for would count as unhandled.
    for (const error of await Promise.all(calls.map((each) => failure(each))))
      expect([error.status, error.reason]).toEqual(["UNAUTHENTICATED", "API_KEY_INVALID"]);
  }
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
  expect(lines.join("")).not.toContain(secret);
  expect(lines.join("")).not.toContain(wrong);
});

test("S2: of a key, the store holds its id and a hash, and nothing of its secret; neither does the log", async () => {
  const { gateway, connection, key, lines } = await startGateway();
  const { call } = everyMethodAt(gateway.grpcPort());
  const made = await call<{ secret: string; apiKey: { keyId: string } }>(
    "AdminService/CreateApiKey",
    { role: "ADMIN", label: "canary" },
    withKey(key),
  );
  const rotated = await call<typeof made>(
    "AdminService/RotateApiKey",
    { keyId: made.apiKey.keyId },
    withKey(key),
  );
  const secrets = [key, made.secret, rotated.secret];
  for (const text of secrets) {
    const submitted = eventually("the key to be known", () =>
      call("TaskService/SubmitTask", submission("echo", 1), withKey(text)).then(
        () => true,
        () => undefined,
      ),
    );
    await submitted;
    await failure(call("TaskService/GetTask", {}, withKey(`${text}x`)));
  }
  const { jsm } = connection;
  const dump: string[] = [...lines];
  const names: string[] = [];
  for await (const { config, state } of jsm.streams.list()) {
    names.push(config.name);
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await jsm.streams.getMessage(config.name, { seq }).catch(() => null);
      if (message !== null) dump.push(message.subject, message.string(), String(message.header));
    }
  }
  expect(names).toEqual(expect.arrayContaining(["KV_api-keys", "TASKS", "AUDIT"]));
  const text = dump.join("\n");
  expect(text).toContain(made.apiKey.keyId);
  for (const whole of secrets) {
    const secret = whole.slice(-43);
    const bytes = Buffer.from(secret, "base64url");
    for (let i = 0; i + 12 <= secret.length; i++) expect(text).not.toContain(secret.slice(i, i + 12));
    for (const form of [
      bytes.toString("hex"),
      bytes.toString("base64"),
      Buffer.from(whole).toString("base64"),
    ])
      expect(text).not.toContain(form.slice(0, 20));
  }
  // 256 bits of chance each: no two are alike in any part.
  expect(new Set(secrets.map((whole) => whole.slice(-43))).size).toBe(3);
});

test("S3: secrets and hashes are never compared by ===, which stops at the first difference", () => {
  const offenders: string[] = [];
  const SECRET =
    /\b\w*(secret|hash|signature|hmac|password)\b(\(\))?\s*[!=]==?(?![=]|\s*(undefined|null|""|0))/i;
  const SECRET_LAST = /[!=]==?\s*[\w.?()]*(secret|hash|signature|hmac|password)\b/i;
  const isBad = (line: string) => {
    const compared = line.replaceAll(/typeof \w+ === "\w+"/g, "");
    return SECRET.test(compared) || SECRET_LAST.test(compared);
  };
  for (const folder of ["core", "jetstream", "runtime", "services"])
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }))
      if (file.endsWith(".ts"))
        for (const [i, line] of readFileSync(join(folder, file), "utf8").split("\n").entries())
          if (isBad(line)) offenders.push(`${folder}/${file}:${i + 1}: ${line.trim()}`);
  expect(offenders).toEqual([]);
  for (const bad of [
    "given.hash === stored.hash",
    "if (secret !== expected)",
    "mac == hmac",
    "a.signature() === b",
  ])
    expect([bad, isBad(bad)]).toEqual([bad, true]);
  expect(matchesApiKey.toString()).toContain("timingSafeEqual");
});

test("S4: keys are rotated under load without a failed call, and a revoked one is dead on every gateway within 5 s", async () => {
  const running = await startGateway();
  const ports = [running.gateway.grpcPort(), (await running.another()).grpcPort];
  const apis = ports.map((port) => everyMethodAt(port));
  const admin = withKey(running.key);
  type Made = { secret: string; apiKey: { keyId: string } };
  const [first] = apis;
  if (first === undefined) throw new Error("no gateway");
  const works = (text: string) =>
    Promise.all(apis.map(({ call }) => call("AdminService/ListTaskTypes", {}, withKey(text)))).then(
      () => true,
      () => false,
    );
  let current = await first.call<Made>("AdminService/CreateApiKey", {}, admin);
  await eventuallyTrue("the first key to work", () => works(current.secret));

  let isOver = false;
  let calls = 0;
  const failed: ApiError[] = [];
  const load = apis.map(async ({ call }) => {
    while (!isOver) {
      calls++;
      await call("TaskService/SubmitTask", submission("echo", calls), withKey(current.secret)).catch(
        (error) => failed.push(error),
      );
    }
  });
  const old: Made[] = [];
  for (let i = 0; i < 3; i++) {
    const { keyId } = current.apiKey;
    const next = await first.call<Made>(
      "AdminService/RotateApiKey",
      { keyId, overlap: { seconds: 3600 } },
      admin,
    );
    await eventuallyTrue("the new key to work", () => works(next.secret));
    old.push(current);
    current = next;
    const soFar = calls;
    await eventuallyTrue("calls with the new key", () => calls > soFar + 2 * apis.length);
    expect(await works(old[i]?.secret ?? "")).toBe(true);
  }
  for (const { secret, apiKey } of old) {
    await first.call("AdminService/RevokeApiKey", { keyId: apiKey.keyId }, admin);
    const isDead = Promise.all(
      apis.map(({ call }) =>
        eventuallyTrue(
          "the revoked key to be refused",
          () =>
            call("AdminService/ListTaskTypes", {}, withKey(secret)).then(
              () => false,
              () => true,
            ),
          5_000,
        ),
      ),
    );
    await isDead;
  }
  isOver = true;
  await Promise.all(load);
  expect(failed).toEqual([]);
  expect(calls).toBeGreaterThan(20);
});

test("S6: an unknown id and a wrong secret are answered alike", async () => {
  const { client, key } = await startGateway();
  const [, secret = ""] = key.slice(4).split(/_(.*)/);
  const unknown = await failure(apiOf(client, withKey(`lsk_${"0".repeat(16)}_${secret}`)).listTypes());
  const wrong = await failure(apiOf(client, withKey(`${key.slice(0, 21)}${"A".repeat(43)}`)).listTypes());
  expect({ ...wrong, cause: undefined, stack: "" }).toEqual({ ...unknown, cause: undefined, stack: "" });
});

test("S7: 1,000 wrong keys are slowed down over gRPC, and nobody with a right one is held up", async () => {
  const running = await startGateway();
  const { gateway, key, api, lines } = running;
  const { call } = everyMethodAt(gateway.grpcPort());
  const startedAt = performance.now();
  const answers = new Map<string | undefined, number>();
  let last: ApiError | undefined;
  for (let i = 0; i < 10; i++) {
    const wrong = Array.from({ length: 100 }, () => {
      const { text } = generateApiKey({ project: "acme", role: "admin" }, new Date());
      return failure(call("AdminService/ListTaskTypes", {}, withKey(text)));
    });
    const right = api.submit(submission("echo", i));
    for (const error of await Promise.all(wrong)) {
      answers.set(error.reason, (answers.get(error.reason) ?? 0) + 1);
      last = error;
    }
    expect((await right).project).toBe("acme");
  }
  const allowed = 20 + (performance.now() - startedAt) / 3_000 + 1;
  expect([...answers.keys()].toSorted()).toEqual(["API_KEY_INVALID", "TOO_MANY_WRONG_KEYS"]);
  expect(answers.get("API_KEY_INVALID")).toBeLessThanOrEqual(allowed);
  expect(last).toMatchObject({ status: "RESOURCE_EXHAUSTED", reason: "TOO_MANY_WRONG_KEYS" });
  expect(last?.retryAfterMs).toBeGreaterThan(0);
  expect(last?.retryAfterMs).toBeLessThanOrEqual(3_000);
  // The same for the id of a key that exists: no more is learnt from it, and its holder goes on.
  const guess = await failure(
    call("AdminService/ListTaskTypes", {}, withKey(`${key.slice(0, 21)}${"A".repeat(43)}`)),
  );
  expect(guess.reason).toBe("TOO_MANY_WRONG_KEYS");
  expect(await call("AdminService/ListTaskTypes", {}, withKey(key))).toBeDefined();
  const told = lines.filter((line) => line.includes("wrong API keys"));
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThanOrEqual(1 + (performance.now() - startedAt) / 10_000);
});

test("S7: 1,000 wrong keys are slowed down over HTTP with 429 and Retry-After, on every path", async () => {
  const { gateway, key } = await startGateway();
  const ask = (path: string, text: string) =>
    fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, { headers: { "x-api-key": text } });
  const startedAt = performance.now();
  const statuses = new Map<number, number>();
  for (let i = 0; i < 20; i++) {
    const some = Array.from({ length: 50 }, (_, n) => {
      const wrong = generateApiKey({ project: "acme", role: "admin" }, new Date()).text;
      return ask(n % 2 === 0 ? "/v1/tasks" : "/api/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64", wrong);
    });
    for (const response of await Promise.all(some)) {
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      await response.body?.cancel();
    }
  }
  expect([...statuses.keys()].toSorted()).toEqual([401, 429]);
  expect(statuses.get(401)).toBeLessThanOrEqual(20 + (performance.now() - startedAt) / 3_000 + 1);
  expect((await ask("/v1/tasks", key)).status).toBe(200);
});

test("S11: a key in the address is ignored, by whatever name", async () => {
  const { gateway, key } = await startGateway();
  for (const name of ["key", "api_key", "apiKey", "x-api-key", "access_token", "token", "authorization"]) {
    const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/v1/tasks?${name}=${key}`);
    const { error } = (await response.json()) as { error: { details: [{ reason: string }] } };
    expect([name, response.status, error.details[0].reason]).toEqual([name, 401, "API_KEY_MISSING"]);
  }
});

test("S12: a store that has just been made knows no key", async () => {
  const { connection, nats } = await startStore();
  expect((await connection.jsm.streams.info("KV_api-keys")).state.messages).toBe(0);
  // Provisioning again, and another connection, make none either.
  await connectTo(nats);
  expect((await connection.jsm.streams.info("KV_api-keys")).state.messages).toBe(0);
});

test("S12: keys that everybody might try first are refused", async () => {
  const { client } = await startGateway();
  const zeros = `lsk_${"0".repeat(16)}_${"A".repeat(43)}`;
  for (const text of [
    "admin",
    "password",
    "longshore",
    "changeme",
    "dev",
    "test",
    zeros,
    "null",
    "undefined",
  ])
    expect((await failure(apiOf(client, withKey(text)).listTypes())).reason).toBe("API_KEY_INVALID");
});

test("a key may come as a bearer token", async () => {
  const { client, key } = await startGateway();
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${key}`);
  expect((await apiOf(client, metadata).submit({ type: "echo" })).project).toBe("acme");
});

test("a key that was made for another project is of that project, whatever the call says", async () => {
  const { connection, gateway } = await startGateway();
  const made = generateApiKey({ project: "third", role: "submitter" }, new Date());
  await writeApiKey(connection, made.id, made.stored);
  const api = apiOf(connectClient(gateway.grpcPort()), withKey(made.text));
  const task = await eventually("the key to be known", () =>
    api.submit({ type: "echo" }).catch(() => undefined),
  );
  expect(task.project).toBe("third");
});
