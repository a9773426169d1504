import { expect, onTestFinished, test } from "vitest";
import { onStop, sendStop } from "../../jetstream/signals.ts";
import { connectTo, startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

test("the worker that runs the task says that it stops it; for any other task it says no", async () => {
  const store = await startStore({ queues: [] });
  const running = newRecord();
  onTestFinished(onStop(store.connection, "w1", ({ id, attempt }) => id === running.id && attempt === 2));
  await store.connection.nc.flush();
  const asking = await connectTo(store.nats);
  const stop = (worker: string, id: string, attempt: number) =>
    sendStop(asking, worker, { project: "demo", id, attempt });
  expect(await stop("w1", running.id, 2)).toBe("stopping");
  expect(await stop("w1", running.id, 1)).toBe("not_running");
  expect(await stop("w1", newRecord().id, 2)).toBe("not_running");
});

test("a worker that is gone answers nothing, and that is said at once", async () => {
  const { connection } = await startStore({ queues: [] });
  const end = onStop(connection, "w1", () => true);
  end();
  const before = Date.now();
  expect(await sendStop(connection, "w1", { project: "demo", id: newRecord().id, attempt: 1 })).toBe(
    "no_worker",
  );
  expect(Date.now() - before).toBeLessThan(500);
});

test("while NATS is away nobody answers, within two seconds", async () => {
  const { connection, nats } = await startStore({ queues: [] });
  await nats.kill();
  const before = Date.now();
  expect(await sendStop(connection, "w1", { project: "demo", id: newRecord().id, attempt: 1 })).toBe(
    "no_worker",
  );
  expect(Date.now() - before).toBeLessThan(2_000);
});
