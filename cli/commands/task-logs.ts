import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { describeLogLine } from "../log-text.ts";
import { countValue } from "../option-values.ts";
import { printJsonLine } from "../output.ts";
import { styleOf } from "../terminal.ts";
import { withClient } from "../with-client.ts";

interface LogsOptions {
  readonly follow?: true;
  readonly attempt?: number;
  readonly tail?: number;
}

/** `longshore task logs`: what a task has logged and printed, one line for each; with `-f` until it has ended. */
export function addTaskLogs(task: Command, { terminal }: CommandContext): void {
  task
    .command("logs")
    .description("show what a task has logged and printed: of each attempt the last 1000 lines are kept")
    .argument("<id>", "the task")
    .option("-f, --follow", "go on with new lines until the task has ended")
    .option("--attempt <number>", "only the lines of this attempt, from 1", countValue)
    .option("--tail <count>", "with how many of the last lines to begin (default: 1000)", countValue)
    .action(async (taskId: string, options: LogsOptions, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const style = styleOf(terminal);
        for await (const line of client.tailTaskLogs(taskId, options)) {
          if (output === "json") printJsonLine(terminal, line);
          else terminal.out(describeLogLine(line, style));
        }
      });
    });
}
