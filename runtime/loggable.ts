/** The longest text in a line of the log, in UTF-16 units; what is longer is cut. A stack has room for its first lines. */
const MAX_TEXT = 2_048;

/** The most items of a list. */
const MAX_ITEMS = 20;

/** How deep an error shows its causes. */
const MAX_CAUSES = 5;

/** API keys and tokens, wherever they turn up. What names a key stays, what proves it goes. */
const SECRETS = /\b(lsk_[0-9a-f]{16}_|lst_[A-Za-z0-9_-]{0,8})[A-Za-z0-9_.-]{20,}/g;

type Scalar = string | number | boolean | null;

/**
 * The fields of a line as they may be written: texts, numbers and the like, lists of them, and errors. Whatever else somebody
 * passes, such as a request or a payload, leaves only its kind: so nothing is written because a name was forgotten on a list of
 * what is not to be.
 */
export function loggable(fields: Record<string, unknown>): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) written[name] = loggableValue(value);
  return written;
}

function loggableValue(value: unknown): unknown {
  // Its serializer makes of it what may be written.
  if (value instanceof Error) return value;
  if (!Array.isArray(value)) return scalar(value);
  const items = value.slice(0, MAX_ITEMS).map(scalar);
  return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
}

function scalar(value: unknown): Scalar | undefined {
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
    case "boolean":
    case "undefined":
      return value;
    case "bigint":
      return String(value);
    default:
      return value === null ? null : `[${typeof value}]`;
  }
}

/** An error as it may be written: its class, what it says, where it was thrown, and the same of its causes. */
export function loggableError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return scalar(error);
  const { cause } = error;
  return {
    type: text(error.name),
    message: text(String(error.message)),
    stack: text(String(error.stack ?? "")),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: loggableError(cause, depth + 1) }),
  };
}

/** Line ends and control characters are escaped by JSON: a line stays a line, and a terminal shows nothing of its own. */
function text(value: string): string {
  const masked = value.slice(0, 4 * MAX_TEXT).replace(SECRETS, "$1***");
  return masked.length <= MAX_TEXT
    ? masked
    : `${masked.slice(0, MAX_TEXT).toWellFormed()}… (${value.length} characters)`;
}
