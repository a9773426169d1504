// Runs Longshore from a checkout, on a machine with nothing but Node 20 or newer and npm: installs the dependencies
// when they are missing or out of date (Node 24 is one of them), then runs the command on Node 24.
//
//   node scripts/run.js test [vitest arguments]     types, lint and tests; with arguments the tests only
//   node scripts/run.js bench [arguments]           the benchmarks
//   node scripts/run.js dev|worker|task … [args]    any command of `longshore`
//
// `LONGSHORE_TEST_REPORT` names a file that gets the test results as JSON as well.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { become, endLike, MINIMUM_NODE, nodeOf, run, SOURCE_CONDITION } from "../bin/run-node.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamp = join(modules, ".longshore-installed");

const [command, ...args] = process.argv.slice(2);
await installDependencies();
const node = nodeOf(root) ?? fail(noNodeMessage());
const env = {
  ...process.env,
  PATH: [dirname(node), join(modules, ".bin"), process.env.PATH].join(delimiter),
};

if (command === "dev") await buildPages();
if (command === "test") await test();
else if (command === "bench")
  await become(node, [SOURCE_CONDITION, join(root, "bench", "main.ts"), ...args], env);
else {
  const given = command === undefined ? [] : [command, ...args];
  await become(node, [SOURCE_CONDITION, join(root, "bin", "longshore.js"), ...given], env);
}

/** `npm ci`, unless what is installed belongs to this package-lock.json. */
async function installDependencies() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (readIfThere(stamp) === wanted) return;

  process.stderr.write("Installing dependencies … ");
  const startedAt = performance.now();
  const { problem, output } = await npmCi();
  if (problem !== undefined) {
    process.stderr.write("failed\n");
    fail(
      `${output}\nnpm ci ${problem}. npm's own words are above. ` +
        "When the network is at fault, run the same command again once it is back; " +
        "behind a proxy or with a registry of your own, set them with `npm config set`.",
    );
  }
  writeFileSync(stamp, wanted);
  process.stderr.write(`done in ${secondsSince(startedAt)}\n`);
}

async function npmCi() {
  // Started by npm, the very same npm is used: it need not be on PATH.
  const npm = process.env.npm_execpath;
  const given = ["ci", "--include=dev", "--loglevel=warn"];
  const [program, argv] = npm ? [process.execPath, [npm, ...given]] : ["npm", given];
  const output = [];
  try {
    const { code, signal } = await run(program, argv, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // npm is a script on Windows, which only a shell can start.
      shell: process.platform === "win32" && !npm,
      onOutput: (chunk) => output.push(chunk),
    });
    const problem = signal
      ? `was ended by ${signal}`
      : code === 0
        ? undefined
        : `failed with exit code ${code}`;
    return { problem, output: output.join("") };
  } catch (error) {
    return { problem: `could not be started (${error.message}): is npm installed?`, output: "" };
  }
}

/** The pages that the gateway serves, unless what is built is newer than all that it is made from. */
async function buildPages() {
  const script = join(root, "scripts", "build-web.ts");
  const built = timeOf(join(root, "dist", "web", "BUILT"));
  const sources = filesBelow(join(root, "web"));
  if (sources.length === 0) return;
  if ([...sources, script, stamp].every((path) => timeOf(path) < built)) return;
  const { code } = await run(node, [script], { cwd: root, env });
  if (code !== 0) process.stderr.write("The pages were not built: /docs will say so. All else works.\n");
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
}

/** When a file was last changed; 0 when it is not there. */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Without arguments all that must hold before a change goes in, each with its time; else the given tests. */
async function test() {
  const report = process.env.LONGSHORE_TEST_REPORT;
  const reporters = report ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : [];
  const tests = ["tests", join(modules, "vitest", "vitest.mjs"), "run", ...reporters, ...args];
  const tsc = join(modules, "typescript", "bin", "tsc");
  const checks = [
    ["types", tsc, "-p", "."],
    ["types of core", tsc, "-p", "core"],
    ["types of the page", tsc, "-p", "web"],
    ["lint", join(modules, "@biomejs", "biome", "bin", "biome"), "check", "."],
  ];
  const failed = [];
  for (const [name, ...step] of args.length === 0 ? [...checks, tests] : [tests]) {
    const startedAt = performance.now();
    const result = await run(node, step, { cwd: root, env });
    const isInterrupted = result.signal !== null || result.code === 130;
    if (isInterrupted) await endLike(result);
    process.stderr.write(`${name}: ${result.code === 0 ? "ok" : "FAILED"} in ${secondsSince(startedAt)}\n`);
    if (result.code !== 0) failed.push(name);
  }
  if (failed.length > 0) fail(`Failed: ${failed.join(", ")}`);
}

function noNodeMessage() {
  return (
    `Node ${MINIMUM_NODE} or newer is needed, this is ${process.versions.node}. The package "node" should have ` +
    "brought Node 24, but its install script did not run: allow it with `npm config set ignore-scripts false`, " +
    "delete node_modules and start again, or install a newer Node."
  );
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
