// Which Node runs Longshore, and how a launcher hands over to it. Plain JavaScript that Node 20 understands, without
// npm packages: it runs before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The oldest Node that runs TypeScript without a flag. */
export const MINIMUM_NODE = "22.18";

/** Makes `import "longshore"` mean the source inside the repository. */
export const SOURCE_CONDITION = "--conditions=longshore-source";

/** Whether a version such as `24.1.0` is at least `MINIMUM_NODE`. */
export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/**
 * The Node to run the repository at `root` on: the one installed with the dependencies (Node 24), else this process'
 * own when it is new enough, else undefined.
 */
export function nodeOf(root) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const installed = join(root, "node_modules", "node", "bin", name);
  if (existsSync(installed)) return installed;
  return isNewEnough(process.versions.node) ? process.execPath : undefined;
}

/**
 * Hands over to a program for good. Where Node can, this process becomes the program, so signals, exit code and
 * process id need no passing on. Elsewhere the program runs as a child, and this process ends as the child did.
 */
export async function become(program, args, env = process.env) {
  if (typeof process.execve === "function" && process.platform !== "win32") {
    process.execve(program, [program, ...args], env);
  }
  await endLike(await run(program, args, { env }));
}

/**
 * Runs a program in the foreground of the same terminal and resolves with how it ended: `{ code, signal }`. Signals
 * sent to this process are passed on to it, once each. `options` are those of `spawn`; with `stdio` as pipes,
 * `onOutput` gets what it prints.
 */
export function run(program, args, { onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    child.stdout?.on("data", onOutput);
    child.stderr?.on("data", onOutput);
    const stopPassing = passSignals(child);
    child.once("error", (error) => {
      stopPassing();
      reject(error);
    });
    child.once("close", (code, signal) => {
      stopPassing();
      resolve({ code, signal });
    });
  });
}

/** Ends this process the way a child ended: with the same exit code, or by the same signal. Never resolves. */
export function endLike({ code, signal }) {
  if (signal === null) process.exit(code);
  process.kill(process.pid, signal);
  return new Promise(() => {});
}

/**
 * Ctrl-C and a closed terminal reach every process of the foreground group, the child included: passing those on would
 * make one Ctrl-C two, and the second means "do not wait". All other signals were meant for the child and reach only us.
 */
function passSignals(child) {
  const handlers = ["SIGINT", "SIGHUP", "SIGTERM"].map((name) => {
    const pass = () => {
      if (name === "SIGTERM" || !isInForeground()) child.kill(name);
    };
    process.on(name, pass);
    return () => process.removeListener(name, pass);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}

/** Whether the terminal sends its signals to the process group we and the child are in. */
function isInForeground() {
  try {
    // pid (command) state ppid pgrp session tty_nr tpgid …; the command may hold spaces and brackets.
    const stat = readFileSync("/proc/self/stat", "utf8");
    const [, , group, , terminal, foregroundGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return terminal !== "0" && group === foregroundGroup;
  } catch {
    // No /proc: a terminal on any stream means that we were started in its foreground.
    return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  }
}
