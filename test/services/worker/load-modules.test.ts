import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Writes modules into a folder of the test's own, outside the repository; returns their paths. */
function modules(files: Readonly<Record<string, string>>): Record<string, string> {
  const folder = temporaryFolder();
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const path = join(folder, name);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, text);
      return [name, path];
    }),
  );
}

const task = (type: string) =>
  `import { defineTask } from "longshore";\nexport const t = defineTask({ type: "${type}", handler: () => 1 });\n`;

interface Loaded {
  readonly ok: boolean;
  readonly types?: readonly string[];
  readonly problem?: string;
}

/** What a worker says of these modules. */
async function load(paths: readonly string[]): Promise<Loaded> {
  const script = join(import.meta.dirname, "print-loaded.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=longshore-source",
    script,
    ...paths,
  ]);
  return JSON.parse(stdout) as Loaded;
}

test("collects what defineTask made from TypeScript and JavaScript anywhere, whatever else is exported", async () => {
  const { "a.ts": a = "", "b.mjs": b = "" } = modules({
    "a.ts": `${task("first")}export const limit: number = 3;\nexport { t as again };\nexport default t;\n`,
    "b.mjs": task("second"),
  });

  expect(await load([a, b])).toEqual({ ok: true, types: ["first", "second"] });
});

test("CommonJS may define tasks too", async () => {
  const { "a.cjs": path = "" } = modules({
    "a.cjs": 'exports.t = require("longshore").defineTask({ type: "old", handler: () => 1 });\n',
  });
  expect(await load([path])).toEqual({ ok: true, types: ["old"] });
});

test.each(["a.js", "a.ts"])("%s is told what to do where package.json says commonjs", async (name) => {
  const files = modules({ "package.json": '{"type":"commonjs"}', [name]: task("first") });
  expect((await load([files[name] ?? ""])).problem).toMatch(
    /write "module" there, or let the name end in \.mjs or \.mts$/,
  );
});

test("a file that is not there is named, with where it was looked for", async () => {
  expect(await load(["nowhere/tasks.ts"])).toEqual({
    ok: false,
    problem: `nowhere/tasks.ts: no such file (looked for ${join(process.cwd(), "nowhere/tasks.ts")})`,
  });
});

test.each([
  ["a syntax error", "export const t = ;", /SyntaxError: .* \(.*tasks\.ts:1\)$/],
  ["a throw", 'throw new TypeError("not configured");', /TypeError: not configured/],
  ["a throw of a text", 'throw "nothing";', /nothing/],
  ["a missing package", 'import "no-such-package";', /no-such-package/],
  ["a bad definition", task("Bad Name"), /TaskDefinitionError: task "Bad Name": type is "Bad Name"/],
  ["no task", "export const answer = 42;", /exports no task; export what defineTask\(\) returns/],
])("a module with %s is named, with what is wrong", async (_what, text, problem) => {
  const { "tasks.ts": path = "" } = modules({ "tasks.ts": text });
  const { problem: said = "" } = await load([path]);
  expect(said).toMatch(problem);
  expect(said.startsWith(`${path}: `)).toBe(true);
});

test("two tasks of one type are refused, naming both files", async () => {
  const { "a.ts": a = "", "b.ts": b = "" } = modules({ "a.ts": task("same"), "b.ts": task("same") });
  expect((await load([a, b])).problem).toBe(`${b}: task type "same" is already defined in ${a}`);
});

test("a worker without a task module is refused", async () => {
  expect(await load([])).toEqual({ ok: false, problem: "no task module given: --tasks my-tasks.ts" });
});

test("a queue that two kinds of pool would share is refused, naming both types", async () => {
  const { "a.ts": a = "", "b.ts": b = "" } = modules({
    "a.ts": task("computes"),
    "b.ts": task("waits").replace("handler", 'pool: "inline", handler'),
  });
  expect(await load([a, b])).toMatchObject({
    ok: false,
    problem: expect.stringContaining(
      `${b}: queue "default": "computes" runs in the prefork pool and "waits" in the inline pool`,
    ),
  });
});

test.each([
  [
    "a type that JSON Schema does not have",
    '{ type: "text" }',
    /payload: schema is invalid: data\/type must be/,
  ],
  [
    "a reference to another document",
    '{ $ref: "https://example.com/a.json" }',
    /payload: can't resolve reference/,
  ],
  ["what is no object", "5", /payload: schema must be object or boolean/],
])("a payload schema with %s is refused, naming file and task", async (_what, schema, problem) => {
  const { "a.mjs": path = "" } = modules({
    "a.mjs": task("reads").replace("handler", `payload: ${schema}, handler`),
  });
  const { problem: said = "" } = await load([path]);
  expect(said).toMatch(problem);
  expect(said.startsWith(`${path}: task "reads": `)).toBe(true);
});
