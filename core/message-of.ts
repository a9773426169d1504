/** What was thrown, as one text: the message of an error, anything else as it is written. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
