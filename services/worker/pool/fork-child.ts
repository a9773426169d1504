import { type ChildProcess, fork, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { coverInherited, inheritedDescriptors } from "./inherited-descriptors.ts";
import { readLines } from "./line-reader.ts";
import { dieWithParent } from "./parent-death.ts";

const MIB = 1024 ** 2;
/** V8 is to give up before the child is killed from outside, so that it can say why. */
const HEAP_SHARE = 0.85;
/** The smallest heap in which a child can load its handlers. */
const HEAP_MIN_MIB = 64;

export interface ChildOptions {
  readonly modules: readonly string[];
  /** The whole environment of the child: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Resident memory that a child may take, in bytes. */
  readonly maxMemoryBytes: number;
}

/** How children are started; the same for all of a pool. */
export interface ForkMeans {
  /** Put before the command: see `dieWithParent`. */
  readonly prefix: readonly string[];
  /** No standard input, pipes for what is printed, the channel, and nothing else: see `coverInherited`. */
  readonly stdio: StdioOptions;
  close(): void;
}

const STDIO = ["ignore", "pipe", "pipe", "ipc"] as const;

/** Looks at what this machine has for starting children. */
export function openForkMeans(env: Readonly<Record<string, string>>): ForkMeans {
  const devNull = openSync("/dev/null", "r+");
  return {
    prefix: dieWithParent(env),
    stdio: coverInherited(STDIO, inheritedDescriptors(), devNull),
    close: () => closeSync(devNull),
  };
}

/** Starts a pool child: a group and a death of its own, a bounded heap, no standard input and no other descriptor. */
export function forkChild(
  options: ChildOptions,
  means: ForkMeans,
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const heapMiB = Math.max(HEAP_MIN_MIB, Math.floor((options.maxMemoryBytes * HEAP_SHARE) / MIB));
  const flags = [
    `--max-old-space-size=${heapMiB}`,
    ...(extension === "ts" ? ["--conditions=longshore-source"] : []),
  ];
  const [execPath = process.execPath, ...execArgv] = [...means.prefix, process.execPath, ...flags];
  return fork(fileURLToPath(new URL(`./child.${extension}`, import.meta.url)), [...options.modules], {
    detached: true,
    env: { ...options.env, ...env },
    execPath,
    execArgv,
    stdio: means.stdio,
  });
}

/** Calls back with every line that a child prints, cut to a bound. */
export function onPrinted(
  child: ChildProcess,
  callback: (stream: "stdout" | "stderr", line: string) => void,
): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = child[name];
    if (stream === null) continue;
    void readLines(stream, (line) => callback(name, line));
  }
}
