import { type Command, InvalidArgumentError, Option } from "commander";
import type { Client } from "../../sdk/client.ts";
import type { Queue, QueueChanges } from "../../sdk/queue.ts";
import { runBulk } from "../bulk.ts";
import type { CommandContext } from "../command-context.ts";
import { usageError } from "../exit.ts";
import { countValue, durationValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { describeQueue, formatQueues } from "../queue-text.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { withClient } from "../with-client.ts";

/** `longshore queue list|get|pause|resume|update|purge`: how the queues are, and what holds for them. */
export function addQueueCommands(program: Command, context: CommandContext): void {
  const queue = program.command("queue").description("see and steer queues (of all projects)");
  addList(queue, context);
  addGet(queue, context);
  addPause(queue, context);
  addResume(queue, context);
  addUpdate(queue, context);
  addPurge(queue, context);
}

function addList(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("list")
    .description("list the queues: what waits and runs, what holds for them, who serves them")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const queues = await client.listQueues();
        if (output === "json") printJson(terminal, { queues });
        else if (queues.length === 0)
          terminal.err("There is no queue yet: longshore worker --tasks module.ts");
        else terminal.out(formatQueues(queues, new Date(), styleOf(terminal)));
      });
    });
}

function addGet(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("get")
    .description("show a queue with its settings")
    .argument("<queue>", "the queue")
    .action((name: string, _options: unknown, command: Command) =>
      show(command, terminal, (client) => client.getQueue(name)),
    );
}

interface PauseOptions {
  readonly for?: number;
  readonly until?: Date;
  readonly reason?: string;
}

function addPause(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("pause")
    .description("pause a queue: its tasks wait, what runs goes on")
    .argument("<queue>", "the queue")
    .option("--for <duration>", "go on by itself after so long", durationValue)
    .option("--until <time>", "go on by itself then (RFC 3339)", timeValue)
    .option("--reason <text>", "why, for others")
    .action((name: string, options: PauseOptions, command: Command) => {
      const { for: forMs, reason } = options;
      if (forMs !== undefined && options.until !== undefined)
        throw usageError("say --for or --until, not both");
      const until = forMs === undefined ? options.until : new Date(Date.now() + forMs);
      return show(command, terminal, (client) => client.pauseQueue(name, { until, reason }));
    });
}

function addResume(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("resume")
    .description("let a paused queue go on")
    .argument("<queue>", "the queue")
    .action((name: string, _options: unknown, command: Command) =>
      show(command, terminal, (client) => client.resumeQueue(name)),
    );
}

interface UpdateOptions {
  readonly maxRunning?: number | "none";
  readonly rate?: number | "none";
  readonly burst?: number;
  readonly defaultPriority?: "high" | "normal" | "low" | "none";
  readonly maxDepth?: number | "none";
}

function addUpdate(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("update")
    .description(
      "change what holds for a queue, on all workers within 2 seconds; `none` takes a setting away",
    )
    .argument("<queue>", "the queue")
    .option("--max-running <number>", "tasks that may run at once, over all workers", limitValue)
    .option("--rate <per second>", "starts a second, over all workers", rateValue)
    .option("--burst <number>", "with --rate: starts at once after a pause (default: 1)", countValue)
    .addOption(
      new Option("--default-priority <priority>", "for tasks that name none").choices([
        "high",
        "normal",
        "low",
        "none",
      ]),
    )
    .option("--max-depth <number>", "tasks that may wait before more are refused", limitValue)
    .action((name: string, options: UpdateOptions, command: Command) => {
      const changes = readChanges(options);
      return show(command, terminal, (client) => client.updateQueue(name, changes));
    });
}

function readChanges({ maxRunning, rate, burst, defaultPriority, maxDepth }: UpdateOptions): QueueChanges {
  if (burst !== undefined && (rate === undefined || rate === "none"))
    throw usageError("--burst goes with --rate");
  const rateLimit = noneAsNull(rate);
  return {
    maxRunning: noneAsNull(maxRunning),
    maxDepth: noneAsNull(maxDepth),
    ...(rateLimit !== undefined && {
      rateLimit: rateLimit === null ? null : { perSecond: rateLimit, burst },
    }),
    ...(defaultPriority !== undefined && { defaultPriority: noneAsNull(defaultPriority) }),
  };
}

/** The parser of the command line makes an empty text of null: so `none` is a word until here. */
function noneAsNull<T>(value: T): Exclude<T, "none"> | null {
  return value === "none" ? null : (value as Exclude<T, "none">);
}

interface PurgeOptions {
  readonly reason?: string;
  readonly includeDelayed?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

function addPurge(queue: Command, { terminal }: CommandContext): void {
  queue
    .command("purge")
    .description("cancel the tasks of your project that wait in a queue; what runs goes on")
    .argument("<queue>", "the queue")
    .option("--include-delayed", "those that are due later as well")
    .option("--reason <text>", "why, for the timeline")
    .option("--dry-run", "only count, and show some")
    .option("--yes", "needed to cancel them")
    .action((name: string, options: PurgeOptions, command: Command) =>
      withClient(command, terminal, (client, { output }) => {
        const { reason, includeDelayed } = options;
        return runBulk(
          (page) => client.purgeQueue(name, { ...page, reason, includeDelayed }),
          { verb: "cancel", done: "cancelled" },
          { dryRun: options.dryRun === true, mustConfirm: options.yes !== true },
          terminal,
          output,
        );
      }),
    );
}

function show(command: Command, terminal: Terminal, ask: (client: Client) => Promise<Queue>): Promise<void> {
  return withClient(command, terminal, async (client, { output }) => {
    const queue = await ask(client);
    if (output === "json") printJson(terminal, queue);
    else terminal.out(describeQueue(queue, new Date(), styleOf(terminal)));
  });
}

function limitValue(text: string): number | "none" {
  return text === "none" ? "none" : countValue(text);
}

function rateValue(text: string): number | "none" {
  if (text === "none") return "none";
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It must be a number, or none.");
  return Number(text);
}

function timeValue(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("It must be a time such as 2026-01-31T08:00:00Z.");
  return time;
}
