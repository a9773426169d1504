import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  findEnvironmentFile,
  formatEnvironment,
  parseEnvironment,
  writePrivately,
} from "../../cli/environment-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("reads what a shell would read", () => {
  const text = [
    "# a comment",
    "PLAIN=http://127.0.0.1:7420",
    "export EXPORTED=yes # and why",
    "SINGLE='a $b \"c\"'",
    'DOUBLE="a \\"b\\" \\\\"',
    "EMPTY=",
    "no assignment",
  ].join("\r\n");
  expect(parseEnvironment(text)).toEqual({
    PLAIN: "http://127.0.0.1:7420",
    EXPORTED: "yes",
    SINGLE: 'a $b "c"',
    DOUBLE: 'a "b" \\',
    EMPTY: "",
  });
});

test("any value on one line survives being written and read", () => {
  const value = fc.string({ unit: "binary" }).filter((text) => !/[\r\n\0]/.test(text));
  fc.assert(
    fc.property(value, (text) => {
      expect(parseEnvironment(formatEnvironment({ KEY: text }))).toEqual({ KEY: text });
    }),
  );
});

test("a shell that sources the file gets the same values", () => {
  const file = join(temporaryFolder(), "env");
  const values = { LONGSHORE_API_KEY: "it's $HOME \\ `x`", LONGSHORE_GRPC_URL: "http://127.0.0.1:7420" };
  writeFileSync(file, formatEnvironment(values));
  const script = `. ${file}; printf '%s\\n%s' "$LONGSHORE_API_KEY" "$LONGSHORE_GRPC_URL"`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\n")).toEqual(Object.values(values));
});

test("a private file can be read by its owner only, also when it was there with another mode", async () => {
  const folder = join(temporaryFolder(), ".longshore");
  const path = join(folder, "env");
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(path, "old", { mode: 0o644 });
  await writePrivately(path, "KEY=value\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("the nearest file above a folder is found", async () => {
  const root = temporaryFolder();
  const deep = join(root, "a", "b");
  mkdirSync(deep, { recursive: true });
  await writePrivately(join(root, ".longshore", "env"), "LONGSHORE_GRPC_URL=http://far:1\n");
  expect(findEnvironmentFile(deep)?.values).toEqual({ LONGSHORE_GRPC_URL: "http://far:1" });
  await writePrivately(join(root, "a", ".longshore", "env"), "LONGSHORE_GRPC_URL=http://near:1\n");
  expect(findEnvironmentFile(deep)?.values).toEqual({ LONGSHORE_GRPC_URL: "http://near:1" });
});
