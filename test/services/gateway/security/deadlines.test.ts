import * as http2 from "node:http2";
import { expect, onTestFinished, test } from "vitest";
import { loadApi } from "../../../../proto/load.ts";
import { readTimeout } from "../../../../services/gateway/grpc/timeout-header.ts";
import { grpcMessage } from "../../../support/http2-frames.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

const OK = 0;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;

/** The status of a call with this `grpc-timeout`, and how long it took in milliseconds. */
function callWith(
  { gateway, key }: TestGateway,
  method: "ListTasks" | "WaitTask",
  request: Buffer,
  timeout: string | undefined,
): Promise<{ readonly status: number; readonly message: string; readonly ms: number }> {
  const session = http2.connect(`http://127.0.0.1:${gateway.grpcPort()}`);
  onTestFinished(() => session.destroy());
  const begunAt = performance.now();
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": `/longshore.v1.TaskService/${method}`,
      "content-type": "application/grpc",
      te: "trailers",
      "x-api-key": key,
      ...(timeout !== undefined && { "grpc-timeout": timeout }),
    });
    let answered: http2.IncomingHttpHeaders = {};
    const take = (headers: http2.IncomingHttpHeaders) => {
      answered = { ...answered, ...headers };
    };
    stream.on("response", take);
    stream.on("trailers", take);
    stream.on("error", reject);
    stream.on("close", () =>
      resolve({
        status: Number(answered["grpc-status"]),
        message: decodeURIComponent(String(answered["grpc-message"] ?? "")),
        ms: performance.now() - begunAt,
      }),
    );
    stream.resume();
    stream.end(grpcMessage(request));
  });
}

test.each([
  [undefined, OK],
  ["99999999H", OK],
  ["960H", OK],
  ["40M", OK],
  ["99999999m", OK],
  ["10S", OK],
  ["0S", DEADLINE_EXCEEDED],
  ["0n", DEADLINE_EXCEEDED],
  ["999n", DEADLINE_EXCEEDED],
  ["-5S", INVALID_ARGUMENT],
  ["5", INVALID_ARGUMENT],
  ["", INVALID_ARGUMENT],
  ["S", INVALID_ARGUMENT],
  ["1.5S", INVALID_ARGUMENT],
  ["5s", INVALID_ARGUMENT],
  ["999999999S", INVALID_ARGUMENT],
  ["5S, 10S", INVALID_ARGUMENT],
  ["1e3S", INVALID_ARGUMENT],
  ["Infinity", INVALID_ARGUMENT],
])("S40: a call with grpc-timeout %o ends with status %i", async (timeout, expected) => {
  const running = await startGateway();
  const { status, message } = await callWith(running, "ListTasks", Buffer.alloc(0), timeout);
  expect(status).toBe(expected);
  if (expected === INVALID_ARGUMENT)
    expect(message).toBe(
      `grpc-timeout: "${timeout}" is none: it is up to 8 digits and one of H, M, S, m, u, n`,
    );
});

test("S40: a wait without a deadline, or with a far one, goes on until its own timeout", async () => {
  const running = await startGateway();
  const task = await running.api.submit({ type: "echo" });
  const { WaitTask } = loadApi().TaskService.service;
  const request = WaitTask.requestSerialize({
    taskId: task.taskId,
    timeout: { seconds: "0", nanos: 300_000_000 },
  } as never);
  for (const timeout of [undefined, "99999999H"]) {
    const { status, ms } = await callWith(running, "WaitTask", request, timeout);
    expect(status).toBe(OK);
    expect(ms).toBeGreaterThan(250);
  }
});

test("S40: no timeout is longer than a timer of Node can wait", () => {
  expect(readTimeout("576H")).toBe("576H");
  expect(readTimeout("577H")).toBe("576H");
  expect(readTimeout("99999999M")).toBe("576H");
  expect(readTimeout("99999999S")).toBe("576H");
  expect(readTimeout("99999999m")).toBe("99999999m");
  expect(576 * 3_600_000).toBeLessThan(2 ** 31 - 1);
});
