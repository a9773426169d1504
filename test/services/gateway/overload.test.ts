import { expect, test } from "vitest";
import type { ApiError } from "../../../sdk/api-error.ts";
import { METHOD_KINDS } from "../../../services/gateway/method-kinds.ts";
import {
  Overload,
  READ_LAG_MS,
  READ_LAG_READINGS,
  SUBMIT_LAG_MS,
} from "../../../services/gateway/overload.ts";
import { eventually } from "../../support/eventually.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { checkHealth } from "./check-health.ts";
import { ask, detail } from "./limits/ask.ts";
import { startGateway } from "./start-gateway.ts";

const SUBMIT = "TaskService/SubmitTask";
const methodsOf = (kind: string) =>
  Object.entries(METHOD_KINDS).flatMap(([name, of]) => (of === kind ? [name] : []));

test("S41: submits are refused first, then reads and watches, and what ends work never", () => {
  const overload = new Overload(100);
  const refused = () => Object.keys(METHOD_KINDS).filter((method) => overload.refusal(method) !== undefined);
  expect(refused()).toEqual([]);
  for (let i = 0; i < 100; i++) overload.enter(SUBMIT);
  expect(refused().toSorted()).toEqual(methodsOf("submit").toSorted());
  // One long pause is no overload.
  for (let i = 1; i < READ_LAG_READINGS; i++) overload.adapt(READ_LAG_MS + 1);
  expect(overload.refusal("TaskService/GetTask")).toBeUndefined();
  overload.adapt(READ_LAG_MS + 1);
  expect(
    Object.keys(METHOD_KINDS)
      .filter((method) => !refused().includes(method))
      .toSorted(),
  ).toEqual(methodsOf("control").toSorted());
  expect(methodsOf("control")).toContain("TaskService/CancelTask");
  overload.adapt(0);
  expect(refused().toSorted()).toEqual(methodsOf("submit").toSorted());
});

test("S41: while the process is late fewer submits may be under way, never none, and more again as it catches up", () => {
  const overload = new Overload(1_000);
  overload.adapt(SUBMIT_LAG_MS + 1);
  expect(overload.bound).toBe(700);
  for (let i = 0; i < 50; i++) overload.adapt(SUBMIT_LAG_MS + 1);
  const least = overload.bound;
  expect(least).toBeGreaterThan(0);
  const again = Array.from({ length: least }, () => overload.enter(SUBMIT));
  expect(overload.refusal(SUBMIT)?.reason).toBe("OVERLOADED");
  again[0]?.();
  expect(overload.refusal(SUBMIT)).toBeUndefined();
  for (let i = 0; i < 50; i++) overload.adapt(0);
  expect(overload.bound).toBe(1_000);
});

/** An interval in which so many submits began together and took so long. */
function interval(overload: Overload, clock: { ms: number }, count: number, ms: number): void {
  const leave = Array.from({ length: count }, () => overload.enter(SUBMIT));
  clock.ms += ms;
  for (const end of leave) end();
  overload.adapt(0);
}

test("S41: fewer submits may be under way when they wait for each other; when each takes long by itself as many as before", () => {
  const clock = { ms: 0 };
  const quick = new Overload(1_000, () => clock.ms);
  interval(quick, clock, 4, 10);
  interval(quick, clock, 200, 240);
  expect(quick.bound).toBe(1_000);
  // Of 400 a second, 100 at a time would take 250 ms each.
  interval(quick, clock, 240, 600);
  expect(quick.bound).toBe(100);

  const slow = new Overload(1_000, () => clock.ms);
  interval(slow, clock, 4, 200);
  interval(slow, clock, 40, 600);
  expect(slow.bound).toBe(1_000);
});

test("S41: a gateway with as many submits under way as it may have refuses more before it reads them, and goes on otherwise", async () => {
  const running = await startGateway({ maxSubmits: "2" });
  const { taskId } = await running.api.submit(submission("echo", 0));
  const port = running.gateway.grpcPort();
  await running.nats.kill();
  await expect.poll(() => running.connection.isConnected()).toBe(false);

  const submits = Array.from({ length: 5 }, (_, i) => running.api.submit(submission("echo", i)));
  const errors: ApiError[] = [];
  for (const submit of submits) submit.catch((error: ApiError) => errors.push(error));
  await eventually("three are refused", () => (errors.length === 3 ? true : undefined));
  expect(errors.map(({ status, reason }) => [status, reason])).toEqual(
    Array(3).fill(["UNAVAILABLE", "OVERLOADED"]),
  );
  for (const { retryAfterMs } of errors) expect(retryAfterMs).toBe(1_000);

  // A body that is no JSON is not even looked at.
  const response = await fetch(`http://127.0.0.1:${running.gateway.httpPort()}/v1/tasks`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": running.key },
    body: "{",
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await response.json()).toMatchObject({ error: { status: "UNAVAILABLE" } });
  // Others get as far as the store that is away.
  const hasty = apiOf(running.client, withKey(running.key), 2_000);
  expect((await failure(hasty.cancel({ taskId }))).reason).toBe("BROKER_UNAVAILABLE");
  expect(await checkHealth(port, "")).toBe("NOT_SERVING");

  await running.nats.restart();
  const settled = await Promise.allSettled(submits);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const again = await eventually("submits are let in again", async () => {
    const answer = await ask(running, "POST", "/v1/tasks", { type: "echo" });
    return answer.status === 200 ? answer : undefined;
  });
  expect(detail(again, "ErrorInfo")).toBeUndefined();
});
