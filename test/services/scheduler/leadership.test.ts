import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../../core/subject.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { createLog } from "../../../runtime/log.ts";
import type { Duty } from "../../../services/scheduler/duty.ts";
import { seekLeadership } from "../../../services/scheduler/leadership.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { spawnScheduler } from "../../support/spawn-scheduler.ts";
import type { ServiceProcess } from "../../support/spawn-service.ts";
import { connectTo, startStore, type TestStore } from "../../support/store.ts";

const silent = createLog({ service: "scheduler", instance: "test", level: "silent" });

async function seek(connection: Connection, instance: string, duties: readonly Duty[] = []) {
  const leadership = await seekLeadership(connection, { instance, duties, log: silent });
  onTestFinished(() => leadership.stop());
  return leadership;
}

/** A duty that writes down what becomes of it. */
function dutyOf(story: string[], name: string, ending = Promise.resolve()): Duty {
  return {
    name,
    begin() {
      story.push(`${name} begun`);
      return async () => {
        await ending;
        story.push(`${name} ended`);
      };
    },
  };
}

test("who leads has taken up its duties; it lays them down before another leads", async () => {
  const { nats, connection } = await startStore({ queues: [] });
  const story: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = await seek(connection, "a", [dutyOf(story, "a1"), dutyOf(story, "a2", promise)]);
  const second = await seek(await connectTo(nats), "b", [dutyOf(story, "b1")]);
  expect([first.isLeader(), second.isLeader()]).toEqual([true, false]);
  expect(story).toEqual(["a1 begun", "a2 begun"]);

  const stopping = first.stop();
  await eventuallyTrue("one duty has ended", () => story.includes("a1 ended"));
  resolve();
  await stopping;
  await eventuallyTrue("the other leads", () => second.isLeader());
  expect(story).toEqual(["a1 begun", "a2 begun", "a1 ended", "a2 ended", "b1 begun"]);
});

test("who has lost the lead and has it again takes its duties up again", async () => {
  const { connection } = await startStore({ queues: [] });
  const story: string[] = [];
  const leadership = await seek(connection, "a", [dutyOf(story, "duty")]);
  const leases = await new Kvm(connection.nc).open(BUCKETS.leases);
  await leases.put("scheduler", "{}");
  await eventuallyTrue("it has lost the lead", () => story.length === 2);
  expect(leadership.isLeader()).toBe(false);
  await leases.delete("scheduler");
  await eventuallyTrue("it leads again", () => leadership.isLeader());
  expect(story).toEqual(["duty begun", "duty ended", "duty begun"]);
});

/** Two schedulers as processes; the first one leads. */
async function spawnTwo({ nats }: TestStore): Promise<[ServiceProcess, ServiceProcess]> {
  const env = { LONGSHORE_NATS_URL: nats.url };
  const first = spawnScheduler(env);
  await first.line(/^this scheduler leads$/);
  const second = spawnScheduler(env);
  await second.line(/^scheduler started$/);
  return [first, second];
}

test("after the leader is killed another leads within ten seconds", async () => {
  const [first, second] = await spawnTwo(await startStore({ queues: [] }));
  const killedAt = performance.now();
  first.kill("SIGKILL");
  await second.line(/^this scheduler leads$/);
  expect(performance.now() - killedAt).toBeLessThan(10_000);
});

test("after the leader has been told to stop another leads within two seconds", async () => {
  const [first, second] = await spawnTwo(await startStore({ queues: [] }));
  first.kill("SIGTERM");
  const { code } = await first.exited;
  const stoppedAt = performance.now();
  expect(code).toBe(0);
  await second.line(/^this scheduler leads$/);
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
});

test("a leader that stood still sees at once that it leads no more", async () => {
  const store = await startStore({ queues: [] });
  const [first, second] = await spawnTwo(store);
  first.kill("SIGSTOP");
  await second.line(/^this scheduler leads$/);

  const thawedAt = performance.now();
  first.kill("SIGCONT");
  await first.line(/^this scheduler does not lead any more$/);
  expect(performance.now() - thawedAt).toBeLessThan(1_000);
  // The other still holds the lease: it renews it, and the first has not taken it back.
  const leases = await new Kvm(store.connection.nc).open(BUCKETS.leases);
  const before = await leases.get("scheduler");
  const after = await eventually("the next renewal", async () => {
    const entry = await leases.get("scheduler");
    return entry?.revision === before?.revision ? undefined : entry;
  });
  expect(after?.json<{ holder: string }>().holder).toBe(second.lines[0]?.instance);
  expect(first.lines.filter(({ msg }) => msg === "this scheduler leads")).toHaveLength(1);
});
