import type { Task } from "./task.ts";

/** Tasks that failed in the same way. */
export interface FailureGroup {
  readonly type: string;
  readonly reason: string;
  /** The message with all that differs from task to task left out. */
  readonly fingerprint: string;
  /** The tasks, the one that failed last first. */
  readonly tasks: readonly Task[];
  /** What all their messages begin with. */
  readonly prefix: string;
}

/** Groups failed tasks by type, reason and the shape of the message, the largest group first. */
export function groupFailures(tasks: readonly Task[]): readonly FailureGroup[] {
  const groups = Map.groupBy(tasks, (task) =>
    JSON.stringify([task.type, reasonOf(task), fingerprint(messageOf(task))]),
  );
  return [...groups.values()]
    .map((some) => {
      const [first] = some as [Task];
      const newest = some.toSorted((a, b) => ((a.finishTime ?? "") < (b.finishTime ?? "") ? 1 : -1));
      return {
        type: first.type,
        reason: reasonOf(first),
        fingerprint: fingerprint(messageOf(first)),
        tasks: newest,
        prefix: commonPrefix(some.map(messageOf)),
      };
    })
    .toSorted((a, b) => b.tasks.length - a.tasks.length);
}

/** A filter for the failed tasks of a group, and of those like it that are not on the page. */
export function filterOf({ type, reason, prefix }: FailureGroup): string {
  const parts = ["state = FAILED", `type = ${quoted(type)}`, `error.reason = ${quoted(reason)}`];
  // A star at the end stands for any rest.
  if (prefix !== "") parts.push(`error.message = ${quoted(`${prefix}*`)}`);
  return parts.join(" AND ");
}

/** A message without what is likely to differ: numbers, ids and what stands in quotes. */
export function fingerprint(message: string): string {
  return message
    .slice(0, 300)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "…")
    .replace(/(["'`]).{1,100}?\1/g, "$1…$1")
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{12,}\b/gi, "…")
    .replace(/\d+/g, "…");
}

function reasonOf({ error, stateReason }: Task): string {
  return error?.reason ?? stateReason ?? "";
}

function messageOf({ error }: Task): string {
  return error?.message ?? "";
}

/** Cut before a star, which a filter would take for a sign. */
function commonPrefix(texts: readonly string[]): string {
  const [first = ""] = texts;
  let length = 0;
  while (length < first.length && length < 120 && texts.every((text) => text[length] === first[length]))
    length++;
  return first.slice(0, length).replace(/\*.*$/s, "");
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
