import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FREE_PORTS, startCommand } from "../../../cli/dev-process.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const CANARY = "CANARY4711";

/** Tasks that have something to hide in all they take, return and throw. */
const TASKS = `import { defineTask } from "longshore";
export const fine = defineTask({
  type: "fine",
  pool: "inline",
  queue: "quick",
  handler: (payload, ctx) => {
    ctx.log.info("what a handler logs is for the log");
    return { result: "${CANARY}", payload };
  },
});
export const broken = defineTask({
  type: "broken",
  retry: { maxRetries: 0 },
  handler: () => {
    throw new Error("${CANARY} thrown");
  },
});
`;

test("S44, S46: at the level trace no key, payload, result or error of a handler is in any log", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "mine.ts"), TASKS);
  const env = { LONGSHORE_LOG_LEVEL: "trace" };
  const dev = await startCommand(["dev", "--tasks", "mine.ts", ...FREE_PORTS], cwd, env);
  await dev.line(/Ctrl-C/);
  const settings = readFileSync(join(cwd, ".longshore", "env"), "utf8");
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(settings)?.[1] ?? "";
  const [url, key] = [setting("LONGSHORE_HTTP_URL"), setting("LONGSHORE_API_KEY")];
  const secret = key.slice(key.lastIndexOf("_", 24) + 1);
  expect(secret).toHaveLength(43);
  const send = async (verb: string, path: string, body?: unknown, apiKey = key) => {
    const headers = {
      "x-api-key": apiKey,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const response = await fetch(`${url}${path}`, {
      method: verb,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return (await response.json()) as {
      readonly taskId: string;
      readonly secret: string;
      readonly state: string;
    };
  };

  const payload = { card: CANARY };
  const ends: string[] = [];
  for (const type of ["fine", "broken"]) {
    const { taskId } = await send("POST", "/v1/tasks", { type, payload, labels: { said: CANARY } });
    ends.push((await send("GET", `/v1/tasks/${taskId}:wait?timeout=30s`)).state);
  }
  expect(ends).toEqual(["SUCCEEDED", "FAILED"]);
  // What is refused has as much to hide.
  await send("POST", "/v1/tasks", { type: "fine", payload, options: { delay: CANARY } });
  await send("POST", "/v1/tasks", { type: "fine", [CANARY]: payload });
  await send("POST", "/v1/tasks", `{"${CANARY}": `);
  await send("POST", "/api/v1/tasks", { task_type: "fine", parameters: payload });
  await send("GET", `/v1/tasks?filter=${CANARY}`);
  await send("GET", "/v1/tasks", undefined, `lsk_0123456789abcdef_${CANARY.padEnd(43, "x")}`);
  const made = await send("POST", "/v1/keys", { role: "VIEWER", label: "another" });
  await send("GET", "/v1/tasks", undefined, made.secret);

  dev.kill("SIGTERM");
  const { stdout, stderr } = await dev.ended;
  const logs = ["longshore.log", "nats-server.log"].map((name) =>
    readFileSync(join(cwd, ".longshore", name), "utf8"),
  );
  const [log = ""] = logs;
  expect(log).toContain('"method":"TaskService/SubmitTask"');
  expect(log).toContain("what a handler logs is for the log");
  const written = [...logs, stderr, stdout.replaceAll(key, "")].join("\n");
  const lines = written
    .split("\n")
    .filter(
      (line) => line.includes(CANARY) || line.includes(secret) || line.includes(made.secret.slice(-43)),
    );
  expect(lines).toEqual([]);
  for (const line of log.split("\n").filter(Boolean)) expect(() => JSON.parse(line)).not.toThrow();
}, 120_000);
