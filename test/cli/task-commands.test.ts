import { expect, test } from "vitest";
import type { Task, TaskEvent } from "../../sdk/task.ts";
import { runInDev } from "./running-dev.ts";

const run = runInDev();

const acts = (...list: readonly object[]) => JSON.stringify({ acts: list });
const OK = acts({ do: "return", result: { answer: 42 } });
const ENDLESS = acts({ do: "obey_stop" });

async function submit(payload: string, ...options: readonly string[]): Promise<string> {
  const { code, stdout } = await run(["task", "submit", "inline_puppet", "--payload", payload, ...options]);
  expect(code).toBe(0);
  return stdout.trim();
}

test("submit prints nothing but the id, ready for a shell variable", async () => {
  const id = await submit(OK, "--label", "team=search", "--label", "kind=test");
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const { code, stdout } = await run(["task", "wait", id, "-o", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    taskId: id,
    state: "SUCCEEDED",
    labels: { team: "search", kind: "test" },
    result: { answer: 42 },
  });
});

test("submit --wait prints nothing but the result, also with the payload from standard input", async () => {
  const { code, stdout, stderr } = await run(["task", "submit", "inline_puppet", "-", "--wait"], OK);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({ answer: 42 });
});

test("submit hands all its options over", async () => {
  const options = ["--id", "0b0f37a1-5a3f-4c58-9c6b-b0e4f1a2c3d4", "--priority", "low", "--delay", "1h"];
  const id = await submit(OK, ...options, "--max-retries", "7");
  const { stdout } = await run(["task", "get", id, "-o", "json"]);
  const task = JSON.parse(stdout) as Task;
  expect(task).toMatchObject({ taskId: options[1], priority: "low", state: "SCHEDULED", maxAttempts: 8 });
  const delayMs = Date.parse(String(task.scheduleTime)) - Date.parse(String(task.createTime));
  expect(delayMs).toBe(3_600_000);
});

test("two submissions with one unique key are one task, and who wants none but a new one is told who holds it", async () => {
  const options = ["--unique-key", "report 1", "--unique-window", "1h"];
  const id = await submit(OK, ...options);
  expect(await submit(OK, ...options)).toBe(id);
  const refused = await run([
    "task",
    "submit",
    "inline_puppet",
    "--payload",
    OK,
    ...options,
    "--unique-policy",
    "fail",
  ]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`options.unique_key: task "${id}" holds "report 1"`);
  expect((await run(["task", "list", "--filter", 'unique_key = "report 1"'])).stdout).toContain(id);
});

test("all that is wrong with a submission is told at once", async () => {
  const { code, stderr } = await run([
    "task",
    "submit",
    "inline_puppet",
    "--payload",
    OK,
    "--id",
    "7",
    "--unique-key",
    "",
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: task_id: "7" is no task id/);
  expect(stderr).toContain("\n  options.unique_key: is empty, must have 1 to 256 characters");
});

test("a task that fails ends --wait with 4 and tells why on standard error", async () => {
  const payload = acts({ do: "give_up", message: "no such folder" });
  const { code, stdout, stderr } = await run([
    "task",
    "submit",
    "inline_puppet",
    "--payload",
    payload,
    "--wait",
  ]);
  expect(code).toBe(4);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/is FAILED \(NonRetryableError: no such folder\)/);
});

test("waiting ends with 5 when the time is up; cancel ends the task, and waiting then ends with 4", async () => {
  const id = await submit(ENDLESS);
  expect((await run(["task", "wait", id, "--timeout", "10ms"])).code).toBe(5);
  const cancelled = await run(["task", "cancel", id, "--reason", "enough"]);
  expect(cancelled.code).toBe(0);
  const waited = await run(["task", "wait", id]);
  expect(waited.code).toBe(4);
  expect(waited.stdout).toMatch(/^state +CANCELLED/m);
  expect(waited.stdout).toContain("enough");
});

test("watch prints a line for each event and ends by how the task ended", async () => {
  const id = await submit(OK);
  const text = await run(["task", "watch", id]);
  expect(text.code).toBe(0);
  expect(text.stdout).toMatch(/submitted\n.*started +attempt 1, on .*\n.*succeeded/);

  const json = await run(["task", "watch", id, "--after", "1", "-o", "json"]);
  const events = json.stdout.trim().split("\n");
  expect(events.map((line) => (JSON.parse(line) as TaskEvent).type)).toEqual(["STARTED", "SUCCEEDED"]);

  const nothing = await run(["task", "watch", id, "--after", "3"]);
  expect({ code: nothing.code, stdout: nothing.stdout }).toEqual({ code: 0, stdout: "" });
});

