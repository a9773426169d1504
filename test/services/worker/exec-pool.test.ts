import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { ExecPool } from "../../../services/worker/pool/exec-pool.ts";
import { openProcessScopes } from "../../../services/worker/pool/process-scope.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Command, node, outcomeOf, python, sh, startProgram } from "./exec-program.ts";
import { errorOf, Heard, jobOf, RESULT_MAX_BYTES } from "./job.ts";

describe("the result of a program", () => {
  test.each<[string, Command, unknown]>([
    ["one JSON value", sh(`echo '{"groups":[1,2]}'`), { groups: [1, 2] }],
    ["a value over several lines", sh(`printf '\\n[\\n  1\\n]\\n'`), [1]],
    ["a text", sh(`printf '"Grüße"'`), "Grüße"],
    ["with a byte order mark", sh(`printf '\\357\\273\\277{}'`), {}],
    ["nothing at all", sh("true"), null],
    ["white space", sh("echo; echo"), null],
    ["from a program that closes its output early", sh("echo 1; exec >&-; sleep 0.1"), 1],
    [
      "the largest that is kept",
      python(`print('"' + "x" * ${RESULT_MAX_BYTES - 2} + '"', end="")`),
      "x".repeat(RESULT_MAX_BYTES - 2),
    ],
  ])("%s", async (_what, command, result) => {
    const outcome = await outcomeOf({ command });
    if (outcome.kind === "returned" && outcome.resultText !== undefined)
      expect(JSON.parse(outcome.resultText)).toBe(result);
    else expect(outcome).toEqual({ kind: "returned", result });
  });

  test.each<[string, Command]>([
    ["text", sh("echo hello")],
    ["two values", sh("echo 1; echo 2")],
    ["half a value", sh(`printf '{"a":'`)],
    ["NaN", python("print(float('nan'))")],
    ["no UTF-8", sh(`printf '"\\377"'`)],
  ])("that is no JSON fails for good: %s", async (_what, command) => {
    const outcome = await outcomeOf({ command });
    expect(outcome).toMatchObject({ kind: "failed", retryable: false });
    expect(errorOf(outcome).reason).toBe("RESULT_NOT_SERIALISABLE");
    expect(errorOf(outcome).message).toContain("standard output is not one JSON value");
  });

  test("that is nested too deep fails for good", async () => {
    const outcome = await outcomeOf({ command: python(`print("[" * 40 + "]" * 40)`) });
    expect(outcome).toMatchObject({ kind: "failed", retryable: false, error: { reason: "RESULT_TOO_DEEP" } });
  });

  test("that is too large ends the program there, in the middle of 100 MB", async () => {
    const command = python(`
import os, sys
for _ in range(1600): sys.stdout.write("x" * 65536)
sys.stdout.flush()
os.write(3, b"wrote everything")`);
    const heard = new Heard();
    const before = process.memoryUsage().rss;

    const outcome = await outcomeOf({ command, heard });

    expect(outcome).toMatchObject({ kind: "failed", retryable: false });
    expect(errorOf(outcome).reason).toBe("RESULT_TOO_LARGE");
    expect(errorOf(outcome).message).toContain(`more than ${RESULT_MAX_BYTES} bytes`);
    expect(heard.lines).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2);
  });

  test("one byte too many is too large, even from a program that has ended", async () => {
    const outcome = await outcomeOf({ command: python(`print("1" * ${RESULT_MAX_BYTES + 1}, end="")`) });
    expect(errorOf(outcome).reason).toBe("RESULT_TOO_LARGE");
  });
});

