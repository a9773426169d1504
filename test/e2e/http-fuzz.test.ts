import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { FREE_PORTS, startCommand } from "../cli/dev-process.ts";
import { noPython, pythonEnvironment } from "../support/python.ts";
import { PUPPETS } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** How many requests are made up for each operation at most; LONGSHORE_TEST_FUZZ_EXAMPLES for more. */
const EXAMPLES = process.env["LONGSHORE_TEST_FUZZ_EXAMPLES"] ?? "6";

/**
 * What is looked for. Left out are those that go by the document alone: that all it allows is accepted (limits stand in words), that
 * all else is refused (ProtoJSON also reads null, and numbers as text), and that a wrong key is 401 (after a few it is 429).
 */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "allow_header_conformance",
  "use_after_free",
];

test.skipIf(noPython !== undefined)(
  `schemathesis finds no error of ours and nothing that the document does not say${
    noPython === undefined ? "" : ` (skipped: ${noPython})`
  }`,
  async () => {
    const cwd = temporaryFolder();
    const dev = await startCommand(["dev", "--tasks", PUPPETS, ...FREE_PORTS], cwd);
    await dev.line(/Ctrl-C/);
    const settings = readFileSync(join(cwd, ".longshore", "env"), "utf8");
    const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(settings)?.[1] ?? "";
    const args = [
      ["run", `${setting("LONGSHORE_HTTP_URL")}/v1/openapi.json`],
      ["--header", `x-api-key: ${setting("LONGSHORE_API_KEY")}`],
      ["--checks", CHECKS.join(",")],
      ["--max-examples", EXAMPLES],
      ["--phases", "fuzzing"],
      // These end the very key that all calls are made with; a stream of events has no end to wait for, and waiting takes long.
      ["--exclude-path-regex", "^/v1/keys/|/events$|:wait$|/logs$"],
      ["--request-timeout", "60"],
      ["--continue-on-failure", "--no-color", "--generation-database", "none"],
    ].flat();
    const env = await pythonEnvironment();
    const { stdout } = await promisify(execFile)("python3", ["-m", "schemathesis.cli", ...args], {
      cwd,
      env,
      maxBuffer: 64 * 1024 ** 2,
    }).catch((failed: { stdout?: string; stderr?: string }) => ({
      stdout: `${failed.stdout}\n${failed.stderr}`,
    }));
    expect(stdout.includes("FAILURES") ? stdout : "").toBe("");
    const [, selected, tested] = /Selected: (\d+)\/\d+\s+Tested: (\d+)/.exec(stdout) ?? [];
    expect([stdout, tested]).toEqual([stdout, selected]);
    expect(Number(selected)).toBeGreaterThan(40);
    const log = readFileSync(join(cwd, ".longshore", "longshore.log"), "utf8");
    expect(log.split("\n").filter((line) => line.includes("an error of ours"))).toEqual([]);
  },
  300_000,
);
