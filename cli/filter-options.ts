import type { Command } from "commander";
import type { Comparison } from "../core/task-filter/filter.ts";
import { printFilter } from "../core/task-filter/print.ts";
import { labelValue } from "./option-values.ts";

/** The options by which commands choose tasks. */
export interface FilterOptions {
  readonly filter?: string;
  readonly state?: string;
  readonly type?: string;
  readonly queue?: string;
  readonly label?: Readonly<Record<string, string>>;
}

/** Adds these options to a command; a task must fit all that are given. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--filter <filter>", 'which tasks, such as: error.reason = HARD_LIMIT AND type = "mail*"')
    .option("--type <type>", "only of this type")
    .option("--queue <queue>", "only of this queue")
    .option("--label <key=value>", "only with this label; may be given several times", labelValue);
}

/** One filter for all that was given; undefined when nothing was. */
export function filterOf(options: FilterOptions): string | undefined {
  const { filter, state, type, queue, label = {} } = options;
  const labels = Object.entries(label).map(([key, value]) => equal(`labels.${key}`, value));
  const parts = [
    // First and as it is, so that places in an error are right; AND binds loosest, so it needs no parentheses.
    ...(filter === undefined || filter.trim() === "" ? [] : [filter]),
    ...(state === undefined ? [] : [equal("state", state)]),
    ...(type === undefined ? [] : [equal("type", type)]),
    ...(queue === undefined ? [] : [equal("queue", queue)]),
    ...labels,
  ];
  return parts.length === 0 ? undefined : parts.join(" AND ");
}

/** A comparison as text. Whether the field and the value can be, the gateway says. */
export function equal(field: Comparison["field"], value: string): string {
  return printFilter({ kind: "compare", field, operator: "=", value });
}
