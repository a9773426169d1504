import { connect, type IncomingHttpHeaders } from "node:http2";
import { expect, onTestFinished, test } from "vitest";
import { startGateway, type TestGateway } from "../start-gateway.ts";
import { ask, limitProject } from "./ask.ts";

/** Begins calls of which nothing but the headers is ever sent. */
function headersOnly(running: TestGateway) {
  const session = connect(`http://127.0.0.1:${running.gateway.grpcPort()}`);
  onTestFinished(() => session.destroy());
  return (method: string, key: string) =>
    new Promise<IncomingHttpHeaders>((resolve, reject) => {
      const stream = session.request({
        ":method": "POST",
        ":path": `/longshore.v1.${method}`,
        "content-type": "application/grpc",
        te: "trailers",
        "x-api-key": key,
      });
      stream.on("response", resolve);
      stream.on("error", reject);
    });
}

test("S31: who is over its rate is refused by its headers, with all that it is told otherwise", async () => {
  const running = await startGateway();
  // With a line for each call every call is served.
  running.log.level = "info";
  const submit = () => ask(running, "POST", "/v1/tasks", { type: "echo" });
  await limitProject(
    running,
    { requestsPerSecond: 0.01, requestBurst: 2 },
    async () => (await submit()).status === 429,
  );
  const begin = headersOnly(running);
  const [first, second] = [
    await begin("TaskService/SubmitTask", running.key),
    await begin("TaskService/SubmitTask", running.key),
  ];
  expect(first).toMatchObject({ "grpc-status": "8", "content-type": "application/grpc+proto" });
  const details = Buffer.from(String(first["grpc-status-details-bin"]), "base64").toString("latin1");
  for (const part of ["REQUEST_RATE_EXCEEDED", "RetryInfo", "QuotaFailure", "project:acme"])
    expect(details).toContain(part);
  expect(second["grpc-status-details-bin"]).toBe(first["grpc-status-details-bin"]);

  // Others are served as ever: who has a wrong key is told so, once its call has come in.
  const wrong = await ask(
    { ...running, key: `${running.key.slice(0, -1)}${running.key.endsWith("A") ? "B" : "A"}` },
    "POST",
    "/v1/tasks",
    { type: "echo" },
  );
  expect(wrong.status).toBe(401);
});

test("S41: while a gateway has as many submits under way as it may have, more are refused by their headers", async () => {
  const running = await startGateway({ maxSubmits: "1" });
  running.log.level = "info";
  await running.nats.kill();
  await expect.poll(() => running.connection.isConnected()).toBe(false);
  const held = running.api.submit({ type: "echo" }).catch((error: unknown) => error);
  const begin = headersOnly(running);
  await expect
    .poll(async () =>
      // Until the one that is held has come in, this waits for a body that never comes.
      Promise.race([
        begin("TaskService/SubmitTask", running.key).then((headers) => headers["grpc-status"]),
        new Promise((resolve) => setTimeout(resolve, 200, "waits")),
      ]),
    )
    .toBe("14");
  await running.nats.restart();
  expect(await held).toBeDefined();
});
