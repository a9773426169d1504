import type { Terminal } from "../../cli/terminal.ts";

/** A terminal whose words are kept, for commands that run within a test. */
export interface CapturedTerminal extends Terminal {
  /** All lines on standard output so far, joined. */
  stdout(): string;
  stderr(): string;
}

/** Neither colours nor a person: what a pipe sees. */
export function captureTerminal(
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
  } = {},
): CapturedTerminal {
  const out: string[] = [];
  const err: string[] = [];
  return {
    env: options.env ?? {},
    cwd: options.cwd ?? "/",
    isInteractive: false,
    hasColor: false,
    out: (line) => void out.push(`${line}\n`),
    err: (line) => void err.push(`${line}\n`),
    write: (chunk) => void out.push(chunk),
    readInput: async () => options.input ?? "",
    stdout: () => out.join(""),
    stderr: () => err.join(""),
  };
}
