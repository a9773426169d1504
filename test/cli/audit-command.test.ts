import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { runInDev } from "./running-dev.ts";

const runAll = runInDev();
const run = (...args: readonly string[]) => runAll(args);

interface Entry {
  readonly action: string;
  readonly resource: string;
  readonly outcome: string;
  readonly keyId: string;
  readonly address: string;
}

/** The entries as JSON, once there are so many. */
function entries(count: number, ...args: readonly string[]): Promise<Entry[]> {
  return eventually(`${count} entries`, async () => {
    const { code, stdout, stderr } = await run("audit", "-o", "json", ...args);
    expect([code, stderr]).toEqual([0, ""]);
    const all = (JSON.parse(stdout) as { entries: Entry[] }).entries;
    return all.length >= count ? all : undefined;
  });
}

test("the audit is listed, filtered, limited, and harmless to a terminal", async () => {
  expect((await run("queue", "pause", "inline_puppets", "--reason", "red\u001b[31m alert")).code).toBe(0);
  expect((await run("queue", "resume", "inline_puppets")).code).toBe(0);
  const unknown = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  await run("task", "cancel", unknown);
  expect(await entries(3, "--from", "2026-01-01T00:00:00Z")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: "PauseQueue", resource: "queues/inline_puppets", outcome: "OK" }),
      expect.objectContaining({
        action: "CancelTask",
        resource: `tasks/${unknown}`,
        outcome: "TASK_NOT_FOUND",
      }),
    ]),
  );
  expect(await entries(1, "--task", unknown)).toMatchObject([{ action: "CancelTask", address: "127.0.0.1" }]);
  expect(await entries(1, "--action", "ResumeQueue")).toMatchObject([{ resource: "queues/inline_puppets" }]);
  const made = await entries(1, "--key", "cli");
  expect(made[0]).toMatchObject({ action: "CreateApiKey", outcome: "OK" });

  const table = await run("audit", "--action", "PauseQueue");
  expect(table.stdout).toMatch(/^TIME +KEY +FROM +ACTION +RESOURCE +OUTCOME +DETAIL/);
  expect(table.stdout).toMatch(/127\.0\.0\.1 +PauseQueue +queues\/inline_puppets +OK +reason=red/);
  expect(table.stdout).not.toContain("\u001b[31m");
  const first = await run("audit", "--limit", "1");
  expect(first.stdout.trim().split("\n")).toHaveLength(2);
  expect(first.stderr).toContain("There are more");
  expect(
    (await run("audit", "--until", "2020-01-01T00:00:00Z", "--from", "2019-01-01T00:00:00Z")).stderr,
  ).toContain("Nothing");
  const wrong = await run("audit", "--action", "GetTask");
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain("action");
});
