/** How the command ends, as scripts see it. */
export const EXIT = {
  ok: 0,
  error: 1,
  /** The command line cannot be understood. */
  usage: 2,
  notFound: 3,
  /** The task that was waited for ended FAILED, CANCELLED or EXPIRED. */
  taskFailed: 4,
  timeout: 5,
  /** Ctrl-C, as a shell counts it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that the person at the terminal can do something about. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;
  /** What to do, as one or more sentences. */
  readonly remedy: string | undefined;

  constructor(
    message: string,
    options: { readonly exitCode?: ExitCode; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT.error;
    this.remedy = options.remedy;
  }
}

/** An option or argument whose value cannot be used. */
export function usageError(message: string): CommandError {
  return new CommandError(message, { exitCode: EXIT.usage });
}
