import { expect, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { startMonitor } from "../support/start-monitor.ts";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";

test("status shows tasks, queues and workers without a monitor, and with one what is wrong and how fast it goes", async () => {
  const stack = await startStack();
  const { instance } = await stack.startWorker({ types: ["inline_puppet"] });
  const { taskId } = await stack.client.submitTask({
    type: "inline_puppet",
    payload: { acts: [{ do: "return" }] },
  });
  await stack.client.waitTask(taskId);
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({
      cwd: temporaryFolder(),
      env: { LONGSHORE_GRPC_URL: stack.url, LONGSHORE_API_KEY: stack.apiKey },
    });
    const code = await runCommandLine(args, terminal);
    return { code, out: terminal.stdout() };
  };
  const without = await run("status");
  expect(without).toMatchObject({ code: 0, out: expect.stringContaining("No monitor answers") });
  expect(without.out).toContain("1 tasks: 1 succeeded");

  await startMonitor(stack);
  const { code, out } = await run("status");
  expect(code).toBe(0);
  expect(out).toMatch(/^healthy\n/);
  expect(out).toMatch(/last 5 min 0 s: 1 submitted, 1 succeeded, 0 failed/);
  expect(out).toMatch(/^inline_puppets +0 +0 +1/m);
  expect(out).toMatch(new RegExp(`^${instance} +READY +inline 0/2`, "m"));
  expect(JSON.parse((await run("status", "-o", "json")).out)).toMatchObject({
    count: { total: 1 },
    alerts: { health: "healthy" },
    statistics: { all: { submitted: 1 } },
  });
  expect((await run("top", "--count", "2")).out.match(/^healthy$/gm)).toHaveLength(2);
});
