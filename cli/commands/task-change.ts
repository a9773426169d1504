import { type Command, Option } from "commander";
import { PRIORITIES, type Priority } from "../../core/task.ts";
import type { TaskUpdate } from "../../sdk/change-calls.ts";
import type { CommandContext } from "../command-context.ts";
import { usageError } from "../exit.ts";
import { durationValue, labelValue, timeValue } from "../option-values.ts";
import { printTask } from "../output.ts";
import { readNewPayload } from "../payload-option.ts";
import { withClient } from "../with-client.ts";

interface UpdateOptions {
  readonly at?: Date;
  readonly delay?: number;
  readonly priority?: Priority;
  readonly payload?: string;
  readonly payloadFile?: string;
  readonly label?: Readonly<Record<string, string>>;
}

/** `longshore task update|run|retry`: changes of one task. */
export function addTaskChanges(task: Command, context: CommandContext): void {
  addUpdate(task, context);
  addRun(task, context);
  addRetry(task, context);
}

function addUpdate(task: Command, { terminal }: CommandContext): void {
  task
    .command("update")
    .description("change a task that has not started: when, how urgent, with what")
    .argument("<id>", "the task")
    .addOption(new Option("--at <time>", "when it may start").conflicts("delay").argParser(timeValue))
    .option("--delay <duration>", "how long from now it may start; 0s is at once", durationValue)
    .addOption(new Option("--priority <level>", "how urgent it is").choices(PRIORITIES))
    .addOption(new Option("--payload <json>", "the input of the handler").conflicts("payloadFile"))
    .option("--payload-file <path>", "a file that holds it")
    .option(
      "--label <key=value>",
      "a label to set, or to remove with key=; may be given several times",
      labelValue,
    )
    .action(async (taskId: string, options: UpdateOptions, command: Command) => {
      const update = await toUpdate(options);
      if (Object.keys(update).length === 0) throw usageError("say what to change: task update --help");
      await withClient(command, terminal, async (client, { output }) => {
        printTask(terminal, output, await client.updateTask(taskId, update));
      });
    });
}

async function toUpdate(options: UpdateOptions): Promise<TaskUpdate> {
  const { at, delay, priority, label } = options;
  return {
    ...(await readNewPayload(options)),
    ...(at !== undefined && { scheduleTime: at }),
    ...(delay !== undefined && { delayMs: delay }),
    ...(priority !== undefined && { priority }),
    ...(label !== undefined && { labels: label }),
  };
}

function addRun(task: Command, { terminal }: CommandContext): void {
  task
    .command("run")
    .description("start a task now that waits for its time or for its retry")
    .argument("<id>", "the task")
    .action(async (taskId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        printTask(terminal, output, await client.runTask(taskId));
      });
    });
}

interface RetryOptions {
  readonly reason?: string;
  readonly payload?: string;
  readonly payloadFile?: string;
}

function addRetry(task: Command, { terminal }: CommandContext): void {
  task
    .command("retry")
    .description("do a task again that has ended without success: same id, new attempts")
    .argument("<id>", "the task")
    .option("--reason <text>", "why, for its timeline")
    .addOption(new Option("--payload <json>", "another input than it had").conflicts("payloadFile"))
    .option("--payload-file <path>", "a file that holds it")
    .action(async (taskId: string, options: RetryOptions, command: Command) => {
      const { reason } = options;
      const payload = await readNewPayload(options);
      await withClient(command, terminal, async (client, { output }) => {
        const retried = await client.retryTask(taskId, {
          ...payload,
          ...(reason !== undefined && { reason }),
        });
        printTask(terminal, output, retried);
      });
    });
}
