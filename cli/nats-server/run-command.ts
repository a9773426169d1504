import { spawn } from "node:child_process";

/** How a command ended. `problem` is undefined when it exited with 0, else one line that says what went wrong. */
export interface CommandResult {
  readonly stdout: string;
  readonly problem: string | undefined;
}

export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The command is killed after this time. */
  readonly timeoutMs: number;
  readonly cwd?: string;
}

/**
 * Runs a program without a shell and gathers what it prints. Never rejects: a program that is not there, fails or
 * takes too long is an outcome, told in `problem` with the last line the program wrote about it.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    const child = spawn(program, args, {
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs,
      killSignal: "SIGKILL",
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      resolve({ stdout, problem: error.code === "ENOENT" ? `${program} is not installed` : error.message });
    });
    child.once("close", (code, signal) => {
      resolve({ stdout, problem: code === 0 ? undefined : describeFailure(code, signal, stderr, options) });
    });
  });
}

function describeFailure(
  code: number | null,
  signal: NodeJS.Signals | null,
  stderr: string,
  options: CommandOptions,
): string {
  const last = lastLine(stderr);
  // `timeout` ends the child with this signal, and nothing else here does.
  if (signal === "SIGKILL") return `no result after ${options.timeoutMs / 1000} s${last && `: ${last}`}`;
  return last || (signal === null ? `exit code ${code}` : `ended by ${signal}`);
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
