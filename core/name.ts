const NAME = /^[a-z][a-z0-9_-]{0,62}$/;

/** What a project, queue or type may be called, for error messages. */
export const NAME_FORMAT = "a lower-case letter, then at most 62 of a-z 0-9 _ -";

/**
 * Whether `text` may name a project, a queue or a task type. Such a name is one token of a NATS subject:
 * no dot, wildcard or white space can come in through it.
 */
export function isName(text: string): boolean {
  return NAME.test(text);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether `text` is a task id: a UUID of any version (RFC 9562), in lower case. */
export function isTaskId(text: string): boolean {
  return UUID.test(text);
}
