import { expect, test } from "vitest";
import type { Queue } from "../../sdk/queue.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { runInDev } from "./running-dev.ts";

const runAll = runInDev();
const run = (...args: readonly string[]) => runAll(args);

async function queueOf(...args: readonly string[]): Promise<Queue> {
  const { code, stdout, stderr } = await run("queue", ...args, "-o", "json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Queue;
}

async function submit(...options: readonly string[]): Promise<string> {
  const payload = JSON.stringify({ acts: [{ do: "return" }] });
  const { code, stdout } = await run("task", "submit", "inline_puppet", "--payload", payload, ...options);
  expect(code).toBe(0);
  return stdout.trim();
}

test("a paused queue says until when, by whom and why; doctor says what waits there and how to go on; resume starts it", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const paused = await queueOf(
    "pause",
    "inline_puppets",
    "--until",
    until,
    "--reason",
    "the disk\u001b[2J is full",
  );
  expect(paused).toMatchObject({ paused: true, pauseUntil: until });
  const id = await submit();

  const shown = (await run("queue", "get", "inline_puppets")).stdout;
  expect(shown).toMatch(/state +paused until .*, by key .*, the disk/);
  expect(shown).not.toContain("\u001b[2J");
  // A pull that stood when the queue was paused may have brought it: then it is back in line within a second.
  const waits = /waiting +1 \(high 0, normal 1, low 0\)/;
  await eventuallyTrue("it waits", async () =>
    waits.test((await run("queue", "get", "inline_puppets")).stdout),
  );
  expect((await run("queue", "list")).stdout).toMatch(/^inline_puppets +paused +1 /m);
  const doctor = await run("doctor");
  expect(doctor.code).toBe(0);
  expect(doctor.stdout).toMatch(/^warn +queue +inline_puppets is paused, tasks that wait: 1$/m);
  expect(doctor.stdout).toContain("longshore queue resume inline_puppets");

  expect((await queueOf("resume", "inline_puppets")).paused).toBe(false);
  expect((await run("task", "wait", id)).code).toBe(0);
});

test("a pause for a while ends by itself", async () => {
  const { pauseUntil } = await queueOf("pause", "inline_puppets", "--for", "2s");
  expect(Date.parse(String(pauseUntil)) - Date.now()).toBeLessThanOrEqual(2_000);
  const id = await submit();
  expect((await run("task", "wait", id)).code).toBe(0);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(String(pauseUntil)));
  expect((await queueOf("get", "inline_puppets")).paused).toBe(false);
});

test("purge cancels what waits once it is confirmed, and what is delayed only when that is asked for", async () => {
  await queueOf("pause", "inline_puppets");
  const ids = [await submit(), await submit(), await submit("--delay", "1h")];
  const stateOf = async (id: string | undefined) =>
    (JSON.parse((await run("task", "get", id ?? "", "-o", "json")).stdout) as { state: string }).state;
  const states = () => Promise.all(ids.map(stateOf));

  const unconfirmed = await run("queue", "purge", "inline_puppets");
  expect(unconfirmed.stderr).toContain("--yes");
  expect((await run("queue", "purge", "inline_puppets", "--dry-run")).code).toBe(0);
  expect(await states()).toEqual(["QUEUED", "QUEUED", "SCHEDULED"]);

  expect((await run("queue", "purge", "inline_puppets", "--yes")).code).toBe(0);
  expect(await states()).toEqual(["CANCELLED", "CANCELLED", "SCHEDULED"]);
  expect((await run("queue", "purge", "inline_puppets", "--include-delayed", "--yes")).code).toBe(0);
  expect(await states()).toEqual(["CANCELLED", "CANCELLED", "CANCELLED"]);
  await queueOf("resume", "inline_puppets");
});

test.each([
  ["two ends of a pause", ["pause", "puppets", "--for", "1s", "--until", "2030-01-01T00:00:00Z"], "not both"],
  ["no time", ["pause", "puppets", "--until", "tomorrow"], "2026-01-31T08:00:00Z"],
  ["a burst without a rate", ["update", "puppets", "--burst", "3"], "--rate"],
  ["a rate that is no number", ["update", "puppets", "--rate", "fast"], "none"],
  ["a cap of nothing", ["update", "puppets", "--max-running", "few"], "--max-running"],
])("%s is a mistake that is told before anything is asked", async (_what, args, hint) => {
  const { code, stderr } = await run("queue", ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(hint);
});

test("what the gateway refuses is told with field and limits, and a queue that is not there with the nearest", async () => {
  const high = await run("queue", "update", "puppets", "--max-running", "10001");
  expect(high.code).not.toBe(0);
  expect(high.stderr).toContain("max_running");
  expect(high.stderr).toContain("10001");
  expect(high.stderr).toContain("10000");
  const missing = await run("queue", "get", "inline_pupets");
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('"inline_puppets"');
});
