import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEnvironment } from "../../cli/environment-file.ts";
import { type Client, createClient } from "../../sdk/client.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type CommandProcess, FREE_PORTS, startCommand } from "./dev-process.ts";

const TASKS = `
import { existsSync } from "node:fs";
import { defineTask } from "longshore";
import { word } from "./word.ts";

async function say({ until }: { readonly until?: string }) {
  while (until !== undefined && !existsSync(until)) await new Promise((resolve) => setTimeout(resolve, 10));
  return word;
}

export const child = defineTask<{ until?: string }>({ type: "child_says", queue: "children", handler: say });
export const inline = defineTask<{ until?: string }>({
  type: "inline_says",
  queue: "inline",
  pool: "inline",
  handler: say,
});
`;

const wordIs = (word: string) => `export const word: string = ${JSON.stringify(word)};\n`;

interface Dev {
  readonly cwd: string;
  readonly dev: CommandProcess;
  readonly client: Client;
  write(name: string, text: string): void;
  /** What a new task of this type returns. */
  say(type: string): Promise<unknown>;
  /** Resolves when the log, since the last call, has a line that matches. */
  logged(pattern: RegExp): Promise<void>;
}

/** A system under development, with tasks in a file and a word in another. */
async function startDev(...args: readonly string[]): Promise<Dev> {
  const cwd = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  write("tasks.ts", TASKS);
  write("word.ts", wordIs("old"));
  const dev = await startCommand(["dev", "--tasks", "tasks.ts", ...FREE_PORTS, ...args], cwd);
  await dev.line(/^Ctrl-C stops everything/);
  const env = parseEnvironment(readFileSync(join(cwd, ".longshore", "env"), "utf8"));
  const client = createClient({ url: env["LONGSHORE_GRPC_URL"] ?? "", apiKey: env["LONGSHORE_API_KEY"] });
  onTestFinished(() => client.close());
  let read = 0;
  return {
    cwd,
    dev,
    client,
    write,
    async say(type) {
      const { taskId } = await client.submitTask({ type, payload: {} });
      return (await client.waitTask(taskId)).result;
    },
    logged: (pattern) =>
      eventuallyTrue(`a line of log that matches ${pattern}`, () => {
        const lines = readFileSync(join(cwd, ".longshore", "longshore.log"), "utf8").split("\n");
        const found = lines.findIndex((line, index) => index >= read && pattern.test(line));
        if (found >= 0) read = found + 1;
        return found >= 0;
      }),
  };
}

/** New children need a moment; until they are there, the old ones are better than none. */
function childrenSay({ say }: Dev, word: string) {
  return eventually(`children that say ${word}`, async () =>
    (await say("child_says")) === word ? word : undefined,
  );
}

test("new tasks run code that has changed, in a file that is imported; running ones end with the old", async () => {
  const stack = await startDev();
  const { client, cwd } = stack;
  const until = join(cwd, "go");
  const running = await Promise.all(
    ["child_says", "inline_says"].map((type) => client.submitTask({ type, payload: { until } })),
  );
  await eventuallyTrue("both run", async () => {
    const tasks = await Promise.all(running.map(({ taskId }) => client.getTask(taskId)));
    return tasks.every(({ state }) => state === "RUNNING");
  });

  stack.write("word.ts", wordIs("new"));
  await stack.dev.line(/^reloaded child_says, inline_says, longshore_webhook$/);
  expect(await stack.say("inline_says")).toBe("new");
  await childrenSay(stack, "new");

  expect(existsSync(until)).toBe(false);
  stack.write("go", "");
  for (const { taskId } of running)
    expect(await client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1, result: "old" });
});

test("code that cannot be loaded is told, and the old goes on; the next change is another try", async () => {
  const stack = await startDev();
  stack.write("word.ts", "export const word: string = ;\n");
  await stack.logged(
    /"level":"warn".*"files":"word.ts".*"problem":"[^"]*tasks.ts: SyntaxError: .*word.ts:1\)".*the old code goes on/,
  );
  expect([await stack.say("inline_says"), await stack.say("child_says")]).toEqual(["old", "old"]);

  stack.write("word.ts", "process.exit(7);\nexport const word: string = 'never';\n");
  await stack.logged(/ends the process that loads it \(exit code 7\)/);
  expect([await stack.say("inline_says"), await stack.say("child_says")]).toEqual(["old", "old"]);

  stack.write("word.ts", 'export { word } from "./deeper.ts";\n');
  await stack.logged(/Cannot find module .*deeper.ts/);
  // The file that was missing is enough.
  stack.write("deeper.ts", wordIs("deep"));
  await stack.logged(/reloaded: tasks that begin from now on run the new code/);
  expect(await stack.say("inline_says")).toBe("deep");
  await childrenSay(stack, "deep");
  stack.write("deeper.ts", wordIs("deeper"));
  await stack.logged(/reloaded: tasks/);
  expect(await stack.say("inline_says")).toBe("deeper");
});

test("a type that is described anew is registered, one that moves waits for a restart, one that is gone goes", async () => {
  const stack = await startDev();
  const described = TASKS.replace('queue: "children"', 'queue: "children", description: "speaks"');
  stack.write("tasks.ts", described);
  await stack.logged(/"described_anew":\["child_says"\]/);
  await eventuallyTrue("the gateway knows", async () => {
    const types = await stack.client.listTaskTypes();
    return types.find(({ type }) => type === "child_says")?.description === "speaks";
  });

  stack.write("tasks.ts", described.replace('queue: "children"', 'queue: "elsewhere"'));
  await stack.logged(
    /moves from queue \\"children\\" of the prefork pool to queue \\"elsewhere\\".*a restart is needed/,
  );
  expect(await stack.say("child_says")).toBe("old");

  stack.write("tasks.ts", described.replace("export const inline", "const inline"));
  await stack.logged(/"task_type":"inline_says".*no longer defined/);
  await eventuallyTrue("the worker says so", async () => {
    const [worker] = await stack.client.listWorkers();
    return worker?.taskTypes.join() === "child_says,longshore_webhook";
  });
});

test("dev --no-watch leaves what it has loaded alone, and worker --watch takes up changes", async () => {
  const stack = await startDev("--no-watch", "--queues", "inline");
  const env = parseEnvironment(readFileSync(join(stack.cwd, ".longshore", "env"), "utf8"));
  const worker = await startCommand(
    ["worker", "--tasks", "tasks.ts", "--watch", "--queues", "children", "--concurrency", "1"],
    stack.cwd,
    { LONGSHORE_NATS_URL: env["LONGSHORE_NATS_URL"] },
  );
  await worker.line(/worker takes tasks/);
  stack.write("word.ts", wordIs("new"));
  await worker.line(/reloaded: tasks that begin from now on run the new code/);
  await childrenSay(stack, "new");
  expect(await stack.say("inline_says")).toBe("old");
});
