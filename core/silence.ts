import { parseJsonObject } from "./json-object.ts";
/** Keeps alerts quiet for a while: nobody is told of those that it fits, and lists mark them. */
export interface Silence {
  /** The form of this entry; a reader leaves out what it does not know. */
  readonly version: 1;
  readonly id: string;
  /** The rule whose alerts it fits. */
  readonly alert: string;
  /** Labels that the alert must have; empty fits all of the rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly until: string;
  /** The id of the key that made it. */
  readonly by: string;
  /** Why, in the words of whoever made it. */
  readonly reason: string;
}

/** Whether a silence keeps an alert quiet at a time, in milliseconds since 1970. */
export function fitsSilence(
  { alert, labels, until }: Silence,
  { name, labels: given }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  nowMs: number,
): boolean {
  if (alert !== name || Date.parse(until) <= nowMs) return false;
  return Object.entries(labels).every(([key, value]) => given[key] === value);
}

/** Reads a silence; undefined when it is none, or of a version that this program does not know. */
export function decodeSilence(text: string): Silence | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { version, id, alert, labels, until } = value as Partial<Record<keyof Silence, unknown>>;
  const isOurs =
    version === 1 &&
    typeof id === "string" &&
    typeof alert === "string" &&
    typeof labels === "object" &&
    labels !== null &&
    typeof until === "string";
  return isOurs ? (value as unknown as Silence) : undefined;
}
