import type { Command } from "commander";
import type { Client } from "../../sdk/client.ts";
import type { TaskEvent } from "../../sdk/task.ts";
import type { CommandContext } from "../command-context.ts";
import { countValue } from "../option-values.ts";
import { type OutputFormat, printJsonLine } from "../output.ts";
import { describeEvent } from "../task-text.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { exitCodeOf, withClient } from "../with-client.ts";

/** `longshore task watch`: one line for each event until the task has ended; exits by how it ended. */
export function addTaskWatch(task: Command, { terminal, finish }: CommandContext): void {
  task
    .command("watch")
    .description("show what happens to a task until it has ended, one line for each event")
    .argument("<id>", "the task")
    .option("--after <number>", "only what came after the event with this number", countValue, 0)
    .action(async (taskId: string, { after }: { readonly after: number }, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const last = await printEvents(client, taskId, after, terminal, output);
        finish(exitCodeOf(last ?? (await client.getTask(taskId, { view: "BASIC" }))));
      });
    });
}

async function printEvents(
  client: Client,
  taskId: string,
  afterEvent: number,
  terminal: Terminal,
  output: OutputFormat,
): Promise<TaskEvent | undefined> {
  const style = styleOf(terminal);
  let last: TaskEvent | undefined;
  for await (const event of client.watchTask(taskId, { afterEvent })) {
    if (output === "json") printJsonLine(terminal, event);
    else terminal.out(describeEvent(event, style));
    last = event;
  }
  return last;
}
