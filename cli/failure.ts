import { ERRORS, type Reason } from "../core/error.ts";
import { SettingsError } from "../runtime/settings.ts";
import { ApiError } from "../sdk/api-error.ts";
import { CommandError, EXIT, type ExitCode } from "./exit.ts";

/** An error as the command reports it. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** What happened, with the reason from docs/errors.md where there is one. May have several lines. */
  readonly message: string;
  readonly remedy?: string;
}

/**
 * What to tell about an error, and how to exit. Errors of the API get their remedy from the registry of errors; anything
 * unforeseen is shown with its stack, because then only that helps.
 *
 * @param url the gateway that was asked, for the case that none is there
 */
export function describeFailure(error: unknown, url: string): Failure {
  if (error instanceof ApiError) return describeApiError(error, url);
  if (error instanceof CommandError) {
    const { exitCode, message, remedy } = error;
    return remedy === undefined ? { exitCode, message } : { exitCode, message, remedy };
  }
  if (error instanceof SettingsError) return { exitCode: EXIT.usage, message: error.message };
  return { exitCode: EXIT.error, message: messageOf(error) };
}

function describeApiError(error: ApiError, url: string): Failure {
  const exitCode = exitCodeOf(error);
  if (error.reason === undefined) return describeLostCall(error, url, exitCode);
  // The message has named the field already, and nobody at a terminal sees the details that the remedy speaks of.
  const isSaid = error.reason === "FIELD_INVALID";
  const remedy = isReason(error.reason) && !isSaid ? ERRORS[error.reason].remedy : undefined;
  const message = [`${error.message} (${error.reason})`, ...furtherProblems(error)].join("\n");
  return remedy === undefined ? { exitCode, message } : { exitCode, message, remedy };
}

/** The message names the first of several bad fields only. */
function furtherProblems({ violations }: ApiError): string[] {
  return violations.slice(1).map(({ field, description }) => `  ${field}: ${description}`);
}

/** No server of ours answered. */
function describeLostCall(error: ApiError, url: string, exitCode: ExitCode): Failure {
  if (error.status === "UNAVAILABLE") {
    // gRPC tells it in several sentences; the words of the system are enough.
    const problem =
      /Last error: (?:Error: )?(.*?)\. Resolution note/.exec(error.message)?.[1] ?? error.message;
    return {
      exitCode,
      message: `no gateway answers at ${url} (${problem})`,
      remedy:
        "Start one with `npm start` or `longshore gateway`, or name another with --url or LONGSHORE_GRPC_URL. `longshore doctor` looks closer.",
    };
  }
  return { exitCode, message: `${error.status} from ${url}: ${error.message}` };
}

function exitCodeOf({ status }: ApiError): ExitCode {
  if (status === "NOT_FOUND") return EXIT.notFound;
  if (status === "DEADLINE_EXCEEDED") return EXIT.timeout;
  return EXIT.error;
}

function isReason(text: string): text is Reason {
  return Object.hasOwn(ERRORS, text);
}

/** Errors that say what happened need no stack; those of the language itself are bugs, and do. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return isBug ? (error.stack ?? error.message) : error.message;
}
