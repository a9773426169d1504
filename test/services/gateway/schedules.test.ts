import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import type { ListSchedulesResponse__Output } from "../../../proto/gen/longshore/v1/ListSchedulesResponse.ts";
import type { PreviewScheduleRequest } from "../../../proto/gen/longshore/v1/PreviewScheduleRequest.ts";
import type { PreviewScheduleResponse__Output } from "../../../proto/gen/longshore/v1/PreviewScheduleResponse.ts";
import type { Schedule, Schedule__Output } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Task__Output } from "../../../proto/gen/longshore/v1/Task.ts";
import { jsonToValue } from "../../../proto/json-value.ts";
import { loadApi } from "../../../proto/load.ts";
import { call, failure, withKey } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** The methods of ScheduleService as promises, with a key. */
function schedulesOf(running: TestGateway, key = running.key) {
  const { ScheduleService } = loadApi();
  const address = `127.0.0.1:${running.gateway.grpcPort()}`;
  const client = new ScheduleService(address, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  const metadata = withKey(key);
  return {
    create: (schedule?: Schedule) =>
      call<Schedule__Output>((done) =>
        client.createSchedule(schedule === undefined ? {} : { schedule }, metadata, done),
      ),
    get: (scheduleId: string) =>
      call<Schedule__Output>((done) => client.getSchedule({ scheduleId }, metadata, done)),
    list: (pageSize = 0, pageToken = "") =>
      call<ListSchedulesResponse__Output>((done) =>
        client.listSchedules({ pageSize, pageToken }, metadata, done),
      ),
    update: (schedule: Schedule) =>
      call<Schedule__Output>((done) => client.updateSchedule({ schedule }, metadata, done)),
    delete: (scheduleId: string) => call((done) => client.deleteSchedule({ scheduleId }, metadata, done)),
    pause: (scheduleId: string, reason = "") =>
      call<Schedule__Output>((done) => client.pauseSchedule({ scheduleId, reason }, metadata, done)),
    resume: (scheduleId: string) =>
      call<Schedule__Output>((done) => client.resumeSchedule({ scheduleId }, metadata, done)),
    trigger: (scheduleId: string) =>
      call<Task__Output>((done) => client.triggerSchedule({ scheduleId }, metadata, done)),
    preview: (request: PreviewScheduleRequest) =>
      call<PreviewScheduleResponse__Output>((done) => client.previewSchedule(request, metadata, done)),
  };
}

const HOUR = { seconds: 3_600 };

const nightly: Schedule = {
  scheduleId: "nightly",
  cron: { expression: "30 2 * * *", timeZone: "Europe/Berlin" },
  task: { type: "gather", payload: jsonToValue({ source: "x" }) },
};

interface Case {
  readonly what: string;
  readonly change: Partial<Schedule>;
  readonly reason?: string;
  readonly field: string;
  readonly description: RegExp;
}

const withCron = (expression: string, timeZone = ""): Partial<Schedule> => ({
  cron: { expression, timeZone },
});
const withTask = (task: Schedule["task"]): Partial<Schedule> => ({
  task: { ...nightly.task, ...task },
});

const CASES: readonly Case[] = [
  {
    what: "an id that is no name",
    change: { scheduleId: "a.b" },
    field: "schedule.schedule_id",
    description: /"a\.b" is no id of a schedule: must be a lower-case letter/,
  },
  {
    what: "neither cron nor interval",
    change: { cron: null },
    field: "schedule.spec",
    description: /set cron or/,
  },
  {
    what: "a day that never comes",
    change: withCron("0 0 30 2 *"),
    reason: "CRON_NEVER_FIRES",
    field: "schedule.cron.expression",
    description: /"0 0 30 2 \*" never fires/,
  },
  {
    what: "a range that runs wild",
    change: withCron("1--100000000 * * * *"),
    field: "schedule.cron.expression",
    description: /illegal range/,
  },
  {
    what: "a hundred fields",
    change: withCron("* ".repeat(100)),
    field: "schedule.cron.expression",
    description: /100 fields; must be 5/,
  },
  {
    what: "an expression as long as a book",
    change: withCron("1,".repeat(100_000)),
    field: "schedule.cron.expression",
    description: /200000 characters, at most 256/,
  },
  {
    what: "a misspelt time zone",
    change: withCron("0 0 * * *", "Europe/Berln"),
    field: "schedule.cron.time_zone",
    description: /"Europe\/Berln" is no time zone; known and nearest are "Europe\/Berlin"/,
  },
  {
    what: "an interval of less than a second",
    change: { cron: null, interval: { every: { nanos: 999_000_000 } } },
    field: "schedule.interval.every",
    description: /is 999ms, must be from 1s to 365d/,
  },
  {
    what: "a negative interval",
    change: { cron: null, interval: { every: { seconds: -5 } } },
    field: "schedule.interval.every",
    description: /is negative/,
  },
  {
    what: "an interval of more than a year",
    change: { cron: null, interval: { every: { seconds: 366 * 86_400 } } },
    field: "schedule.interval.every",
    description: /is 366d, must be/,
  },
  {
    what: "an interval without a length",
    change: { cron: null, interval: {} },
    field: "schedule.interval.every",
    description: /is not set/,
  },
  {
    what: "an end before its start",
    change: { startTime: { seconds: 4_000_000_000 }, endTime: { seconds: 3_999_999_999 } },
    field: "schedule.end_time",
    description: /must be after start_time/,
  },
  {
    what: "an end that has passed",
    change: { endTime: { seconds: 1_000_000_000 } },
    field: "schedule.end_time",
    description: /no tick between now and then/,
  },
  {
    what: "a jitter longer than the interval",
    change: { cron: null, interval: { every: HOUR }, jitter: { seconds: 3_601 } },
    field: "schedule.jitter",
    description: /is 1h1s, must not be longer than the time between two ticks, 1h$/,
  },
  {
    what: "a jitter longer than the shortest time between two ticks of a cron expression",
    change: { ...withCron("0,1 0 * * *"), jitter: { seconds: 61 } },
    field: "schedule.jitter",
    description: /two ticks, 1m$/,
  },
  {
    what: "a negative window",
    change: { catchUpWindow: { seconds: -1 } },
    field: "schedule.catch_up_window",
    description: /is negative/,
  },
  { what: "no task", change: { task: null }, field: "schedule.task", description: /is not set/ },
  {
    what: "a task with an id",
    change: withTask({ taskId: "0b0f37a1-5a3f-4c58-9c6b-b0e4f1a2c3d4" }),
    field: "schedule.task.task_id",
    description: /each tick has an id of its own/,
  },
  {
    what: "a task with a delay",
    change: withTask({ options: { delay: HOUR } }),
    field: "schedule.task.options.delay",
    description: /the schedule says when/,
  },
  {
    what: "a task with a unique key",
    change: withTask({ options: { uniqueKey: "k" } }),
    field: "schedule.task.options.unique_key",
    description: /overlap_policy/,
  },
  {
    what: "a task whose type nobody has registered",
    change: withTask({ type: "gathr" }),
    reason: "TASK_TYPE_UNKNOWN",
    field: "schedule.task.type",
    description: /"gathr"; known are "gather"/,
  },
  {
    what: "a payload that does not fit its type",
    change: withTask({ payload: jsonToValue({ source: 7 }) }),
    reason: "PAYLOAD_INVALID",
    field: "schedule.task.payload.source",
    description: /string/,
  },
];

test("what cannot be a schedule is refused at once, with field, value and what is allowed, and nothing is stored", async () => {
  const running = await startGateway();
  const schedules = schedulesOf(running);
  for (const { what, change, reason = "FIELD_INVALID", field, description } of CASES) {
    const begun = performance.now();
    const error = await failure(schedules.create({ ...nightly, ...change }));
    expect({ what, reason: error.reason, violations: error.violations }).toEqual({
      what,
      reason,
      violations: [{ field, description: expect.stringMatching(description) }],
    });
    expect(performance.now() - begun).toBeLessThan(2_000);
  }
  expect((await failure(schedules.create())).reason).toBe("FIELD_INVALID");
  expect((await schedules.list()).schedules).toEqual([]);
});

test("a schedule is shown as it was stored, filled in, and belongs to its project", async () => {
  const running = await startGateway();
  const schedules = schedulesOf(running);
  const created = await schedules.create({
    ...nightly,
    overlapPolicy: "BUFFER_ONE",
    jitter: { seconds: 60 },
    task: {
      ...nightly.task,
      labels: { team: "search" },
      options: { totalTimeout: HOUR, retry: { maxRetries: 1 } },
    },
  });
  expect(created).toMatchObject({
    cron: nightly.cron,
    overlapPolicy: "BUFFER_ONE",
    catchUpWindow: { seconds: "60" },
    jitter: { seconds: "60" },
    task: {
      type: "gather",
      queue: "heavy",
      priority: "HIGH",
      labels: { team: "search" },
      options: { totalTimeout: { seconds: "3600" }, retry: { maxRetries: 1 } },
    },
    paused: false,
    firedCount: "0",
    lastTick: null,
  });
  expect(created.nextTime).not.toBeNull();
  expect(await schedules.get("nightly")).toEqual(created);
  expect((await failure(schedules.create(nightly))).reason).toBe("SCHEDULE_EXISTS");

  const others = schedulesOf(running, running.otherKey);
  expect((await failure(others.get("nightly"))).reason).toBe("SCHEDULE_NOT_FOUND");
  expect((await failure(others.trigger("nightly"))).reason).toBe("SCHEDULE_NOT_FOUND");
  expect((await failure(others.delete("nightly"))).reason).toBe("SCHEDULE_NOT_FOUND");
  expect((await others.list()).schedules).toEqual([]);
});

test("what is shown can be sent back: an update with the etag of somebody else's change is refused", async () => {
  const schedules = schedulesOf(await startGateway());
  const created = await schedules.create(nightly);
  const updated = await schedules.update({ ...created, jitter: { seconds: 30 } });
  expect(updated).toMatchObject({
    jitter: { seconds: "30" },
    nextTime: created.nextTime,
    task: created.task,
  });
  expect((await failure(schedules.update(created))).reason).toBe("SCHEDULE_CHANGED");
  const last = await schedules.update({ ...nightly, cron: { expression: "@hourly" } });
  expect(last).toMatchObject({ cron: { expression: "@hourly", timeZone: "UTC" }, jitter: { seconds: "0" } });
  expect((await failure(schedules.update({ ...nightly, scheduleId: "other" }))).reason).toBe(
    "SCHEDULE_NOT_FOUND",
  );
});

test("a pause says why, stays over an update, and ends with resume; delete frees the name", async () => {
  const schedules = schedulesOf(await startGateway());
  await schedules.create(nightly);
  const paused = await schedules.pause("nightly", "bank holiday");
  expect(paused).toMatchObject({ paused: true, pauseReason: "bank holiday", nextTime: null });
  expect(await schedules.update({ ...paused, jitter: { seconds: 1 } })).toMatchObject({
    paused: true,
    pauseReason: "bank holiday",
  });
  const resumed = await schedules.resume("nightly");
  expect(resumed).toMatchObject({ paused: false, pauseReason: "" });
  expect(resumed.nextTime).not.toBeNull();
  expect((await schedules.resume("nightly")).etag).toBe(resumed.etag);

  await schedules.delete("nightly");
  expect((await failure(schedules.get("nightly"))).reason).toBe("SCHEDULE_NOT_FOUND");
  expect((await failure(schedules.delete("nightly"))).reason).toBe("SCHEDULE_NOT_FOUND");
  await schedules.create(nightly);
});

test("schedules are listed by id, page by page", async () => {
  const schedules = schedulesOf(await startGateway());
  for (const scheduleId of ["c", "a", "b"]) await schedules.create({ ...nightly, scheduleId });
  const first = await schedules.list(2);
  expect(first.schedules.map(({ scheduleId }) => scheduleId)).toEqual(["a", "b"]);
  const second = await schedules.list(2, first.nextPageToken);
  expect(second.schedules.map(({ scheduleId }) => scheduleId)).toEqual(["c"]);
  expect(second.nextPageToken).toBe("");
  expect((await failure(schedules.list(0, "!"))).reason).toBe("FIELD_INVALID");
});

test("trigger submits the task at once, each time another one", async () => {
  const running = await startGateway();
  const schedules = schedulesOf(running);
  await schedules.create(nightly);
  const [one, two] = [await schedules.trigger("nightly"), await schedules.trigger("nightly")];
  expect(one).toMatchObject({ type: "gather", state: "QUEUED", scheduleId: "nightly" });
  expect(two.taskId).not.toBe(one.taskId);
  expect(await running.api.get({ taskId: one.taskId })).toMatchObject({ scheduleId: "nightly" });
});

test("preview tells the next ticks of a schedule that is stored or not, with the time of its place", async () => {
  const schedules = schedulesOf(await startGateway());
  await schedules.create(nightly);
  const stored = await schedules.preview({ scheduleId: "nightly" });
  expect(stored.ticks).toHaveLength(10);
  expect(stored.timeZone).toBe("Europe/Berlin");
  for (const { localTime } of stored.ticks) expect(localTime).toMatch(/T0[23]:[03]0:00\+0[12]:00$/);

  const unsaved = await schedules.preview({
    schedule: {
      interval: { every: HOUR, anchor: { seconds: 1_800_000_000 } },
      startTime: { seconds: 4_000_000_000 },
      endTime: { seconds: 4_000_007_200 },
    },
    count: 5,
  });
  expect(unsaved.ticks.map(({ time }) => time?.seconds)).toEqual(["4000003200", "4000006800"]);
  const never = schedules.preview({ schedule: { cron: { expression: "0 0 31 2 *" } } });
  expect((await failure(never)).reason).toBe("CRON_NEVER_FIRES");
  expect((await failure(schedules.preview({}))).reason).toBe("FIELD_INVALID");
  expect((await failure(schedules.preview({ scheduleId: "nightly", count: 101 }))).reason).toBe(
    "FIELD_INVALID",
  );
});
