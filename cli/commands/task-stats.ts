import type { Command } from "commander";
import { formatDuration } from "../../core/duration.ts";
import type { DurationStatistics, TaskCounts, TaskStatistics } from "../../sdk/statistics-calls.ts";
import type { CommandContext } from "../command-context.ts";
import { durationValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";
import { withClient } from "../with-client.ts";

/** `longshore task stats`: what happened to tasks lately. */
export function addTaskStats(task: Command, { terminal }: CommandContext): void {
  task
    .command("stats")
    .description("show how many tasks of each type came, ended and failed lately, and how long they took")
    .option("--window <duration>", "how far to look back, 1m to 1d (default: 1h)", durationValue)
    .action(async ({ window }: { readonly window?: number }, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const statistics = await client.getTaskStatistics({ windowMs: window });
        if (output === "json") {
          printJson(terminal, statistics);
          return;
        }
        terminal.out(formatTable(HEADER, toRows(statistics), styleOf(terminal)));
        terminal.err(
          `The last ${formatDuration(statistics.windowMs)}; numbers may be ${formatElapsed(statistics.indexLagMs)} old.`,
        );
      });
    });
}

const HEADER = [
  "TYPE",
  "SUBMITTED",
  "STARTED",
  "SUCCEEDED",
  "FAILED",
  "RETRIED",
  "CANCELLED",
  "EXPIRED",
  "WAIT P95",
  "RUN P95",
];

function toRows({ types, all }: TaskStatistics): string[][] {
  return [...types.map((counts) => toRow(counts.type, counts)), toRow("all", all)];
}

function toRow(name: string, counts: TaskCounts): string[] {
  const { submitted, started, succeeded, failed, retried, cancelled, expired, wait, run } = counts;
  const numbers = [submitted, started, succeeded, failed, retried, cancelled, expired];
  return [name, ...numbers.map(String), atMost(wait), atMost(run)];
}

function atMost(duration: DurationStatistics | null): string {
  return duration === null ? "-" : formatElapsed(duration.p95 * 1_000);
}
