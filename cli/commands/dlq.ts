import type { Command } from "commander";
import type { Task } from "../../sdk/task.ts";
import { runBulk } from "../bulk.ts";
import type { CommandContext } from "../command-context.ts";
import { CommandError, EXIT, usageError } from "../exit.ts";
import { addFilterOptions, equal, type FilterOptions, filterOf } from "../filter-options.ts";
import { listPages } from "../list-pages.ts";
import { limitValue, rateValue } from "../option-values.ts";
import { printJson, printTask } from "../output.ts";
import { plainText } from "../plain-text.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { formatAge } from "../time-text.ts";
import { withClient } from "../with-client.ts";
import { DEFAULT_LIST_LIMIT } from "./task-list.ts";

/** `longshore dlq list|show|retry|purge`: the dead letters, which are the tasks that FAILED. */
export function addDlqCommands(program: Command, context: CommandContext): void {
  const dlq = program
    .command("dlq")
    .description("the dead letters: find, look at, do again, remove failed tasks");
  addList(dlq, context);
  addShow(dlq, context);
  addRetry(dlq, context);
  addPurge(dlq, context);
}

function addList(dlq: Command, { terminal }: CommandContext): void {
  addFilterOptions(dlq.command("list").description("list failed tasks, with why and how long ago"))
    .option("--limit <count>", `how many at most (default ${DEFAULT_LIST_LIMIT})`, limitValue)
    .action(async (options: FilterOptions & { readonly limit?: number }, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const filter = filterOf({ ...options, state: "FAILED" });
        const { tasks, hasMore } = await listPages(client, filter, options.limit ?? DEFAULT_LIST_LIMIT);
        if (output === "json") printJson(terminal, { tasks });
        else if (tasks.length === 0) terminal.err("No failed task matches.");
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

const HEADER = ["TASK", "TYPE", "REASON", "ATTEMPTS", "AGE", "ERROR"];

/** How much of an error is shown in a row. */
const ERROR_WIDTH = 60;

function toRow({ taskId, type, stateReason, error, attempt, finishTime }: Task, nowMs: number): string[] {
  const text = error === undefined ? "" : `${error.name}: ${error.message}`;
  const [line = ""] = plainText(text).split("\n");
  return [
    taskId,
    type,
    stateReason ?? "",
    String(attempt),
    finishTime === undefined ? "" : formatAge(nowMs - finishTime.getTime()),
    line.length > ERROR_WIDTH ? `${line.slice(0, ERROR_WIDTH - 1)}…` : line,
  ];
}

function addShow(dlq: Command, { terminal }: CommandContext): void {
  dlq
    .command("show")
    .description("show a failed task with its payload and the error of every attempt")
    .argument("<id>", "the task")
    .action(async (taskId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const task = await client.getTask(taskId);
        if (task.state !== "FAILED")
          throw new CommandError(`task ${taskId} is ${task.state}, not FAILED: longshore task get ${taskId}`);
        printTask(terminal, output, task);
      });
    });
}

interface BulkCommandOptions extends FilterOptions {
  readonly all?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason?: string;
  readonly rate?: number;
}

function addRetry(dlq: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    dlq
      .command("retry")
      .description("do failed tasks again: same ids, new attempts")
      .argument("[id]", "one task"),
  )
    .option("--all", "all failed tasks of the project")
    .option("--reason <text>", "why, for their timelines")
    .option("--rate <number>", "at most so many a second", rateValue)
    .option("--dry-run", "only count, and show some")
    .action(async (taskId: string | undefined, options: BulkCommandOptions, command: Command) => {
      const filter = failedOnly(taskId, options);
      const { dryRun, reason, rate } = options;
      await withClient(command, terminal, async (client, { output }) => {
        if (taskId !== undefined && dryRun !== true) {
          printTask(terminal, output, await client.retryTask(taskId, reason === undefined ? {} : { reason }));
          return;
        }
        const more = { ...(reason !== undefined && { reason }), ...(rate !== undefined && { rate }) };
        await runBulk(
          (page) => client.retryTasks(filter, { ...page, ...more }),
          { verb: "retry", done: "retried" },
          { dryRun: dryRun === true, mustConfirm: false },
          terminal,
          output,
        );
      });
    });
}

function addPurge(dlq: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    dlq
      .command("purge")
      .description("remove failed tasks for good, with payload and log")
      .argument("[id]", "one task"),
  )
    .option("--all", "all failed tasks of the project")
    .option("--dry-run", "only count, and show some")
    .option("--yes", "needed to remove more than one")
    .action(async (taskId: string | undefined, options: BulkCommandOptions, command: Command) => {
      const filter = failedOnly(taskId, options);
      await withClient(command, terminal, async (client, { output }) => {
        let matched = 0;
        await runBulk(
          async (page) => {
            const result = await client.purgeTasks(filter, page);
            matched += result.matched;
            return result;
          },
          { verb: "remove", done: "removed" },
          {
            dryRun: options.dryRun === true,
            mustConfirm: taskId === undefined && options.yes !== true,
          },
          terminal,
          output,
        );
        if (taskId !== undefined && matched === 0)
          throw new CommandError(`no failed task "${taskId}" in this project`, { exitCode: EXIT.notFound });
      });
    });
}

/** The filter for failed tasks among those that are chosen. Throws CommandError unless it is clear which. */
function failedOnly(taskId: string | undefined, options: BulkCommandOptions): string {
  const chosen = filterOf(options);
  const ways = [taskId, chosen, options.all].filter((way) => way !== undefined).length;
  if (ways !== 1)
    throw usageError("name one task, or choose some by --filter, --type, --queue or --label, or say --all");
  const failed = equal("state", "FAILED");
  if (taskId !== undefined) return `${failed} AND ${equal("task_id", taskId.toLowerCase())}`;
  return chosen === undefined ? failed : `${chosen} AND ${failed}`;
}
