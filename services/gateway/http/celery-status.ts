/** The states that the Celery service called by other words. */
const WORDS: Readonly<Record<string, string>> = { SUCCEEDED: "completed" };

/** A state of a task as the Celery service called it. */
export function celeryStatus(state: string): string {
  return WORDS[state] ?? state.toLowerCase();
}
