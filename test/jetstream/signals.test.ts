import { expect, onTestFinished, test } from "vitest";
import { answerSignals, askRunning, sendStop } from "../../jetstream/signals.ts";
import { connectTo, startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

const attempt = () => ({ project: "demo", id: newRecord().id, attempt: 1 });
const why = "CANCELLED";

test("the worker that runs the task says that it stops it, and is told why; for any other task it says no", async () => {
  const store = await startStore({ queues: [] });
  const running = { project: "demo", id: newRecord().id, attempt: 2 };
  const told: string[] = [];
  const answering = answerSignals(store.connection, "w1", {
    stop(signal) {
      if (signal.id !== running.id || signal.attempt !== 2) return false;
      told.push(signal.why);
      return true;
    },
    runs: () => true,
  });
  onTestFinished(answering);
  await store.connection.nc.flush();
  const asking = await connectTo(store.nats);
  expect(await sendStop(asking, "w1", { ...running, why: "DEADLINE_EXCEEDED" })).toBe("stopping");
  expect(await sendStop(asking, "w1", { ...running, attempt: 1, why })).toBe("not_running");
  expect(await sendStop(asking, "w1", { ...attempt(), why })).toBe("not_running");
  expect(told).toEqual(["DEADLINE_EXCEEDED"]);
});

test("a worker says whether it runs an attempt, and stops nothing for that", async () => {
  const { connection } = await startStore({ queues: [] });
  const running = { project: "demo", id: newRecord().id, attempt: 2 };
  const stopped: string[] = [];
  const answering = answerSignals(connection, "w1", {
    stop: ({ id }) => stopped.push(id) > 0,
    runs: (asked) => asked.id === running.id && asked.attempt === running.attempt,
  });
  onTestFinished(answering);
  expect(await askRunning(connection, "w1", running)).toBe("running");
  expect(await askRunning(connection, "w1", { ...running, attempt: 1 })).toBe("not_running");
  expect(await askRunning(connection, "w2", running)).toBe("no_worker");
  expect(stopped).toEqual([]);
});

test("what is no signal is answered as not running", async () => {
  const { connection } = await startStore({ queues: [] });
  onTestFinished(answerSignals(connection, "w1", { stop: () => true, runs: () => false }));
  const reply = await connection.nc.request("signals.w1", "{", { timeout: 1_000 });
  expect(reply.string()).toBe("not_running");
});

test("a worker that is gone answers nothing, and that is said at once", async () => {
  const { connection } = await startStore({ queues: [] });
  const end = answerSignals(connection, "w1", { stop: () => true, runs: () => true });
  end();
  const before = Date.now();
  expect(await sendStop(connection, "w1", { ...attempt(), why })).toBe("no_worker");
  expect(Date.now() - before).toBeLessThan(500);
});

test("while NATS is away nobody answers, within two seconds", async () => {
  const { connection, nats } = await startStore({ queues: [] });
  await nats.kill();
  const before = Date.now();
  expect(await sendStop(connection, "w1", { ...attempt(), why })).toBe("no_worker");
  expect(Date.now() - before).toBeLessThan(2_000);
});
