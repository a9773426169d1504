import type { Terminal } from "./terminal.ts";

/** What the actions of commands share. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Sets the exit code; without a call it is 0. */
  finish(exitCode: number): void;
}
