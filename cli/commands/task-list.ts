import type { Command } from "commander";
import type { Task } from "../../sdk/task.ts";
import type { CommandContext } from "../command-context.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../filter-options.ts";
import { listPages } from "../list-pages.ts";
import { limitValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { plainText } from "../plain-text.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { formatAge } from "../time-text.ts";
import { withClient } from "../with-client.ts";

/** How many tasks are listed unless more are asked for. */
export const DEFAULT_LIST_LIMIT = 50;

/** `longshore task list`: which tasks there are. */
export function addTaskList(task: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    task
      .command("list")
      .description("list tasks that wait, run, or have ended; docs/filters.md describes filters"),
  )
    .option("--state <state>", "only in this state, such as FAILED")
    .option("--limit <count>", `how many at most (default ${DEFAULT_LIST_LIMIT})`, limitValue)
    .action(async (options: FilterOptions & { readonly limit?: number }, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const { tasks, hasMore } = await listPages(
          client,
          filterOf(options),
          options.limit ?? DEFAULT_LIST_LIMIT,
        );
        if (output === "json") printJson(terminal, { tasks });
        else if (tasks.length === 0) terminal.err("No task matches.");
        else
          terminal.out(
            formatTable(
              HEADER,
              tasks.map((each) => toRow(each, Date.now())),
              styleOf(terminal),
            ),
          );
        if (hasMore) terminal.err(`There are more: --limit ${10 * tasks.length}`);
      });
    });
}

/** `longshore task count`: how many tasks there are. */
export function addTaskCount(task: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    task.command("count").description("count tasks by state; docs/filters.md describes filters"),
  )
    .option("--state <state>", "only in this state, such as FAILED")
    .action(async (options: FilterOptions, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const filter = filterOf(options);
        const count = await client.countTasks(filter === undefined ? {} : { filter });
        if (output === "json") printJson(terminal, count);
        else {
          const rows = Object.entries(count.counts).map(([state, n]) => [state, String(n)]);
          terminal.out(
            formatTable(["STATE", "TASKS"], [...rows, ["all", String(count.total)]], styleOf(terminal)),
          );
        }
        if (count.isPartial) terminal.err("There are more: not all tasks could be looked at in time.");
      });
    });
}

const HEADER = ["TASK", "TYPE", "STATE", "REASON", "ATTEMPT", "QUEUE", "AGE", "LABELS"];

function toRow(task: Task, nowMs: number): string[] {
  const labels = Object.entries(task.labels).map(([key, value]) => `${key}=${value}`);
  return [
    task.taskId,
    task.type,
    task.state,
    shortened(plainText(task.stateReason ?? "")),
    `${task.attempt}/${task.maxAttempts}`,
    task.queue,
    formatAge(nowMs - task.createTime.getTime()),
    plainText(labels.join(" ")),
  ];
}

/** A reason that somebody has given may be long. */
function shortened(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
