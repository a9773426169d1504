import { text } from "node:stream/consumers";
import { styleText } from "node:util";

/** What a command sees of the world: where it was started, and where its words go. Tests bring their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether a person looks at standard output, so that lines may be drawn over. */
  readonly isInteractive: boolean;
  readonly hasColor: boolean;
  /** Writes a line to standard output: what was asked for. */
  out(line: string): void;
  /** Writes a line to standard error: errors, and remarks that must not get into a pipe. */
  err(line: string): void;
  /** Writes to standard output as it is, without an end of line. */
  write(chunk: string): void;
  /** All of standard input. */
  readInput(): Promise<string>;
}

/** Words that stand out, where colours are wanted; plain text elsewhere. */
export type Style = (format: "bold" | "dim" | "red" | "green" | "yellow", text: string) => string;

/** The terminal of this process. `NO_COLOR` and `TERM=dumb` switch colours off, and so does a pipe. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr, stdin } = process;
  const isInteractive = stdout.isTTY === true && env["TERM"] !== "dumb";
  return {
    env,
    cwd: process.cwd(),
    isInteractive,
    hasColor: isInteractive && !env["NO_COLOR"],
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    write: (chunk) => void stdout.write(chunk),
    readInput: () => text(stdin),
  };
}

/** The way to make words stand out on a terminal. */
export function styleOf({ hasColor }: Pick<Terminal, "hasColor">): Style {
  return (format, words) => (hasColor ? styleText(format, words, { validateStream: false }) : words);
}
