import { expect, onTestFinished, test } from "vitest";
import { controlSubject } from "../../core/subject.ts";
import { onControl, requestHold, requestScale, type ScaleRequest } from "../../jetstream/worker-control.ts";
import { connectTo, startStore } from "../support/store.ts";

test("a worker is asked by name and answers; one that is not there does not", async () => {
  const store = await startStore();
  const worker = await connectTo(store.nats);
  const asked: ScaleRequest[] = [];
  const stop = onControl(worker, "w1", {
    scale(request) {
      asked.push(request);
      return { kind: "scaled", pool: "inline", concurrency: request.concurrency, previous: 4 };
    },
    hold: ({ isHeld }) => ({ kind: "held", running: isHeld ? 3 : 2 }),
  });
  onTestFinished(stop);
  await worker.nc.flush();

  expect(await requestScale(store.connection, "w1", { concurrency: 7 })).toEqual({
    kind: "scaled",
    pool: "inline",
    concurrency: 7,
    previous: 4,
  });
  expect(asked).toMatchObject([{ concurrency: 7 }]);
  expect(await requestHold(store.connection, "w1", { isHeld: true })).toEqual({ kind: "held", running: 3 });
  expect(await requestScale(store.connection, "w2", { concurrency: 7 })).toEqual({ kind: "no_worker" });
  stop();
  await worker.nc.flush();
  expect(await requestScale(store.connection, "w1", { concurrency: 7 })).toEqual({ kind: "no_worker" });
});

test.each([
  ["no JSON", "more!"],
  ["another request", '{"kind":"explode"}'],
  ["a pool of ours that is none", '{"kind":"scale","pool":"threads","concurrency":2}'],
  ["neither held nor not", '{"kind":"hold","isHeld":"yes"}'],
  ["half a task", '{"kind":"scale","concurrency":1.5}'],
])("%s is refused without a look at the worker", async (_what, body) => {
  const { connection } = await startStore();
  onTestFinished(
    onControl(connection, "w1", { scale: () => expect.unreachable(), hold: () => expect.unreachable() }),
  );
  await connection.nc.flush();
  const reply = await connection.nc.request(controlSubject("w1"), body, { timeout: 2_000 });
  expect(reply.json()).toMatchObject({ kind: "refused" });
});
