import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { checkLeader } from "../../../cli/doctor/check-leader.ts";
import { BUCKETS, SCHEDULER_LEASE } from "../../../core/subject.ts";
import { seekLease } from "../../../jetstream/lease.ts";
import { startStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

test("that no scheduler leads is worth a warning once there are tasks", async () => {
  const { connection, queue } = await startStore();
  expect(await checkLeader(connection)).toEqual([]);

  await new Promise((resolve) => queue.submit(newRecord(), resolve));
  const [warning, ...rest] = await checkLeader(connection);
  expect(rest).toEqual([]);
  expect(warning).toMatchObject({ check: "leader", level: "warn" });
  expect(warning?.detail).toContain("tasks that wait or run: 1");
  expect(warning?.remedy).toContain("longshore scheduler");

  const names = { name: SCHEDULER_LEASE, holder: "s1" };
  const lease = await seekLease(connection, { ...names, onGained: () => undefined, onLost: () => undefined });
  onTestFinished(() => lease.stop());
  expect(await checkLeader(connection)).toMatchObject([{ level: "ok", detail: "s1 leads the schedulers" }]);
});

test("one that died long ago does not lead", async () => {
  const { connection, queue } = await startStore();
  await new Promise((resolve) => queue.submit(newRecord(), resolve));
  const leases = await new Kvm(connection.nc).open(BUCKETS.leases);
  await leases.put(SCHEDULER_LEASE, JSON.stringify({ version: 1, holder: "s1" }));
  expect(await checkLeader(connection)).toMatchObject([{ level: "ok" }]);
  await expect
    .poll(async () => (await checkLeader(connection)).map(({ level }) => level), { timeout: 10_000 })
    .toEqual(["warn"]);
});
