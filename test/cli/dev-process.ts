import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { testBinary } from "../support/nats-server.ts";

const BIN = join(import.meta.dirname, "..", "..", "bin", "longshore.js");

/** A `longshore` command that runs as a process of its own. */
export interface CommandProcess {
  readonly pid: number;
  /** Resolves with the first line of standard output that fits, or rejects with all output when it ends without one. */
  line(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended and all its output is there. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Every listener of `dev` on a free port, so that tests can run side by side. */
export const FREE_PORTS = [
  ["--nats-port", "0"],
  ["--nats-monitor-port", "0"],
  ["--grpc-address", "127.0.0.1:0"],
  ["--http-address", "127.0.0.1:0"],
  ["--monitor-address", "127.0.0.1:0"],
].flat();

/**
 * Starts `longshore <args>` in a folder. Told to end with the test if it still runs then.
 *
 * @param atEnd who calls back at the end, for what is started outside of a test
 * @param bin the command, where it is not that of the repository
 */
export async function startCommand(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
  bin: string = BIN,
): Promise<CommandProcess> {
  const path = [dirname(await testBinary()), process.env["PATH"]].join(":");
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...withoutSettings(process.env), PATH: path, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const command = followProcess(child);
  atEnd(async () => {
    child.kill("SIGTERM");
    await command.ended;
  });
  return command;
}

function followProcess(child: ChildProcess): CommandProcess {
  const output = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Awaited<CommandProcess["ended"]>>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal, ...output });
      for (const listener of listeners) listener();
    });
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? -1,
    ended,
    kill: (signal) => void child.kill(signal),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = output.stdout.split("\n").find((line) => pattern.test(line));
          if (found === undefined && isRunning()) return;
          listeners.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`no line ${pattern} in:\n${output.stdout}\n${output.stderr}`));
        };
        listeners.add(look);
        look();
      }),
  };
}

/** Settings of whoever runs the tests must not get into them. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(LONGSHORE_(?!CACHE_DIR|TEST_)|NATS_URL$)/.test(name)),
  );
}
