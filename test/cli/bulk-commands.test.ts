import { expect, test } from "vitest";
import type { Task } from "../../sdk/task.ts";
import { runInDev } from "./running-dev.ts";

const runAll = runInDev();
const run = (...args: readonly string[]) => runAll(args);

async function submit(team: string, act: object, ...options: readonly string[]): Promise<string> {
  const payload = JSON.stringify({ acts: [act] });
  const args = ["task", "submit", "inline_puppet", "--payload", payload, "--label", `team=${team}`];
  const { code, stdout } = await run(...args, ...options);
  expect(code).toBe(0);
  return stdout.trim();
}

async function submitFailed(team: string): Promise<string> {
  const id = await submit(team, { do: "give_up", message: "the disk is full\u001b[2J" });
  expect((await run("task", "wait", id)).code).toBe(4);
  return id;
}

test("update changes a task that waits; run starts it now, with what it was given last", async () => {
  const id = await submit("update", { do: "return", result: "old" }, "--delay", "1h");
  const payload = JSON.stringify({ acts: [{ do: "return", result: "new" }] });
  const updated = await run(
    "task",
    "update",
    id,
    "--priority",
    "high",
    "--payload",
    payload,
    "--delay",
    "2h",
  );
  expect(updated.code).toBe(0);
  expect(updated.stdout).toMatch(/^queue +inline_puppets, high priority$/m);
  expect(updated.stdout).toMatch(/scheduled +changed: delay, priority, payload, by key \w+, due /);
  const started = await run("task", "run", id);
  expect(started.stdout).toMatch(/requeued +to run now, by key \w+/);
  const { code, stdout } = await run("task", "wait", id, "-o", "json");
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as Task).result).toBe("new");

  const late = await run("task", "update", id, "--at", "2026-01-31 08:00");
  expect(late.code).toBe(1);
  expect(late.stderr).toContain("has already ended: SUCCEEDED (TASK_FINISHED)");
  expect((await run("task", "update", id)).stderr).toContain("say what to change");
  expect((await run("task", "update", id, "--at", "tomorrow")).code).toBe(2);
});

test("list shows tasks for people and for programs, and what is wrong with a filter", async () => {
  const id = await submit("list", { do: "return" }, "--delay", "1h");
  const text = await run("task", "list", "--label", "team=list", "--state", "scheduled");
  expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: "" });
  const [header, row, ...rest] = text.stdout.trim().split("\n");
  expect(header).toMatch(/^TASK +TYPE +STATE +REASON +ATTEMPT +QUEUE +AGE +LABELS$/);
  expect(row).toMatch(
    new RegExp(`^${id} +inline_puppet +SCHEDULED +0/\\d+ +inline_puppets +\\d+s +team=list$`),
  );
  expect(rest).toEqual([]);
  const json = await run("task", "list", "--filter", `task_id = "${id}"`, "-o", "json");
  expect((JSON.parse(json.stdout) as { tasks: Task[] }).tasks).toMatchObject([{ taskId: id }]);
  expect(await run("task", "list", "--type", "nothing_of_this_name")).toMatchObject({ stdout: "" });
  const wrong = await run("task", "list", "--filter", "type = a or type = b");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(
    'filter: at character 10: "or" is here, expected AND, OR or the end; AND, OR and NOT are written in capitals',
  );
});

test("cancel by a filter wants --yes, counts in a dry run, and then does it", async () => {
  for (let i = 0; i < 3; i++) await submit("cancel", { do: "return" }, "--delay", "1h");
  const choice = ["task", "cancel", "--filter", "labels.team = cancel"];
  const unsure = await run(...choice);
  expect(unsure).toMatchObject({ code: 2, stdout: "" });
  expect(unsure.stderr).toContain("this would cancel 3 tasks: say --yes to do it");
  const dry = await run(...choice, "--dry-run");
  expect(dry.stdout).toMatch(/^would cancel 3 tasks\n( {2}[0-9a-f-]{36}\n){3}$/);
  expect(await run(...choice, "--yes", "--reason", "typo")).toMatchObject({
    code: 0,
    stdout: "cancelled 3 tasks\n",
  });
  expect(await run(...choice)).toMatchObject({ code: 0, stdout: "would cancel 0 tasks\n" });
  const json = await run(...choice, "--yes", "-o", "json");
  expect(JSON.parse(json.stdout)).toEqual({ matched: 0, changed: 0, failed: 0, sampleTaskIds: [] });
  expect((await run("task", "cancel")).stderr).toContain("name one task, or choose some by --filter");
});

test("dead letters are found, looked at, done again, and removed", async () => {
  const [first, second] = [await submitFailed("dlq"), await submitFailed("dlq")];
  const list = await run("dlq", "list", "--label", "team=dlq");
  expect(list.stdout.trim().split("\n")).toHaveLength(3);
  expect(list.stdout).toMatch(
    / inline_puppet +HANDLER_ERROR +1 +\d+s +NonRetryableError: the disk is full\\u001b\[2J/,
  );
  const shown = await run("dlq", "show", first);
  expect(shown.stdout).toContain("the disk is full");

  const retry = ["dlq", "retry", "--filter", "labels.team = dlq"];
  expect((await run(...retry, "--dry-run")).stdout).toMatch(/^would retry 2 tasks\n/);
  expect(await run(...retry, "--rate", "100", "--reason", "cleaned")).toMatchObject({
    code: 0,
    stdout: "retried 2 tasks\n",
  });
  for (const id of [first, second]) expect((await run("task", "wait", id)).code).toBe(4);
  const again = await run("task", "get", first);
  expect(again.stdout).toMatch(/requeued +attempt 1, cleaned, by key/);
  expect(again.stdout).toMatch(/^attempt +2 of /m);
  expect((await run("dlq", "retry", first)).stdout).toMatch(/^state +QUEUED$/m);
  expect((await run("task", "wait", first)).code).toBe(4);

  const purge = ["dlq", "purge", "--filter", "labels.team = dlq"];
  expect((await run(...purge)).stderr).toContain("this would remove 2 tasks");
  expect(await run("dlq", "purge", first)).toMatchObject({ code: 0, stdout: "removed 1 task\n" });
  expect(await run(...purge, "--yes")).toMatchObject({ code: 0, stdout: "removed 1 task\n" });
  expect((await run("dlq", "show", first)).code).toBe(3);
  expect((await run("dlq", "purge", first)).code).toBe(3);
  expect((await run("dlq", "retry")).stderr).toContain("or say --all");
});