test("logs shows what a task logged, of all attempts or one, for people and for programs; -f until it has ended", async () => {
  const payload = acts(
    { do: "log", message: "reading\u001b[2J", fields: { rows: 3 } },
    { do: "throw", message: "no", times: 1 },
  );
  const id = await submit(payload);
  const followed = await run(["task", "logs", id, "-f"]);
  expect({ code: followed.code, stderr: followed.stderr }).toEqual({ code: 0, stderr: "" });
  const line = (attempt: number) => `[\\d:.]{12} #${attempt} {2}info {2}reading\\\\u001b\\[2J {2}rows=3`;
  expect(followed.stdout).toMatch(new RegExp(`^${line(1)}\n${line(2)}\n$`));

  const all = await run(["task", "logs", id]);
  expect(all.stdout).toBe(followed.stdout);
  const json = await run(["task", "logs", id, "--attempt", "2", "--tail", "1", "-o", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    attempt: 2,
    level: "info",
    message: "reading\u001b[2J",
    fields: { rows: 3 },
  });
  expect((await run(["task", "logs", "0b0f37a1-5a3f-4c58-9c6b-000000000000"])).code).toBe(3);
});

test("get shows what happened, for people", async () => {
  const id = await submit(acts({ do: "give_up", message: "broken" }));
  await run(["task", "wait", id]);
  const { stdout } = await run(["task", "get", id]);
  expect(stdout).toMatch(/^attempt +1 of 3$/m);
  expect(stdout).toMatch(/^finished +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, \d+ ms after its start$/m);
  expect(stdout).toMatch(/^error +NonRetryableError: broken \(/m);
  expect(stdout).toMatch(/failed +attempt 1, .*NonRetryableError: broken/);
});

test("a task that does not exist ends with 3 and a remedy", async () => {
  const { code, stderr } = await run(["task", "get", "0b0f37a1-5a3f-4c58-9c6b-000000000000"]);
  expect(code).toBe(3);
  expect(stderr).toContain("(TASK_NOT_FOUND)");
  expect(stderr).toContain("Check the id and the key's project.");
});

test("an unknown type ends with 1 and names those that are known", async () => {
  const { code, stderr } = await run(["task", "submit", "inline_pupet"]);
  expect(code).toBe(1);
  expect(stderr).toContain('"inline_puppet"');
  expect(stderr).toContain("(TASK_TYPE_UNKNOWN)");
});

test("type list shows what workers registered", async () => {
  const table = await run(["type", "list"]);
  expect(table.stdout).toMatch(/^TYPE +QUEUE +PRIORITY/);
  expect(table.stdout).toMatch(/^inline_puppet +inline_puppets +normal +inline +9m +10m +2/m);
  const { taskTypes } = JSON.parse((await run(["type", "list", "-o", "json"])).stdout) as {
    taskTypes: object[];
  };
  expect(taskTypes).toContainEqual(
    expect.objectContaining({ type: "puppet", pool: "prefork", hardLimitMs: 600_000 }),
  );
});

test("what holds for a queue is set and taken away", async () => {
  const set = ["--max-running", "3", "--rate", "2.5", "--default-priority", "low", "--max-depth", "7"];
  const update = ["queue", "update", "inline_puppets", "-o", "json"];
  expect(JSON.parse((await run([...update, ...set])).stdout)).toMatchObject({
    maxRunning: 3,
    rateLimit: { perSecond: 2.5, burst: 1 },
    defaultPriority: "low",
    maxDepth: 7,
  });
  const none = set.map((word, index) => (index % 2 === 0 ? word : "none"));
  const after = await run([...update, ...none]);
  expect(after.code).toBe(0);
  const settings = /^(maxRunning|rateLimit|defaultPriority|maxDepth)$/;
  expect(Object.keys(JSON.parse(after.stdout)).filter((key) => settings.test(key))).toEqual([]);
});

test("a new key opens its own project and no other", async () => {
  const id = await submit(OK);
  const { code, stdout, stderr } = await run(["key", "create", "--project", "acme", "--label", "ci"]);
  expect(code).toBe(0);
  expect(stderr).toContain("Project: acme");
  const key = stdout.trim();
  expect((await run(["task", "get", id, "--api-key", key])).code).toBe(3);
  const own = await run(["task", "submit", "inline_puppet", "--payload", OK, "--api-key", key, "-o", "json"]);
  expect(JSON.parse(own.stdout)).toMatchObject({ project: "acme" });
});

test("doctor finds nothing to complain about, and a key that is not valid", async () => {
  const healthy = await run(["doctor", "-o", "json"]);
  const report = JSON.parse(healthy.stdout) as { healthy: boolean; checks: { level: string }[] };
  expect(report.checks.filter(({ level }) => level !== "ok")).toEqual([]);
  expect({ code: healthy.code, healthy: report.healthy }).toEqual({ code: 0, healthy: true });

  const wrongKey = await run(["doctor", "--api-key", "lsk_wrong"]);
  expect(wrongKey.code).toBe(1);
  expect(wrongKey.stdout).toMatch(/^fail {2}key .*API_KEY_INVALID.*--api-key/m);
});

test("provision has nothing to do while dev runs", async () => {
  const { code, stdout } = await run(["provision", "-o", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ created: [], drift: [] });
});
