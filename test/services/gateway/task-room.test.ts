import { expect, test } from "vitest";
import { TaskRoom } from "../../../services/gateway/task-room.ts";
import { eventuallyTrue } from "../../support/eventually.ts";

const TASK = { queue: "default", project: "acme", state: "QUEUED" } as const;

/** Room for `limit` tasks in a queue in which `waiting` says how many wait. */
function roomFor(limit: number | undefined, waiting: () => number) {
  let counts = 0;
  const countWaiting = async () => {
    counts++;
    return waiting();
  };
  const ofProject = { maxQueued: () => undefined, countQueued: async () => 0, storeError: () => undefined };
  const room = new TaskRoom({ maxDepth: () => limit, countWaiting, ...ofProject });
  return { room, counts: () => counts };
}

test("what is let in counts as waiting until it has been counted", async () => {
  const { room } = roomFor(2, () => 1);
  expect((await room.lookAndEnter(TASK)).ok).toBe(true);
  const full = await room.lookAndEnter(TASK);
  if (full.ok) throw new Error("it must be full");
  expect(full.error.metadata).toEqual({ queue: "default", waiting: "2", limit: "2" });
});

test("leave that has ended, however often it is said, makes room for one once the next count is there", async () => {
  const { room } = roomFor(2, () => 0);
  for (let i = 0; i < 2; i++) {
    const leave = await room.lookAndEnter(TASK);
    if (!leave.ok) throw leave.error;
    leave.end();
    leave.end();
  }
  await eventuallyTrue("a new count", async () => (await room.lookAndEnter(TASK)).ok);
  expect((await room.lookAndEnter(TASK)).ok).toBe(true);
  expect((await room.lookAndEnter(TASK)).ok).toBe(false);
});

test("a queue without a limit, and a task that is due later, are let in without a count", async () => {
  const free = roomFor(undefined, () => 1_000);
  expect((await free.room.lookAndEnter(TASK)).ok).toBe(true);
  expect(free.counts()).toBe(0);
  const full = roomFor(1, () => 1);
  expect((await full.room.lookAndEnter({ ...TASK, state: "SCHEDULED" })).ok).toBe(true);
});

test("while nobody can count, nothing is refused", async () => {
  const { room } = roomFor(1, () => {
    throw new Error("NATS is away");
  });
  expect((await room.lookAndEnter(TASK)).ok).toBe(true);
  expect((await room.lookAndEnter(TASK)).ok).toBe(true);
});
