import { expect, onTestFinished, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import type { Worker } from "../../sdk/worker.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { PUPPETS } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";
import { FREE_PORTS, startCommand } from "./dev-process.ts";

test("workers are listed and scaled from the command line, one by one and all at once", async () => {
  const cwd = temporaryFolder();
  const endings: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const end of endings) await end();
  });
  const dev = await startCommand(
    ["dev", "--tasks", PUPPETS, "--concurrency", "2", ...FREE_PORTS],
    cwd,
    {},
    (end) => endings.push(end),
  );
  await dev.line(/^Ctrl-C stops everything/);
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({ cwd });
    const code = await runCommandLine(args, terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
  const list = async () => {
    const { workers } = JSON.parse((await run("worker", "list", "-o", "json")).stdout) as {
      workers: Worker[];
    };
    return workers;
  };

  await eventuallyTrue("the worker has spoken", async () => (await list()).length > 0);
  const [worker, ...more] = await list();
  const id = worker?.workerId ?? "";
  expect(more).toEqual([]);
  expect(worker).toMatchObject({
    state: "READY",
    pools: [
      { pool: "prefork", size: 2, free: 2 },
      { pool: "inline", size: 100, free: 100 },
    ],
  });
  const table = await run("worker", "list");
  expect(table.stdout).toMatch(/^WORKER +STATE +SEEN/);
  expect(table.stdout).toMatch(
    new RegExp(
      `^${id} +ready +\\S+ m?s ago +prefork 0/2, inline 0/100 +0 .*puppets,inline_puppets,longshore_webhooks$`,
      "m",
    ),
  );

  const one = await run("worker", "scale", id, "--concurrency", "3");
  expect(one).toMatchObject({ code: 0, stdout: `${id}: prefork runs 3 at once (before: 2)\n` });
  const all = await run("worker", "scale", "--all", "--concurrency", "7", "--pool", "inline", "-o", "json");
  expect(JSON.parse(all.stdout)).toEqual({
    workerId: id,
    pool: "inline",
    concurrency: 7,
    previousConcurrency: 100,
  });
  await eventuallyTrue("the list shows it", async () => {
    const [now] = await list();
    return now?.pools.map(({ size }) => size).join() === "3,7";
  });

  const nobody = await run("worker", "scale", "nobody", "--concurrency", "3");
  expect(nobody.code).toBe(3);
  expect(nobody.stderr).toContain("(WORKER_NOT_FOUND)");
  const noPool = await run("worker", "scale", id, "--concurrency", "3", "--pool", "exec");
  expect(noPool.code).toBe(1);
  expect(noPool.stderr).toContain("it has no exec pool, only prefork and inline");
});
