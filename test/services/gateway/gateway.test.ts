import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { checkStore } from "../../../jetstream/check-store.ts";
import { connectNats } from "../../../jetstream/connection.ts";
import { createLog } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { createGateway } from "../../../services/gateway/gateway.ts";
import { checkExposure, gatewaySettings } from "../../../services/gateway/settings.ts";
import { startNats } from "../../support/nats-server.ts";
import { failure, submission } from "./api.ts";
import { checkHealth } from "./check-health.ts";
import { startGateway } from "./start-gateway.ts";

test("a taken port is named with who holds it and the setting, and nothing is left running", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => holder.close(() => resolve())));
  const bound = holder.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const { connection, log, gateway } = await startGateway();
  for (const flag of ["grpcAddress", "httpAddress"]) {
    const settings = loadSettings(
      gatewaySettings,
      {},
      { grpcAddress: "127.0.0.1:0", httpAddress: "127.0.0.1:0", [flag]: `127.0.0.1:${port}` },
    );
    const second = createGateway({ connection, settings, log, version: "0.0.0", instance: "second" });
    const { message } = await failure(second.start());
    expect(message).toContain(`port ${port} on 127.0.0.1 is taken by process ${process.pid}`);
    expect(message).toContain(flag === "grpcAddress" ? "LONGSHORE_GRPC_ADDRESS" : "LONGSHORE_HTTP_ADDRESS");
    expect(() => second.grpcPort()).toThrow("not started");
  }
  expect(gateway.problems()).toEqual([]);
});

test("a gateway can be stopped and started again, and stopping twice is harmless", async () => {
  const { gateway, connection } = await startGateway();
  const port = gateway.grpcPort();
  await gateway.start();
  expect(gateway.grpcPort()).toBe(port);
  const before = connection.nc.stats().outMsgs;
  await Promise.all([gateway.stop(), gateway.stop()]);
  expect(gateway.problems()).toEqual(["the gateway is not started"]);
  await expect(checkHealth(port, "")).rejects.toThrow();
  await gateway.start();
  expect(await checkHealth(gateway.grpcPort(), "")).toBe("SERVING");
  expect(connection.nc.stats().outMsgs).toBeGreaterThan(before);
});

test("what is being stored when a gateway stops is stored and answered", async () => {
  const { api, gateway, connection } = await startGateway();
  await api.submit(submission("echo", 0));
  const submitted = Array.from({ length: 20 }, (_, index) =>
    api.submit(submission("echo", index)).then(
      () => true,
      () => false,
    ),
  );
  await gateway.stop();
  const accepted = (await Promise.all(submitted)).filter(Boolean).length;
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(accepted + 1);
});

test("it is alive and ready over HTTP, and seen by the NATS service protocol", async () => {
  const { gateway, connection } = await startGateway();
  const get = (path: string) => fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`);
  expect([(await get("/healthz")).status, (await get("/readyz")).status]).toEqual([200, 200]);
  const info = await connection.nc.request("$SRV.INFO.longshore-gateway", "");
  expect(info.json()).toMatchObject({ name: "longshore-gateway", id: "test", version: "0.0.0" });
});

test("a store that is not provisioned is refused with what to do about it", async () => {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const connection = await connectNats({ url: nats.url, name: "test" });
  onTestFinished(() => connection.close());
  expect(await checkStore(connection)).toMatch(
    /TASKS, EVENTS.*KV_api-keys.* missing at .*longshore provision/,
  );
  const settings = loadSettings(
    gatewaySettings,
    {},
    { grpcAddress: "127.0.0.1:0", httpAddress: "127.0.0.1:0" },
  );
  const log = createLog({ service: "gateway", instance: "test", level: "silent" });
  const gateway = createGateway({ connection, settings, log, version: "0.0.0", instance: "test" });
  await expect(gateway.start()).rejects.toThrow();
});

test("an address that others can reach must be asked for twice", () => {
  const settings = (flags: Record<string, string>) => loadSettings(gatewaySettings, {}, flags);
  for (const address of ["0.0.0.0:7420", "192.168.1.5:7420", "[::]:7420", "gateway.internal:7420"]) {
    expect(() => checkExposure(settings({ grpcAddress: address }))).toThrow(
      /--grpc-address.*--allow-plaintext/,
    );
    expect(() => checkExposure(settings({ grpcAddress: address, allowPlaintext: "true" }))).not.toThrow();
  }
  for (const address of ["127.0.0.1:7420", "127.8.0.1:0", "localhost:7420", "[::1]:7420"]) {
    expect(() => checkExposure(settings({ grpcAddress: address }))).not.toThrow();
  }
});

test("registered types are listed by name, with their schema", async () => {
  const { api } = await startGateway();
  const types = await api.listTypes();
  expect(types.map(({ type }) => type)).toEqual(["echo", "gather"]);
  expect(types[1]).toMatchObject({ queue: "heavy", priority: "HIGH", hardLimit: { seconds: "600" } });
  expect(types[1]?.retry?.backoff.map(({ seconds }) => seconds)).toEqual(["60", "120", "240"]);
  expect(types[1]?.payloadSchema?.structValue?.fields["type"]?.stringValue).toBe("object");
  expect(types[0]?.payloadSchema).toBeNull();
});