describe("how a program ends", () => {
  test.each<[string, Command, boolean, object]>([
    ["exit code 1", sh("exit 1"), true, { name: "ExitCode", reason: "EXIT_CODE", exitCode: 1 }],
    ["exit code 127", sh("no-such-command"), true, { reason: "EXIT_CODE", exitCode: 127 }],
    [
      "EX_TEMPFAIL",
      sh("exit 75"),
      true,
      { name: "TemporaryFailure", reason: "TEMPORARY_FAILURE", exitCode: 75 },
    ],
    ["EX_DATAERR", sh("exit 65"), false, { name: "ExitCode", reason: "EXIT_CODE", exitCode: 65 }],
    ["a result, and then exit code 2", sh("echo 1; exit 2"), true, { reason: "EXIT_CODE", exitCode: 2 }],
    [
      "SIGKILL by somebody else",
      sh("kill -9 $$"),
      true,
      { name: "ChildExited", reason: "CHILD_EXITED", signal: "SIGKILL" },
    ],
    ["SIGSEGV", sh("kill -SEGV $$"), true, { reason: "CHILD_EXITED", signal: "SIGSEGV" }],
  ])("%s", async (_what, command, retryable, error) => {
    expect(await outcomeOf({ command })).toMatchObject({ kind: "failed", retryable, error });
  });

  test("the last of what it wrote to standard error is in the message, and no more than 4 KiB", async () => {
    const { message } = errorOf(
      await outcomeOf({ command: sh("seq 100000 >&2; echo 'the reason' >&2; exit 3") }),
    );
    expect(message).toMatch(/^the program ended with exit code 3; the end of its standard error:\n9\d{4}\n/);
    expect(message).toMatch(/\n100000\nthe reason$/);
    expect(message.length).toBeLessThan(4_300);
  });

  test("a program that was there when the worker started may be gone", async () => {
    const outcome = await outcomeOf({ command: ["./gone.sh"] });
    expect(outcome).toMatchObject({ kind: "failed", retryable: true });
    expect(errorOf(outcome).reason).toBe("COMMAND_NOT_STARTED");
    expect(errorOf(outcome).message).toMatch(/gone\.sh is no executable file/);
  });

  test("a task type that a reload has taken away fails, and may be tried elsewhere", async () => {
    const scopes = openProcessScopes(`test-gone-${process.pid}`);
    onTestFinished(() => scopes.close());
    const pool = new ExecPool(1, { find: () => undefined, env: {}, scopes });
    const outcome = await pool.run(jobOf([]), new Heard()).outcome;
    expect(outcome).toMatchObject({ kind: "failed", retryable: true, error: { reason: "HANDLER_ERROR" } });
    expect(pool.freeSlots()).toBe(1);
  });

  test("a file that no system can run has failed all the same", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "broken"), "#!/no/such/interpreter\n", { mode: 0o755 });
    const outcome = await outcomeOf({ command: [join(folder, "broken")] });
    expect(outcome).toMatchObject({ kind: "failed", retryable: true });
  });

  test("arguments that are too long for the system", async () => {
    const outcome = await outcomeOf({ command: ["true", "x".repeat(8 * 1024 ** 2)] });
    expect(errorOf(outcome).reason).toBe("COMMAND_NOT_STARTED");
  });
});

describe("the payload of a program", () => {
  const echo = sh("cat");

  test("is JSON on its standard input, one line", async () => {
    const payload = { text: "Grüße\n", list: [1, null] };
    expect(await outcomeOf({ command: echo, job: { payload } })).toEqual({
      kind: "returned",
      result: payload,
    });
    const lines = await outcomeOf({ command: sh("wc -l"), job: { payload } });
    expect(lines).toEqual({ kind: "returned", result: 1 });
  });

  test("has the defaults of a Standard Schema, and is refused when it does not fit", async () => {
    const schema = z.object({ n: z.number(), top: z.number().default(10) });
    expect(await outcomeOf({ command: echo, payload: schema, job: { payload: { n: 1 } } })).toEqual({
      kind: "returned",
      result: { n: 1, top: 10 },
    });
    const refused = await outcomeOf({ command: echo, payload: schema, job: { payload: {} } });
    expect(refused).toMatchObject({
      kind: "failed",
      retryable: false,
      error: { reason: "PAYLOAD_INVALID" },
    });
  });

  test("that was sent as bytes comes as bytes", async () => {
    const payload = Buffer.from([0, 255, 10, 128]).toString("base64");
    const job = { payload, payloadContentType: "application/octet-stream" };
    expect(await outcomeOf({ command: sh(`printf '"%s"' $(od -An -tx1)`), job })).toMatchObject({
      kind: "failed",
    });
    const command = python(`import sys; print(list(sys.stdin.buffer.read()))`);
    expect(await outcomeOf({ command, job })).toEqual({ kind: "returned", result: [0, 255, 10, 128] });
  });

  test("need not be read, however large it is", async () => {
    const payload = "x".repeat(1024 ** 2);
    expect(await outcomeOf({ command: sh("echo 1"), job: { payload } })).toEqual({
      kind: "returned",
      result: 1,
    });
    expect(await outcomeOf({ command: sh("exec <&-; echo 2"), job: { payload } })).toEqual({
      kind: "returned",
      result: 2,
    });
  });

  test("that its schema cannot turn into JSON fails the attempt, not the worker", async () => {
    const schema = z.string().transform(BigInt);
    const outcome = await outcomeOf({
      command: echo,
      payload: { "~standard": { ...schema["~standard"], jsonSchema: { input: () => ({}) } } },
      job: { payload: "12" },
    });
    expect(errorOf(outcome)).toMatchObject({ name: "TypeError", reason: "HANDLER_ERROR" });
  });
});

