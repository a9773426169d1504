import type { BulkChange, BulkOptions } from "../sdk/list-calls.ts";
import { CommandError, usageError } from "./exit.ts";
import { type OutputFormat, printJson } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** A change of many tasks, call by call. */
export type BulkCall = (options: Pick<BulkOptions, "dryRun" | "pageToken" | "limit">) => Promise<BulkChange>;

/** Words for what is done: `cancel`, `cancelled`. */
export interface BulkWords {
  readonly verb: string;
  readonly done: string;
}

/** So many a call: large enough to be few calls, small enough to see it go on. */
const LIMIT = 1_000;
const DRY_LIMIT = 10_000;

/**
 * Carries a change of many tasks through, however many calls that takes, and tells what became of them. A dry run tells how
 * many there are. Throws CommandError when some could not be changed.
 *
 * @param mustConfirm whether a change is refused, with the number of tasks in the message
 */
export async function runBulk(
  call: BulkCall,
  words: BulkWords,
  { dryRun, mustConfirm }: { readonly dryRun: boolean; readonly mustConfirm: boolean },
  terminal: Terminal,
  output: OutputFormat,
): Promise<void> {
  const countOnly = dryRun || mustConfirm;
  const total = await carryThrough(call, countOnly, words, terminal);
  if (mustConfirm && !dryRun && total.matched > 0) {
    throw usageError(
      `this would ${words.verb} ${countOf(total.matched)}: say --yes to do it, or --dry-run to see some of them`,
    );
  }
  if (output === "json") {
    const { firstError, ...counts } = total;
    printJson(terminal, { ...counts, ...(firstError && { firstError: firstError.message }) });
  } else if (countOnly) {
    terminal.out(`would ${words.verb} ${countOf(total.matched)}`);
    for (const id of total.sampleTaskIds) terminal.out(`  ${id}`);
    if (total.matched > total.sampleTaskIds.length && total.sampleTaskIds.length > 0) terminal.out("  …");
  } else terminal.out(`${words.done} ${countOf(total.changed)}`);
  if (total.failed > 0) {
    const why = total.firstError === undefined ? "" : `, the first one: ${total.firstError.message}`;
    throw new CommandError(`${countOf(total.failed)} could not be changed${why}`);
  }
}

async function carryThrough(
  call: BulkCall,
  dryRun: boolean,
  { done }: BulkWords,
  terminal: Terminal,
): Promise<BulkChange> {
  const limit = dryRun ? DRY_LIMIT : LIMIT;
  let total = await call({ dryRun, limit });
  while (total.nextPageToken !== undefined) {
    if (!dryRun && terminal.isInteractive) terminal.err(`${done} ${countOf(total.changed)} so far`);
    total = add(total, await call({ dryRun, limit, pageToken: total.nextPageToken }));
  }
  return total;
}

function add(before: BulkChange, next: BulkChange): BulkChange {
  const firstError = before.firstError ?? next.firstError;
  return {
    matched: before.matched + next.matched,
    changed: before.changed + next.changed,
    failed: before.failed + next.failed,
    ...(firstError !== undefined && { firstError }),
    sampleTaskIds: [...before.sampleTaskIds, ...next.sampleTaskIds].slice(0, 20),
    ...(next.nextPageToken !== undefined && { nextPageToken: next.nextPageToken }),
  };
}

function countOf(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}
