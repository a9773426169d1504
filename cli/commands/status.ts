import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { ApiError } from "../../sdk/api-error.ts";
import type { Client } from "../../sdk/client.ts";
import type { CommandContext } from "../command-context.ts";
import { EXIT } from "../exit.ts";
import { limitValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { formatStatus, type Status } from "../status-text.ts";
import { styleOf } from "../terminal.ts";
import { withClient } from "../with-client.ts";

/** How often `top` looks, in milliseconds, and how far back. */
const LOOK_MS = 2_000;
const WINDOW_MS = 300_000;

/** Draws from the upper left corner, on an empty screen. */
const CLEAR = "\u001b[H\u001b[2J";

/** `longshore status` and `longshore top`: how all of it is, once or again and again. */
export function addStatusCommands(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command("status")
    .description(
      "show what is wrong, the tasks, the queues and the workers; ends with 1 when something critical is wrong",
    )
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const status = await readStatus(client);
        if (output === "json") printJson(terminal, status);
        else terminal.out(formatStatus(status, Date.now(), styleOf(terminal)));
        if (status.alerts?.health === "unhealthy") finish(EXIT.error);
      });
    });
  program
    .command("top")
    .description("the same, drawn anew every two seconds until Ctrl-C")
    .option("--count <times>", "end after so many times", limitValue)
    .action(async ({ count = Number.POSITIVE_INFINITY }: { readonly count?: number }, command: Command) => {
      await withClient(command, terminal, async (client) => {
        for (let times = 1; ; times++) {
          const text = formatStatus(await readStatus(client), Date.now(), styleOf(terminal));
          terminal.out(terminal.isInteractive ? `${CLEAR}${text}` : text);
          if (times >= count) return;
          await pause(LOOK_MS);
        }
      });
    });
}

async function readStatus(client: Client): Promise<Status> {
  const [count, queues, workers, alerts, statistics] = await Promise.all([
    client.countTasks(),
    client.listQueues(),
    client.listWorkers(),
    ofMonitor(client.listAlerts()),
    ofMonitor(client.getTaskStatistics({ windowMs: WINDOW_MS })),
  ]);
  return {
    count,
    queues,
    workers,
    ...(alerts !== undefined && { alerts }),
    ...(statistics !== undefined && { statistics }),
  };
}

/** What a monitor says; undefined when there is none. */
async function ofMonitor<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.reason === "INDEX_UNAVAILABLE") return undefined;
    throw error;
  }
}
