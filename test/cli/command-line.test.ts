import { expect, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";

/** Nothing listens there, and nothing ever does. */
const NOBODY = "http://127.0.0.1:1";

async function run(args: readonly string[], input?: string) {
  const terminal = captureTerminal({ cwd: temporaryFolder(), ...(input !== undefined && { input }) });
  const code = await runCommandLine(args, terminal);
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

test("--version and --help answer on standard output and end with 0", async () => {
  const version = await run(["--version"]);
  expect(version).toMatchObject({ code: 0, stderr: "" });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
  const help = await run(["task", "submit", "--help"]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("--payload-file <path>");
  const worker = await run(["worker", "--help"]);
  for (const part of ["--tasks <module...>", "--queue-weights <value>", "list", "scale"])
    expect(worker.stdout).toContain(part);
});

test.each([
  { args: ["tsk"], says: "Did you mean task?" },
  { args: ["task", "get", "x", "--outptu", "json"], says: "Did you mean --output?" },
  { args: ["task", "get"], says: "missing required argument 'id'" },
  { args: ["-o", "xml", "type", "list"], says: "Allowed choices are table, json" },
  { args: ["task", "wait", "x", "--timeout", "3"], says: 'such as "540s"' },
  { args: ["task", "submit", "t", "--payload", "{"], says: "--payload is not valid JSON" },
  { args: ["task", "submit", "t", "{}"], says: "the payload goes into --payload" },
  { args: ["task", "submit", "t", "-", "--payload", "1"], says: "the payload is given twice" },
  { args: ["task", "submit", "t", "--payload", "1", "--payload-file", "f"], says: "cannot be used with" },
  { args: ["task", "submit", "t", "--payload-file", "/no/such/file"], says: "no such file" },
  { args: ["task", "submit", "t", "--label", "x"], says: "It must be key=value" },
  { args: ["task", "get", "x", "--url", "ftp://x"], says: "no address of a gateway" },
  { args: ["key", "create", "--project", "No.Name"], says: "a lower-case letter" },
  { args: ["provision", "--replicas", "many"], says: "--replicas / LONGSHORE_REPLICAS" },
  { args: ["dev", "--grpc-address", "7420"], says: "--grpc-address / LONGSHORE_GRPC_ADDRESS" },
  { args: ["worker"], says: "required option '--tasks <module...>'" },
  { args: ["worker", "lst"], says: "too many arguments" },
  { args: ["worker", "scale", "w1"], says: "required option '--concurrency <number>'" },
  { args: ["worker", "scale", "--concurrency", "2"], says: "name one worker, or say --all" },
  { args: ["worker", "scale", "w1", "--all", "--concurrency", "2"], says: "name one worker, or say --all" },
  { args: ["worker", "scale", "w1", "--concurrency", "many"], says: "it must be a whole number" },
])("a wrong command line ends with 2 and says what is wrong: $args", async ({ args, says }) => {
  const { code, stdout, stderr } = await run(args);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
  expect(stdout).toBe("");
});

test("without a gateway the error names the address and what to do, and ends with 1", async () => {
  const { code, stderr } = await run(["type", "list", "--url", NOBODY]);
  expect(code).toBe(1);
  expect(stderr).toContain(`no gateway answers at ${NOBODY} (connect ECONNREFUSED`);
  expect(stderr).toContain("npm start");
});
