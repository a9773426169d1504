import { expect, test } from "vitest";
import { eventually } from "../../../support/eventually.ts";
import { startGateway } from "../start-gateway.ts";
import { ask, detail } from "./ask.ts";

test("S32: a project has no more schedules than it may, and none that ticks more often than it may", async () => {
  const running = await startGateway();
  await ask(running, "PATCH", "/v1/project", { limits: { maxSchedules: 2, minScheduleInterval: "60s" } });
  const create = (scheduleId: string, times: object) =>
    ask(running, "POST", "/v1/schedules", { schedule: { scheduleId, task: { type: "echo" }, ...times } });
  const problems = await eventually("the limits hold", async () => {
    const found = [];
    for (const [field, times] of [
      ["schedule.interval.every", { interval: { every: "59s" } }],
      ["schedule.cron.expression", { cron: { expression: "*/30 * * * * *" } }],
      // Slow at first: 20 minutes apart but for two ticks of an hour.
      ["schedule.cron.expression", { cron: { expression: "0,20,40 0,20,40 * * * *" } }],
    ] as const) {
      const refused = await create("often", times);
      if (refused.status === 200) {
        await ask(running, "DELETE", "/v1/schedules/often");
        return undefined;
      }
      found.push([refused.status, detail(refused, "BadRequest"), field]);
    }
    return found;
  });
  for (const [status, badRequest, field] of problems) {
    expect(status).toBe(400);
    expect(badRequest).toMatchObject({
      fieldViolations: [{ field, description: expect.stringMatching(/the shortest time .* is 1m/) }],
    });
  }

  expect((await create("first", { interval: { every: "60s" } })).status).toBe(200);
  expect((await create("second", { cron: { expression: "* * * * *" } })).status).toBe(200);
  const refused = await create("third", { interval: { every: "60s" } });
  expect([refused.status, refused.retryAfter]).toEqual([429, null]);
  expect(detail(refused, "ErrorInfo")).toMatchObject({
    reason: "SCHEDULE_LIMIT_EXCEEDED",
    metadata: { name: "acme", count: "2", limit: "2" },
  });
  await ask(running, "DELETE", "/v1/schedules/first");
  expect((await create("third", { interval: { every: "60s" } })).status).toBe(200);
});
