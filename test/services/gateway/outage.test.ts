import { expect, test } from "vitest";
import { createTaskId } from "../../../services/gateway/task-id.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { checkHealth } from "./check-health.ts";
import { startGateway } from "./start-gateway.ts";

test("while NATS is away every method says so before its deadline, and health is NOT_SERVING", async () => {
  const { api, client, key, nats, gateway } = await startGateway();
  const { taskId } = await api.submit(submission("echo", 1));
  const port = gateway.grpcPort();
  expect(await checkHealth(port, "")).toBe("SERVING");
  await nats.kill();
  await expect.poll(() => checkHealth(port, "")).toBe("NOT_SERVING");
  expect(await checkHealth(port, "longshore.v1.TaskService")).toBe("NOT_SERVING");
  expect(gateway.problems()).toEqual(["not connected to NATS"]);

  const hasty = apiOf(client, withKey(key), 2_500);
  const calls = [
    hasty.submit(submission("echo", 2)),
    hasty.submit(submission("echo", 3, { taskId: createTaskId(Date.now()) })),
    hasty.get({ taskId }),
    hasty.cancel({ taskId }),
    hasty.wait({ taskId }),
  ];
  for (const error of await Promise.all(calls.map(failure))) {
    expect([error.status, error.reason]).toEqual(["UNAVAILABLE", "BROKER_UNAVAILABLE"]);
    expect(error.retryAfterMs).toBe(1_000);
  }
  const outcomes = await hasty.submitMany([submission("echo", 4), submission("echo", 5)]);
  expect(outcomes.map(({ error }) => error?.message)).toEqual(
    Array(2).fill(expect.stringMatching(/does not answer/)),
  );

  await nats.restart();
  await expect.poll(() => checkHealth(port, ""), { timeout: 10_000 }).toBe("SERVING");
  expect((await api.get({ taskId })).state).toBe("QUEUED");
});

test("a submission that comes while NATS is away is stored once NATS is back in time", async () => {
  const { api, nats, connection } = await startGateway();
  await nats.kill();
  await expect.poll(() => connection.isConnected()).toBe(false);
  const submitted = [
    api.submit(submission("echo", 1)),
    api.submit(submission("echo", 2, { taskId: createTaskId(Date.now()) })),
  ];
  await nats.restart();
  const states = (await Promise.all(submitted)).map(({ state }) => state);
  expect(states).toEqual(["QUEUED", "QUEUED"]);
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(2);
});
