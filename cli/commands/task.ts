import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { EXIT } from "../exit.ts";
import { durationValue } from "../option-values.ts";
import { printTask } from "../output.ts";
import { exitCodeOf, withClient } from "../with-client.ts";
import { addTaskCancel } from "./task-cancel.ts";
import { addTaskChanges } from "./task-change.ts";
import { addTaskCount, addTaskList } from "./task-list.ts";
import { addTaskLogs } from "./task-logs.ts";
import { addTaskStats } from "./task-stats.ts";
import { addTaskSubmit } from "./task-submit.ts";
import { addTaskWatch } from "./task-watch.ts";

/** `longshore task …`: submit, get, wait, watch, logs, cancel, list, count, stats, update, run, retry. */
export function addTaskCommands(program: Command, context: CommandContext): void {
  const task = program.command("task").description("submit tasks, and see and steer what becomes of them");
  addTaskSubmit(task, context);
  addTaskGet(task, context);
  addTaskWait(task, context);
  addTaskWatch(task, context);
  addTaskLogs(task, context);
  addTaskCancel(task, context);
  addTaskList(task, context);
  addTaskCount(task, context);
  addTaskStats(task, context);
  addTaskChanges(task, context);
}

function addTaskGet(task: Command, { terminal }: CommandContext): void {
  task
    .command("get")
    .description("show a task with its payload, result and timeline")
    .argument("<id>", "the task")
    .action(async (taskId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        printTask(terminal, output, await client.getTask(taskId));
      });
    });
}

function addTaskWait(task: Command, { terminal, finish }: CommandContext): void {
  task
    .command("wait")
    .description(
      `wait until a task has ended, and show it; exits with ${EXIT.taskFailed} when it did not succeed`,
    )
    .argument("<id>", "the task")
    .option("--timeout <duration>", `how long at most; after that exits with ${EXIT.timeout}`, durationValue)
    .action(async (taskId: string, { timeout }: { readonly timeout?: number }, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const result = await client.waitTask(taskId, timeout === undefined ? {} : { timeoutMs: timeout });
        printTask(terminal, output, result);
        finish(exitCodeOf(result));
      });
    });
}