describe("what a program says", () => {
  test("progress and log lines on descriptor 3, in order", async () => {
    const heard = new Heard();
    await outcomeOf({
      heard,
      command: sh(`cat >&3 <<'END'
{"progress":{"done":1,"total":10,"message":"rows"}}
{"log":{"level":"debug","message":"half","fields":{"part":1}}}
{"log":{"message":"no level"}}
{"progress":{"done":10}}
END`),
    });
    expect(heard.progress).toEqual([{ done: 1, total: 10, message: "rows" }, { done: 10 }]);
    expect(heard.lines).toEqual([
      { level: "debug", message: "half", fields: { part: 1 } },
      { level: "info", message: "no level" },
    ]);
  });

  test.each([
    "plain text",
    '{"progress":',
    '{"progress":{"done":"half"}}',
    '{"progress":{"done":1e999}}',
    '{"progress":null}',
    '{"log":{"level":"shout","message":"x"}}',
    '{"log":"x"}',
    "[1]",
    "{}",
  ])("a line that is no report is logged as it stands: %s", async (line) => {
    const heard = new Heard();
    await outcomeOf({ heard, command: [...sh(`printf '%s\\n' "$1" >&3`), "sh", line] as never });
    expect(heard.lines).toEqual([{ level: "info", message: line, fields: { stream: "fd3" } }]);
    expect(heard.progress).toEqual([]);
  });

  test("lines on standard error are warnings, the last one without its end too", async () => {
    const heard = new Heard();
    await outcomeOf({ heard, command: sh(`printf 'one\\r\\n\\ntwo' >&2`) });
    expect(heard.lines).toEqual([
      { level: "warn", message: "one", stream: "stderr" },
      { level: "warn", message: "", stream: "stderr" },
      { level: "warn", message: "two", stream: "stderr" },
    ]);
  });

  test("a line that is too long is cut, and the next one is whole", async () => {
    const heard = new Heard();
    await outcomeOf({
      heard,
      command: python(`import os; os.write(3, b"x" * 50_000_000 + b"\\nnext\\n")`),
    });
    expect(heard.lines.map(({ message }) => message.length)).toEqual([16 * 1024, 4]);
  });

  test("a flood of reports is read to its end, and others are served meanwhile", async () => {
    const heard = new Counting();
    const flood = `import os
line = b'{"log":{"message":"m"}}\\\\n{"progress":{"done":1}}\\\\n'
for _ in range(500): os.write(3, line * 1000)`.replaceAll("\\\\n", "\\n");
    let longest = 0;
    const begun = performance.now();
    let last = begun;
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const before = process.memoryUsage().rss;

    const outcome = await outcomeOf({ command: python(flood), heard });
    clearInterval(timer);

    expect(outcome).toEqual({ kind: "returned", result: null });
    expect(heard.count).toBe(1_000_000);
    // Whatever else the machine does: no stretch without a turn for others is a large part of the whole.
    expect(longest).toBeLessThan((performance.now() - begun) / 4);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2);
  });
});

