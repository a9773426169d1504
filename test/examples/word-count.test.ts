import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { wordCount } from "../../examples/word-count/task.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { spawnWorker } from "../support/spawn-worker.ts";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLDER = join(import.meta.dirname, "../../examples/word-count");

/** Runs the program as anybody could, without a worker. */
function runByHand(payload: object) {
  const [program, ...args] = wordCount.command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: FOLDER,
    input: JSON.stringify({ top: 10, ...payload }),
    encoding: "utf8",
  });
  return { status, stderr, result: stdout === "" ? undefined : (JSON.parse(stdout) as unknown) };
}

describe("the program", () => {
  test.each<[string, object, object]>([
    [
      "words, the most frequent first, then by the alphabet",
      { text: "to be or not to be", top: 3 },
      {
        words: 6,
        different: 4,
        complete: true,
        top: [
          ["be", 2],
          ["to", 2],
          ["not", 1],
        ],
      },
    ],
    ["the words of any script", { text: "Straße, наука! l'été" }, { words: 3, different: 3 }],
    ["nothing in an empty text", { text: "" }, { words: 0, different: 0, top: [], complete: true }],
    ["none when none are asked for", { text: "a b", top: 0 }, { words: 2, top: [] }],
    [
      "a long text in pieces, without cutting a word",
      { text: "word ".repeat(100_000), top: 1 },
      { words: 100_000, top: [["word", 100_000]] },
    ],
  ])("counts %s", (_what, payload, result) => {
    expect(runByHand(payload)).toMatchObject({ status: 0, stderr: "", result });
  });

  test("counts a file", () => {
    const path = join(temporaryFolder(), "text.txt");
    writeFileSync(path, "one two two");
    expect(runByHand({ path })).toMatchObject({ status: 0, result: { words: 3, different: 2 } });
  });

  test("says by exit code 65 that no retry will mend a file that is not there", () => {
    expect(runByHand({ path: "/no/such/file" })).toMatchObject({
      status: 65,
      stderr: "/no/such/file: No such file or directory\n",
      result: undefined,
    });
  });
});

test.runIf(existsSync("/proc/self/status"))("ends at SIGTERM with what it has counted by then", async () => {
  const [program, ...args] = wordCount.command;
  const child = spawn(program, args, { cwd: FOLDER, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await eventuallyTrue("it catches SIGTERM", () => catchesSigterm(child.pid ?? 0));

  child.kill("SIGTERM");
  child.stdin.end(JSON.stringify({ text: "word ".repeat(100_000), top: 1 }));

  const { words, ...rest } = JSON.parse(await readAll(child.stdout)) as { words: number };
  expect(rest).toEqual({ different: 1, top: [["word", words]], complete: false });
  expect(words).toBeGreaterThan(0);
  expect(words).toBeLessThan(100_000);
});

function catchesSigterm(pid: number): boolean {
  const [, mask = "0"] = /^SigCgt:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (BigInt(`0x${mask}`) >> 14n) % 2n === 1n;
}

describe("the payload", () => {
  test.each([{}, { text: "a", path: "b" }, { text: 1 }, { text: "a", top: -1 }, { text: "a", more: 1 }])(
    "is refused as %j",
    async (payload) => {
      expect(await wordCount.parsePayload(payload)).toMatchObject({ ok: false });
      const check = new Ajv2020({ strict: false }).compile(wordCount.type.payloadSchema as object);
      expect(check(payload), "by the gateway, before anything is stored").toBe(false);
    },
  );

  test("has a default", async () => {
    expect(await wordCount.parsePayload({ text: "a" })).toEqual({
      ok: true,
      payload: { text: "a", top: 10 },
    });
  });
});

describe("through a worker", () => {
  /** A stack whose worker, a process of its own, runs the example. */
  async function startCounting() {
    const stack = await startStack();
    const env = { LONGSHORE_NATS_URL: stack.nats.url, LONGSHORE_LEASE: `${stack.leaseMs}ms` };
    const worker = spawnWorker(env, [join(FOLDER, "task.ts")]);
    await worker.line(/takes tasks/);
    // The gateway hears of the type a moment after the worker has registered it.
    const submit = (payload: object) =>
      eventually("the type is known", () =>
        stack.client.submitTask({ type: "word_count", payload }).catch(() => undefined),
      );
    return { ...stack, worker, submit };
  }

  test("counts, and logs", async () => {
    const { client, worker, submit } = await startCounting();

    const { taskId } = await submit({ text: "word ".repeat(50_000), top: 1 });
    const task = await client.waitTask(taskId);

    expect(task).toMatchObject({
      state: "SUCCEEDED",
      attempt: 1,
      result: { words: 50_000, different: 1, top: [["word", 50_000]], complete: true },
    });
    expect(await worker.line(/^counting$/)).toMatchObject({ level: "info", task_id: taskId });
  });

  test("fails at once when the file is not there, with what the program wrote", async () => {
    const { client, submit } = await startCounting();
    const { taskId } = await submit({ path: "/no/such/file" });
    expect(await client.waitTask(taskId)).toMatchObject({
      state: "FAILED",
      attempt: 1,
      error: {
        reason: "EXIT_CODE",
        exitCode: 65,
        message: expect.stringContaining("/no/such/file: No such file or directory"),
      },
    });
  });
});
