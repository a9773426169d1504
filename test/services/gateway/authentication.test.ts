import * as grpc from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

test("no call is served without a key, and none with a key that is not known", async () => {
  const { client, key, connection, lines } = await startGateway();
  const [id = "", secret = ""] = key.slice(4).split(/_(.*)/);
  const wrong = `${"A".repeat(42)}${secret.endsWith("A") ? "E" : "A"}`;
  const cases = [
    { metadata: new grpc.Metadata(), reason: "API_KEY_MISSING" },
    { metadata: withKey(""), reason: "API_KEY_MISSING" },
    { metadata: withKey("secret"), reason: "API_KEY_INVALID" },
    { metadata: withKey(`lsk_${"0".repeat(16)}_${secret}`), reason: "API_KEY_INVALID" },
    { metadata: withKey(`lsk_${id}_${wrong}`), reason: "API_KEY_INVALID" },
    { metadata: withKey(`${key}x`), reason: "API_KEY_INVALID" },
  ];
  const taskId = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  for (const { metadata, reason } of cases) {
    const api = apiOf(client, metadata);
    const calls = [
      api.submit({ type: "echo" }),
      api.submitMany([{ type: "echo" }]),
      api.get({ taskId }),
      api.wait({ taskId }),
      api.cancel({ taskId }),
      api.listTypes(),
      api.watch(taskId).next(),
    ];
    // All at once: one that fails while another is waited for would count as unhandled.
    for (const error of await Promise.all(calls.map(failure))) {
      expect([error.status, error.reason]).toEqual(["UNAUTHENTICATED", reason]);
    }
  }
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
  expect(lines.join("")).not.toContain(secret);
  expect(lines.join("")).not.toContain(wrong);
});

test("an unknown id and a wrong secret are answered alike", async () => {
  const { client, key } = await startGateway();
  const [, secret = ""] = key.slice(4).split(/_(.*)/);
  const unknown = await failure(apiOf(client, withKey(`lsk_${"0".repeat(16)}_${secret}`)).listTypes());
  const wrong = await failure(apiOf(client, withKey(`${key.slice(0, 21)}${"A".repeat(43)}`)).listTypes());
  expect({ ...wrong, cause: undefined, stack: "" }).toEqual({ ...unknown, cause: undefined, stack: "" });
});

test("a key may come as a bearer token", async () => {
  const { client, key } = await startGateway();
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${key}`);
  expect((await apiOf(client, metadata).submit({ type: "echo" })).project).toBe("acme");
});

test("a task of another project is not there, waiting or recorded, for no method", async () => {
  const running = await startGateway();
  const { api, client, otherKey } = running;
  const waiting = await api.submit(submission("echo", 1));
  const recorded = await api.submit(submission("echo", 2));
  await record(running, recorded.taskId, { type: "started" });
  const other = apiOf(client, withKey(otherKey));
  for (const { taskId } of [waiting, recorded]) {
    const calls = [
      other.get({ taskId }),
      other.wait({ taskId }),
      other.cancel({ taskId }),
      other.watch(taskId).next(),
    ];
    // All at once: one that fails while another is waited for would count as unhandled.
    for (const error of await Promise.all(calls.map(failure))) {
      expect([error.status, error.reason]).toEqual(["NOT_FOUND", "TASK_NOT_FOUND"]);
    }
  }
  expect((await api.get({ taskId: waiting.taskId })).state).toBe("QUEUED");
});

test("two projects may use the same id for tasks of their own", async () => {
  const { api, client, otherKey } = await startGateway();
  const taskId = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const other = apiOf(client, withKey(otherKey));
  expect((await api.submit(submission("echo", 1, { taskId }))).project).toBe("acme");
  expect((await other.submit(submission("echo", 2, { taskId }))).project).toBe("other");
  expect((await other.get({ taskId })).payload?.numberValue).toBe(2);
});
