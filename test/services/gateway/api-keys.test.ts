import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { retireKey } from "../../../core/api-key.ts";
import { writeApiKey } from "../../../jetstream/api-keys.ts";
import type { AdminServiceClient } from "../../../proto/gen/longshore/v1/AdminService.ts";
import type { CreateApiKeyResponse__Output } from "../../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import type { ListApiKeysResponse__Output } from "../../../proto/gen/longshore/v1/ListApiKeysResponse.ts";
import { loadApi } from "../../../proto/load.ts";
import { generateApiKey } from "../../../runtime/api-key-hash.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { apiOf, call, failure, withKey } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

async function setUp() {
  const running = await startGateway();
  const { AdminService } = loadApi();
  const port = running.gateway.grpcPort();
  const admin = new AdminService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  onTestFinished(() => admin.close());
  return { running, own: keysOf(admin, running.key), other: keysOf(admin, running.otherKey) };
}

/** The methods for keys, with a key. */
function keysOf(admin: AdminServiceClient, key: string) {
  const metadata = withKey(key);
  return {
    create: (request: Parameters<AdminServiceClient["CreateApiKey"]>[0]) =>
      call<CreateApiKeyResponse__Output>((done) => admin.CreateApiKey(request, metadata, done)),
    list: async () => {
      const { apiKeys } = await call<ListApiKeysResponse__Output>((done) =>
        admin.ListApiKeys({}, metadata, done),
      );
      return apiKeys;
    },
    rotate: (request: Parameters<AdminServiceClient["RotateApiKey"]>[0]) =>
      call<CreateApiKeyResponse__Output>((done) => admin.RotateApiKey(request, metadata, done)),
    revoke: (keyId: string) => call((done) => admin.RevokeApiKey({ keyId }, metadata, done)),
  };
}

/** Resolves when a key is let in, or no longer. */
async function untilKey(state: "works" | "is refused", { client }: TestGateway, key: string) {
  await eventuallyTrue(`the key ${state}`, async () => {
    const call = apiOf(client, withKey(key)).listTypes();
    const isIn = await call.then(
      () => true,
      () => false,
    );
    return isIn === (state === "works");
  });
}

test("a key that was made works, and is refused once it is revoked", async () => {
  const { running, own } = await setUp();
  const { apiKey, secret } = await own.create({ label: "web shop", ttl: { seconds: 3600 } });
  expect(apiKey).toMatchObject({ project: "acme", role: "SUBMITTER", label: "web shop", lastUseTime: null });
  const { createTime, expireTime } = apiKey ?? {};
  expect(Number(expireTime?.seconds) - Number(createTime?.seconds)).toBe(3600);
  await untilKey("works", running, secret);
  await own.revoke(apiKey?.keyId ?? "");
  await untilKey("is refused", running, secret);
  expect(await failure(own.revoke(apiKey?.keyId ?? ""))).toMatchObject({ reason: "API_KEY_NOT_FOUND" });
});

test("a rotation leaves both keys valid for as long as it says, then only the new one", async () => {
  const { running, own } = await setUp();
  const old = await own.create({ role: "OPERATOR", label: "web shop" });
  await untilKey("works", running, old.secret);
  const replaced = await own.rotate({ keyId: old.apiKey?.keyId ?? "", overlap: { seconds: 3600 } });
  expect(replaced.apiKey).toMatchObject({
    role: "OPERATOR",
    label: "web shop",
    replaces: old.apiKey?.keyId,
  });
  await untilKey("works", running, replaced.secret);
  await untilKey("works", running, old.secret);
  const kept = (await own.list()).find(({ keyId }) => keyId === old.apiKey?.keyId);
  expect(Number(kept?.expireTime?.seconds)).toBeGreaterThan(Date.now() / 1_000);

  await own.rotate({ keyId: replaced.apiKey?.keyId ?? "", overlap: { seconds: 0 } });
  await untilKey("is refused", running, replaced.secret);
});

test("S5: the list shows the keys of the project, when they were used, and no secret", async () => {
  const { running, own, other } = await setUp();
  const [key] = await eventually("the use to be written", async () => {
    const keys = await own.list();
    return keys[0]?.lastUseTime ? keys : undefined;
  });
  expect(key).toMatchObject({ project: "acme", role: "ADMIN" });
  const [, secret = ""] = running.key.slice(4).split(/_(.*)/);
  const text = JSON.stringify([await own.list(), await other.list()]);
  expect(text).not.toContain(secret);
  expect((await other.list()).map(({ project }) => project)).toEqual(["other"]);
});

test("the keys of another project are not there", async () => {
  const { own, other } = await setUp();
  const [key] = await own.list();
  const keyId = key?.keyId ?? "";
  expect(await failure(other.revoke(keyId))).toMatchObject({ reason: "API_KEY_NOT_FOUND" });
  expect(await failure(other.rotate({ keyId }))).toMatchObject({ reason: "API_KEY_NOT_FOUND" });
  expect((await own.list()).map((each) => each.keyId)).toEqual([keyId]);
});

test("a request that makes no sense is refused with its field", async () => {
  const { own } = await setUp();
  const refused = [
    [own.create({ label: "x".repeat(257) }), "label"],
    [own.create({ ttl: { seconds: 0 } }), "ttl"],
    [own.rotate({ keyId: "nonsense" }), "key_id"],
    [own.rotate({ keyId: "0".repeat(16), overlap: { seconds: -1 } }), "overlap"],
    [own.revoke("*"), "key_id"],
  ] as const;
  const errors = await Promise.all(refused.map(([request]) => failure(request)));
  for (const [i, { reason, violations }] of errors.entries())
    expect([reason, violations[0]?.field]).toEqual(["FIELD_INVALID", refused[i]?.[1]]);
});

test("S5: an expired key is answered as one that is not known", async () => {
  const { running, own } = await setUp();
  const made = generateApiKey({ project: "acme", role: "viewer" }, new Date());
  await writeApiKey(running.connection, made.id, made.stored);
  await untilKey("works", running, made.text);
  await writeApiKey(running.connection, made.id, retireKey(made.stored, Date.now() - 1, 0));
  await untilKey("is refused", running, made.text);
  const expired = await failure(apiOf(running.client, withKey(made.text)).listTypes());
  const unknown = await failure(
    apiOf(running.client, withKey(`lsk_${"0".repeat(16)}_${"A".repeat(43)}`)).listTypes(),
  );
  expect({ ...expired, cause: undefined, stack: "" }).toEqual({ ...unknown, cause: undefined, stack: "" });
  expect((await own.list()).map(({ keyId }) => keyId)).toContain(made.id);
});

test("S48: who made, rotated and revoked keys is in the audit, without secrets", async () => {
  const { running, own } = await setUp();
  const made = await own.create({});
  const keyId = made.apiKey?.keyId ?? "";
  await own.rotate({ keyId });
  await own.revoke(keyId);
  const { streams } = running.connection.jsm;
  await eventuallyTrue("three entries", async () => (await streams.info("AUDIT")).state.messages === 3);
  const entries = [];
  for (const seq of [1, 2, 3]) entries.push((await streams.getMessage("AUDIT", { seq }))?.string() ?? "");
  expect(entries.map((text) => JSON.parse(text).action)).toEqual([
    "CreateApiKey",
    "RotateApiKey",
    "RevokeApiKey",
  ]);
  expect(entries.join("")).not.toContain(made.secret.slice(-43));
});
