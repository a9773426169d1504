import type { Command } from "commander";
import type { FeedEvent } from "../../sdk/feed.ts";
import type { CommandContext } from "../command-context.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../filter-options.ts";
import { timeValue } from "../option-values.ts";
import { printJsonLine } from "../output.ts";
import { plainText } from "../plain-text.ts";
import { describeEvent } from "../task-text.ts";
import { type Style, styleOf } from "../terminal.ts";
import { formatTime } from "../time-text.ts";
import { withClient } from "../with-client.ts";

interface EventsOptions extends FilterOptions {
  readonly after?: string;
  readonly since?: Date;
}

/** `longshore events`: one line for each event of all tasks, as they happen. */
export function addEvents(program: Command, { terminal }: CommandContext): void {
  addFilterOptions(
    program
      .command("events")
      .description("show what happens to all tasks, one line for each event, until you stop it"),
  )
    .option("--state <state>", "only events after which a task is in this state, such as FAILED")
    .option("--after <position>", "go on after this position, as --output json shows it")
    .option("--since <time>", "begin with the events of this time", timeValue)
    .action(async (options: EventsOptions, command: Command) => {
      const { after, since } = options;
      await withClient(command, terminal, async (client, { output }) => {
        const events = client.watchTasks(filterOf(options) ?? "", {
          ...(after !== undefined && { position: after }),
          ...(since !== undefined && { startTime: since }),
          onGap: (from) =>
            terminal.err(
              `Tasks may be missing that began, ended and were forgotten since ${formatTime(from)}.`,
            ),
        });
        for await (const event of events) {
          if (output === "json") printJsonLine(terminal, event);
          else terminal.out(describe(event, styleOf(terminal)));
        }
      });
    });
}

function describe({ taskId, type, event }: FeedEvent, style: Style): string {
  return `${plainText(taskId)}  ${plainText(type)}  ${describeEvent(event, style)}`;
}
