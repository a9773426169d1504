import { status } from "@grpc/grpc-js";
import { expect, test, vi } from "vitest";
import { LongshoreError } from "../../../../core/error.ts";
import { loadApi } from "../../../../proto/load.ts";
import { ROUTES } from "../../../../services/gateway/http/routes.ts";
import { call, failure, withKey } from "../api.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

// Errors that nobody expects, in every method: nothing of them may reach a caller.

const CANARY = "CANARY-4711";

/** What every method throws while it is set. */
let thrown: { readonly error: unknown } | undefined;

vi.mock("../../../../services/gateway/services.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../../../services/gateway/services.ts")>();
  return {
    ...real,
    createServices: (deps: Parameters<typeof real.createServices>[0]) => {
      const services = Object.entries(real.createServices(deps)).map(([service, methods]) => [
        service,
        Object.fromEntries(
          Object.entries(methods).map(([name, method]) => [name, poisoned(method as Method)]),
        ),
      ]);
      return Object.fromEntries(services);
    },
  };
});

interface Method {
  run(...given: readonly unknown[]): unknown;
}

function poisoned(method: Method): Method {
  return {
    ...method,
    run(...given) {
      if (thrown === undefined) return method.run(...given);
      throw thrown.error;
    },
  };
}

function canaries(): unknown[] {
  const path = `/home/${CANARY}/secret.ts`;
  const withStack = new TypeError(`${CANARY} is not a function`);
  withStack.stack = `TypeError: ${CANARY}\n    at run (${path}:1:1)`;
  return [
    withStack,
    new Error("outer", { cause: new Error(CANARY) }),
    new AggregateError([new Error(CANARY)], CANARY),
    CANARY,
    { message: CANARY, toString: () => CANARY },
    // What grpc-js and fastify take for answers.
    Object.assign(new Error(CANARY), { code: status.NOT_FOUND, details: CANARY, metadata: withKey(CANARY) }),
    Object.assign(new Error(CANARY), { statusCode: 400, code: "FST_ERR_CTP_EMPTY_JSON_BODY" }),
    Object.assign(new Error(CANARY), { statusCode: 418, headers: { "x-canary": CANARY } }),
    new LongshoreError("INTERNAL", { error_id: CANARY, path }),
    new LongshoreError("BROKER_UNAVAILABLE", { problem: `503 no responders at nats://${CANARY}` }),
    new LongshoreError("STORE_FULL", { problem: `maximum messages exceeded (10077) in ${CANARY}` }),
    new LongshoreError("AUDIT_INCOMPLETE", { problem: CANARY }),
    null,
    undefined,
  ];
}

async function sendAll({ gateway, key }: TestGateway): Promise<string[]> {
  const paths = ROUTES.map(({ verb, path }) => [verb, path.replace(/\{\w+\}/, "x")] as const);
  const celery = [
    ["GET", "/api/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64"],
    ["POST", "/api/v1/tasks"],
  ] as const;
  return Promise.all(
    [...paths, ...celery].map(async ([verb, path]) => {
      const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
        method: verb,
        headers: { "x-api-key": key, ...(verb === "POST" && { "content-type": "application/json" }) },
        ...(verb === "POST" && { body: "{}" }),
      });
      return `${verb} ${path} ${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
    }),
  );
}

test("S43: what a method throws, whatever it is, leaves as an id over HTTP; the log has it under that id", async () => {
  const running = await startGateway();
  for (const error of canaries()) {
    thrown = { error };
    const replies = await sendAll(running);
    for (const reply of replies) {
      expect(reply).not.toContain(CANARY);
      expect(reply).not.toMatch(/\.ts\b|node_modules|nats:|responders|10077|\bat \w+ \(/i);
      expect(reply).toMatch(/ (500|503|429) /);
    }
    if (error instanceof LongshoreError && error.reason !== "INTERNAL") continue;
    const id = /logged under ([0-9a-f-]{36})/.exec(replies[0] ?? "")?.[1] ?? "none";
    expect(running.lines.some((line) => line.includes(id))).toBe(true);
  }
  thrown = undefined;
  expect(running.lines.join("")).toContain(CANARY);
});

test("S43: the same over gRPC, in the status, its details and the trailers", async () => {
  const running = await startGateway();
  const services = Object.entries(loadApi());
  for (const error of canaries()) {
    thrown = { error };
    const failed = await failure(
      call((done) => running.client.getTask({ taskId: "x" }, withKey(running.key), done)),
    );
    expect(JSON.stringify([failed.message, failed.metadata, failed.violations])).not.toContain(CANARY);
    expect(["INTERNAL", "UNAVAILABLE", "RESOURCE_EXHAUSTED"]).toContain(failed.status);
    const stream = running.client.watchTask({ taskId: "x" }, withKey(running.key));
    const trailers = await new Promise<string>((resolve) =>
      stream.on("error", (each: Error & { metadata?: { toJSON(): unknown } }) =>
        resolve(
          `${each.message} ${JSON.stringify(each.metadata?.toJSON())} ${Buffer.from(String(each.metadata?.toJSON())).toString()}`,
        ),
      ),
    );
    expect(trailers).not.toContain(CANARY);
    expect(trailers).not.toContain(Buffer.from(CANARY).toString("base64").slice(0, 12));
  }
  thrown = undefined;
  expect(services.length).toBeGreaterThan(3);
});

test("S43: when the store is gone, no reply says anything of NATS", async () => {
  const running = await startGateway();
  for await (const { config } of running.connection.jsm.streams.list())
    await running.connection.jsm.streams.delete(config.name);
  const replies = await sendAll(running);
  for (const reply of replies)
    expect(reply).not.toMatch(/nats|jetstream|stream not|KV_|responders|consumer|10\d\d\d\b|\.ts\b/i);
  expect(replies.some((reply) => reply.includes("BROKER_UNAVAILABLE"))).toBe(true);
});
