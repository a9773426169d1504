import { expect, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import type { Schedule } from "../../sdk/schedule.ts";
import type { Task } from "../../sdk/task.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { captureTerminal } from "./captured-terminal.ts";

async function run({ url, apiKey }: Stack, ...args: readonly string[]) {
  const terminal = captureTerminal({ env: { LONGSHORE_GRPC_URL: url, LONGSHORE_API_KEY: apiKey } });
  const code = await runCommandLine(args, terminal);
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

const NIGHTLY = [
  "create",
  "nightly",
  "inline_puppet",
  "--cron",
  "30 2 * * *",
  "--time-zone",
  "Europe/Berlin",
];

test("a schedule is created, shown, listed, changed, paused, resumed and deleted", async () => {
  const stack = await startStack({ scheduler: false });
  const schedule = (...args: readonly string[]) => run(stack, "schedule", ...args);
  const json = async (...args: readonly string[]) =>
    JSON.parse((await schedule(...args, "-o", "json")).stdout) as Schedule;

  const options = ["--payload", '{"acts":[]}', "--label", "team=search", "--overlap", "buffer-one"];
  const created = await schedule(...NIGHTLY, ...options, "--jitter", "10m", "--max-retries", "1");
  expect({ code: created.code, stderr: created.stderr }).toEqual({ code: 0, stderr: "" });
  expect(created.stdout).toMatch(/^ticks +30 2 \* \* \* Europe\/Berlin$/m);
  expect(created.stdout).toMatch(/^overlap +buffer-one$/m);
  expect(created.stdout).toMatch(/^so far +0 fired, 0 skipped, 0 missed, 0 failed$/m);

  expect((await schedule("list")).stdout).toMatch(
    /^nightly +30 2 \* \* \* Europe\/Berlin +inline_puppet +active/m,
  );

  await schedule("update", "nightly", "--catch-up", "1h", "--label", "team=mail");
  expect(await json("get", "nightly")).toMatchObject({
    cron: "30 2 * * *",
    timeZone: "Europe/Berlin",
    overlapPolicy: "BUFFER_ONE",
    catchUpWindowMs: 3_600_000,
    jitterMs: 600_000,
    task: { payload: { acts: [] }, labels: { team: "mail" }, retry: { maxRetries: 1 } },
  });
  expect(await json("update", "nightly", "--cron", "@daily")).toMatchObject({
    cron: "@daily",
    timeZone: "Europe/Berlin",
  });
  const every = await json("update", "nightly", "--every", "90m", "--overlap", "skip");
  expect(every).toMatchObject({ everyMs: 5_400_000, overlapPolicy: "SKIP" });
  expect(every).not.toHaveProperty("cron");

  expect((await schedule("pause", "nightly", "--reason", "moving")).stdout).toMatch(
    /^state +paused \(moving\)$/m,
  );
  expect((await schedule("resume", "nightly")).stdout).toMatch(/^state +active$/m);
  expect(await schedule("delete", "nightly")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect((await schedule("get", "nightly")).code).toBe(3);
  expect((await schedule("list")).stderr).toContain("There is no schedule");
});

test("trigger prints the id of the task, which names its schedule", async () => {
  const stack = await startStack({ scheduler: false });
  await run(stack, "schedule", ...NIGHTLY);
  const { stdout } = await run(stack, "schedule", "trigger", "nightly");
  const task = await run(stack, "task", "get", stdout.trim(), "-o", "json");
  expect(JSON.parse(task.stdout) as Task).toMatchObject({ scheduleId: "nightly", state: "QUEUED" });
  expect((await run(stack, "task", "get", stdout.trim())).stdout).toMatch(/^schedule +nightly$/m);
});

test("next tells ten ticks of a schedule, stored or not, and what is wrong with one", async () => {
  const stack = await startStack({ scheduler: false });
  await run(stack, "schedule", ...NIGHTLY);
  const next = (...args: readonly string[]) => run(stack, "schedule", "next", ...args);
  const rows = (await next("nightly")).stdout.trim().split("\n").slice(1);
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(row).toMatch(/^\d{4}-\d\d-\d\dT0[23]:[03]0:00\+0[12]:00 /);
  const daily = await next("--cron", "@daily", "--time-zone", "Asia/Kolkata", "--count", "2", "-o", "json");
  const { ticks } = JSON.parse(daily.stdout) as { ticks: { localTime: string }[] };
  expect(ticks.map(({ localTime }) => localTime.slice(10))).toEqual(["T00:00:00+05:30", "T00:00:00+05:30"]);

  const typo = await next("--cron", "@daily", "--time-zone", "Europe/Berln");
  expect({ code: typo.code, says: typo.stderr }).toEqual({
    code: 1,
    says: expect.stringContaining('nearest are "Europe/Berlin"'),
  });
  expect((await next("--cron", "0 0 30 2 *")).stderr).toContain("(CRON_NEVER_FIRES)");
  for (const args of [[], ["nightly", "--cron", "@daily"], ["--cron", "@daily", "--every", "1h"]])
    expect((await next(...args)).code).toBe(2);
});
