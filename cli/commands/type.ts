import type { Command } from "commander";
import { formatDuration } from "../../core/duration.ts";
import type { RegisteredType } from "../../sdk/registered-type.ts";
import type { CommandContext } from "../command-context.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { withClient } from "../with-client.ts";

/** `longshore type list`: the task types that workers have registered. */
export function addTypeCommands(program: Command, { terminal }: CommandContext): void {
  const type = program.command("type").description("see which types of tasks there are");
  type
    .command("list")
    .description("list the task types that workers have registered; as JSON with their payload schemas")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const taskTypes = await client.listTaskTypes();
        if (output === "json") printJson(terminal, { taskTypes });
        else if (taskTypes.length === 0) {
          terminal.err("No worker has registered a task type yet: longshore worker --tasks module.ts");
        } else terminal.out(formatTable(HEADER, taskTypes.map(toRow), styleOf(terminal)));
      });
    });
}

const HEADER = ["TYPE", "QUEUE", "PRIORITY", "POOL", "SOFT", "HARD", "RETRIES", "DESCRIPTION"];

function toRow(type: RegisteredType): string[] {
  return [
    type.type,
    type.queue,
    type.priority,
    type.pool,
    formatDuration(type.softLimitMs),
    formatDuration(type.hardLimitMs),
    String(type.retry.maxRetries),
    type.description ?? "",
  ];
}
