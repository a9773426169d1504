import { expect, test } from "vitest";
import type { Alerts, Silence } from "../../sdk/alert-calls.ts";
import type { TaskStatistics } from "../../sdk/statistics-calls.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { runInDev } from "./running-dev.ts";

const runAll = runInDev();
const run = (...args: readonly string[]) => runAll(args);

async function jsonOf<Answer>(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await run(...args, "-o", "json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Answer;
}

test("what fails is in the numbers and raises an alert, which a silence keeps quiet until it is deleted", async () => {
  const payload = JSON.stringify({ acts: [{ do: "throw", message: "the disk is full" }] });
  await Promise.all(
    Array.from({ length: 21 }, () =>
      run("task", "submit", "inline_puppet", "--payload", payload, "--max-retries", "0"),
    ),
  );
  await eventuallyTrue("all have failed", async () => {
    const { all } = await jsonOf<TaskStatistics>("task", "stats");
    return all.failed === 21;
  });
  const { stdout, stderr } = await run("task", "stats", "--window", "5m");
  expect(stdout).toMatch(/^TYPE +SUBMITTED .* RUN P95$/m);
  expect(stdout).toMatch(/^inline_puppet +21 +21 +0 +21 +0 +0 +0 +[\d.]+ m?s +[\d.]+ m?s$/m);
  expect(stdout).toMatch(/^all +21 /m);
  expect(stderr).toMatch(/^The last 5m; numbers may be .* old\.$/m);

  const named = async (name: string) =>
    (await jsonOf<Alerts>("alert", "list")).alerts.find((alert) => alert.name === name);
  await eventuallyTrue("the alert is there", async () => (await named("FailureRateHigh")) !== undefined);
  const listed = await run("alert", "list");
  expect(listed.stdout).toMatch(/^FailureRateHigh +warning +pending +\d+s +1 +0\.1 +More than one in ten/m);
  expect(listed.stderr).toContain("FailureRateHigh: Look at the failures by type and reason");
  expect(listed.stderr).toMatch(/^The installation is degraded\.$/m);

  const silence = await jsonOf<Silence>(
    ...["silence", "create", "FailureRateHigh", "--for", "1h", "--reason", "the disk\u001b[2J is mended"],
  );
  expect(silence).toMatchObject({ alert: "FailureRateHigh", labels: {} });
  await eventuallyTrue("it is silenced", async () => (await named("FailureRateHigh"))?.silenced === true);
  const quiet = await run("alert", "list");
  expect(quiet.stdout).toMatch(/^FailureRateHigh +warning +pending \(silenced\) /m);
  expect(quiet.stderr).not.toContain("FailureRateHigh");
  const silences = await run("silence", "list");
  expect(silences.stdout).toMatch(new RegExp(`^${silence.silenceId} +FailureRateHigh +20.* the disk`, "m"));
  expect(silences.stdout).not.toContain("\u001b[2J");

  expect((await run("silence", "delete", silence.silenceId)).code).toBe(0);
  await eventuallyTrue("it is loud again", async () => (await named("FailureRateHigh"))?.silenced === false);
  expect((await run("silence", "list")).stderr).toContain("Nothing is silenced.");
});

test("a silence may be for alerts with some labels, until a time", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const options = ["--label", "queue=mail", "--until", until];
  const made = await jsonOf<Silence>("silence", "create", "TasksWaitLong", ...options);
  expect(made).toMatchObject({ labels: { queue: "mail" }, until, reason: "" });
  expect((await jsonOf<{ silences: Silence[] }>("silence", "list")).silences).toContainEqual(made);
  await jsonOf("silence", "delete", made.silenceId);
});

test("a silence without an end, or with two, and one that is not there are told with what to do", async () => {
  const endless = await run("silence", "create", "TasksWaitLong");
  expect([endless.code, endless.stderr]).toEqual([2, expect.stringContaining("--for or --until")]);
  const both = ["--for", "1h", "--until", "2030-01-01T00:00:00Z"];
  expect((await run("silence", "create", "TasksWaitLong", ...both)).stderr).toContain("not both");
  const tooLong = await run("silence", "create", "TasksWaitLong", "--for", "91d");
  expect([tooLong.code, tooLong.stderr]).toEqual([1, expect.stringContaining("until")]);
  expect((await run("silence", "delete", "nothere")).code).toBe(3);
  expect((await run("task", "stats", "--window", "30s")).stderr).toContain("from one minute to one day");
});
