import type { Command } from "commander";
import { runBulk } from "../bulk.ts";
import type { CommandContext } from "../command-context.ts";
import { usageError } from "../exit.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../filter-options.ts";
import { printTask } from "../output.ts";
import { withClient } from "../with-client.ts";

interface CancelOptions extends FilterOptions {
  readonly reason?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** `longshore task cancel`: one task, or all that a filter lets through. */
export function addTaskCancel(task: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    task
      .command("cancel")
      .description("cancel a task, or many: one that waits never starts, one that runs is told to stop")
      .argument("[id]", "the task"),
  )
    .option("--state <state>", "only in this state, such as QUEUED")
    .option("--reason <text>", "why, for the timeline and the handler")
    .option("--dry-run", "only count, and show some")
    .option("--yes", "needed to cancel by a filter")
    .action(async (taskId: string | undefined, options: CancelOptions, command: Command) => {
      const filter = filterOf(options);
      if ((taskId === undefined) === (filter === undefined))
        throw usageError("name one task, or choose some by --filter, --state, --type, --queue or --label");
      const reason = options.reason === undefined ? {} : { reason: options.reason };
      await withClient(command, terminal, async (client, { output }) => {
        if (taskId !== undefined) printTask(terminal, output, await client.cancelTask(taskId, reason));
        else {
          await runBulk(
            (page) => client.cancelTasks(filter ?? "", { ...page, ...reason }),
            { verb: "cancel", done: "cancelled" },
            { dryRun: options.dryRun === true, mustConfirm: options.yes !== true },
            terminal,
            output,
          );
        }
      });
    });
}
