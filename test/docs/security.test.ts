import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { declareUsers } from "../../jetstream/permissions.ts";
import { captureTerminal } from "../cli/captured-terminal.ts";
import { startGateway } from "../services/gateway/start-gateway.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { codeBlocks, ROOT } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

test("the commands of docs/security.md make certificates with which gateway and command line work, with mTLS", async () => {
  const folder = temporaryFolder();
  for (const block of codeBlocks("docs/security.md", "sh"))
    execFileSync("sh", ["-ec", block], { cwd: folder, stdio: "pipe" });
  const file = (name: string) => join(folder, name);
  const { gateway, key } = await startGateway({
    tlsCert: file("gateway.pem"),
    tlsKey: file("gateway.key"),
    tlsClientCa: file("ca.pem"),
  });
  const url = ["--url", `https://localhost:${gateway.grpcPort()}`, "--api-key", key];
  const list = async (...flags: string[]) => {
    const terminal = captureTerminal({ cwd: folder });
    const code = await runCommandLine([...url, ...flags, "type", "list"], terminal);
    return { code, stdout: terminal.stdout() };
  };
  const own = ["--client-cert", file("client.pem"), "--client-key", file("client.key")];
  const listed = await list("--ca", file("ca.pem"), ...own);
  expect(listed.stdout).toContain("gather");
  expect(listed.code).toBe(0);
});

test("S65: what is installed is not older than its last security fix", () => {
  const versionOf = (name: string) =>
    (
      JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8")) as {
        version: string;
      }
    ).version;
  const floors = [
    ["node", versionOf("node"), "24.17.0"],
    ["@grpc/grpc-js", versionOf("@grpc/grpc-js"), "1.14.5"],
  ] as const;
  for (const [name, installed, floor] of floors)
    expect(
      installed.localeCompare(floor, "en", { numeric: true }),
      `${name} ${installed}`,
    ).toBeGreaterThanOrEqual(0);
});

test("the table of users of NATS is the one that configurations are written from", () => {
  const documented = tableRows(readPage("security.md"), ["user", "what for"]);
  const declared = declareUsers([{ name: undefined, queues: ["its queues"] }]);
  expect(documented).toEqual(declared.map(({ user, purpose }) => [user, purpose]));
});
