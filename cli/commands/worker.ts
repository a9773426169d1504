import type { Command } from "commander";
import type { Client } from "../../sdk/client.ts";
import type { Scaled, Worker } from "../../sdk/worker.ts";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { usageError } from "../exit.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { type Style, styleOf } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";
import { withClient } from "../with-client.ts";

/** A worker speaks every 5 s; one that has been silent for three times as long is cut off, or was killed. Milliseconds. */
const SILENT_MS = 15_000;

interface ScaleOptions extends GlobalOptions {
  readonly all?: true;
  readonly concurrency?: string;
  readonly pool?: string;
}

/** `longshore worker list|scale`: what the workers do, and how much at once. */
export function addWorkerCommands(worker: Command, context: CommandContext): void {
  addList(worker, context);
  addScale(worker, context);
  addDrain(worker, context);
}

function addList(worker: Command, { terminal }: CommandContext): void {
  worker
    .command("list")
    .description("list the workers, what they serve and what they run; tasks of other projects are counted")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const workers = await client.listWorkers();
        if (output === "json") printJson(terminal, { workers });
        else if (workers.length === 0) terminal.err("No worker runs: longshore worker --tasks module.ts");
        else terminal.out(formatWorkers(workers, new Date(), styleOf(terminal)));
      });
    });
}

function addScale(worker: Command, { terminal }: CommandContext): void {
  worker
    .command("scale")
    .description("change how many tasks a worker runs at once, until it ends; none of what runs is killed")
    .argument("[worker]", "its id, as `worker list` shows it")
    .option("--all", "every worker that has the pool")
    .option("--concurrency <number>", "tasks at once (required)")
    .option("--pool <pool>", "prefork, inline or exec (default: the worker's only pool, or prefork)")
    .action(async (workerId: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ScaleOptions>();
      const concurrency = readConcurrency(options, command);
      if ((workerId === undefined) === (options.all === undefined))
        throw usageError("name one worker, or say --all");
      await withClient(command, terminal, async (client, { output }) => {
        const ids = workerId === undefined ? await workersWith(client, options.pool) : [workerId];
        if (ids.length === 0) terminal.err(`No worker has ${options.pool ?? "a pool to scale"}.`);
        for (const id of ids) {
          const { pool } = options;
          const scaled = await client.scaleWorker(id, concurrency, pool === undefined ? {} : { pool });
          if (output === "json") printJson(terminal, { workerId: id, ...scaled });
          else terminal.out(describeScaled(id, scaled));
        }
      });
    });
}

function addDrain(worker: Command, { terminal }: CommandContext): void {
  worker
    .command("drain")
    .description("have a worker take no more tasks; what it runs goes on")
    .argument("<worker>", "its id, as `worker list` shows it")
    .action(async (workerId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const running = await client.drainWorker(workerId);
        if (output === "json") printJson(terminal, { workerId, running });
        else terminal.out(`${workerId}: takes no more tasks, ${running} still run`);
      });
    });
  worker
    .command("resume")
    .description("have a worker take tasks again that was drained")
    .argument("<worker>", "its id, as `worker list` shows it")
    .action(async (workerId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        await client.resumeWorker(workerId);
        if (output === "json") printJson(terminal, { workerId });
        else terminal.out(`${workerId}: takes tasks`);
      });
    });
}

/**
 * `--concurrency` is a flag of the command above as well, which runs a worker and reads it first: so its value comes as text,
 * from there, and that it is required is checked here.
 */
function readConcurrency({ concurrency }: ScaleOptions, command: Command): number {
  if (concurrency === undefined)
    return command.error("error: required option '--concurrency <number>' not specified");
  if (!/^\d{1,9}$/.test(concurrency))
    throw usageError(`--concurrency ${JSON.stringify(concurrency)}: it must be a whole number`);
  return Number(concurrency);
}

/** The ids of the workers that have a pool of this kind, or any; those that are stopping have none to scale. */
async function workersWith(client: Client, pool: string | undefined): Promise<readonly string[]> {
  const workers = await client.listWorkers();
  return workers
    .filter(({ state }) => state !== "DRAINING")
    .filter(({ pools }) => pool === undefined || pools.some((candidate) => candidate.pool === pool))
    .map(({ workerId }) => workerId);
}

function describeScaled(workerId: string, { pool, concurrency, previousConcurrency }: Scaled): string {
  return `${workerId}: ${pool} runs ${concurrency} at once (before: ${previousConcurrency})`;
}

/** A row a worker, then what is wrong with any of them. */
function formatWorkers(workers: readonly Worker[], now: Date, style: Style): string {
  const rows = workers.map((worker) => toRow(worker, now));
  const problems = workers.flatMap(({ workerId, problems: found }) =>
    found.map((problem) => `${style("yellow", "!")} ${workerId}: ${problem}`),
  );
  return [formatTable(HEADER, rows, style), ...problems].join("\n");
}

const HEADER = ["WORKER", "STATE", "SEEN", "BUSY", "RUNNING", "OLDEST", "MEMORY", "VERSION", "QUEUES"];

function toRow(worker: Worker, now: Date): string[] {
  const silentMs = Math.max(0, now.getTime() - worker.heartbeatTime.getTime());
  const oldest = worker.running[0];
  return [
    worker.workerId,
    silentMs > SILENT_MS ? "silent" : worker.state.toLowerCase(),
    `${formatElapsed(silentMs)} ago`,
    worker.pools.map(({ pool, size, free }) => `${pool} ${size - free}/${size}`).join(", "),
    String(worker.running.length + worker.otherRunningCount),
    oldest === undefined ? "" : `${formatElapsed(oldest.ageMs)} ${oldest.type}`,
    `${Math.round(worker.memoryRssBytes / 1024 ** 2)} MiB`,
    worker.longshoreVersion,
    worker.queues.join(","),
  ];
}