/** Only counts what it hears. */
class Counting extends Heard {
  count = 0;

  override onProgress(): void {
    this.count++;
  }

  override onLog(): void {
    this.count++;
  }
}

describe("the surroundings of a program", () => {
  test("it is told of its task, and has what every handler has", async () => {
    const command = node("console.log(JSON.stringify(process.env))");
    const traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    const job = { taskId: "id", attempt: 2, maxAttempts: 5, traceparent };

    const outcome = await outcomeOf({
      command,
      job,
      env: {
        PATH: process.env["PATH"],
        LONGSHORE_API_KEY: "lsk_secret",
        LONGSHORE_NATS_URL: "nats://user:secret@127.0.0.1",
        AWS_SECRET_ACCESS_KEY: "secret",
      },
    });

    expect(outcome).toMatchObject({
      kind: "returned",
      result: {
        LONGSHORE_TASK_ID: "id",
        LONGSHORE_PROJECT: "demo",
        LONGSHORE_TASK_TYPE: "t",
        LONGSHORE_ATTEMPT: "2",
        LONGSHORE_MAX_ATTEMPTS: "5",
        TRACEPARENT: traceparent,
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|LONGSHORE_API_KEY|LONGSHORE_NATS_URL/i);
  });

  const proc = existsSync("/proc/self/fdinfo");
  test.runIf(proc)("it has the descriptors 0 to 3, and no other that its worker has", async () => {
    const script = join(import.meta.dirname, "exec-pool-process.ts");
    const secret = join(temporaryFolder(), "secret");
    writeFileSync(secret, "");
    const file = openSync(secret, "r");
    const list = `import json, os
names = {}
for d in os.listdir("/proc/self/fd"):
    try: names[d] = os.readlink("/proc/self/fd/" + d)
    except OSError: pass
print(json.dumps(names))`;
    // Left open in the worker by whoever started it, as a shell does with \`exec 20<file\`.
    const worker = spawnSync(process.execPath, ["--conditions=longshore-source", script, ...python(list)], {
      stdio: ["ignore", "pipe", "inherit", ...Array<"ignore">(17).fill("ignore"), file],
      encoding: "utf8",
    });
    closeSync(file);
    const { result } = JSON.parse(worker.stdout) as { result: Record<string, string> };
    const { 0: stdin, 1: stdout, 2: stderr, 3: reports, ...others } = result;
    for (const pipe of [stdin, stdout, stderr, reports]) expect(pipe).toMatch(/^socket:/);
    expect(others[20]).toBe("/dev/null");
    expect(new Set(Object.values(others))).toEqual(new Set(["/dev/null"]));
  });

  test("it runs in its folder, and paths of its command are meant from there", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "where.sh"), `#!/bin/sh\nprintf '"%s %s"' "$(pwd -P)" "$1"\n`, {
      mode: 0o755,
    });
    const outcome = await outcomeOf({ command: ["./where.sh", "a b; c"], folder });
    expect(outcome).toEqual({ kind: "returned", result: `${folder} a b; c` });
  });

  test("it leads a process group of its own", async () => {
    const command = python("import os; print(int(os.getpid() == os.getpgid(0) == os.getsid(0)))");
    expect(await outcomeOf({ command })).toEqual({ kind: "returned", result: 1 });
  });
});

describe("slots", () => {
  test("as many programs run at once as there are, and a slot is free before its outcome is known", async () => {
    const { pool, running, folder } = await startProgram({
      command: sh("until [ -e release ]; do sleep 0.02; done; cat"),
      job: { payload: 1 },
    });
    const second = pool.run(jobOf([], { payload: 2 }), new Heard());
    expect(pool.freeSlots()).toBe(0);
    const freed: number[] = [];
    pool.onFree(() => freed.push(pool.freeSlots()));
    writeFileSync(join(folder, "release"), "");
    expect(await Promise.all([running.outcome, second.outcome])).toEqual([
      { kind: "returned", result: 1 },
      { kind: "returned", result: 2 },
    ]);
    expect(freed).toEqual([1, 2]);
  });
});
