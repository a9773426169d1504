import { type Command, Option } from "commander";
import { PRIORITIES, type Priority } from "../../core/task.ts";
import { UNIQUE_POLICIES, type UniquePolicy } from "../../core/unique-key.ts";
import type { Client } from "../../sdk/client.ts";
import type { Submission } from "../../sdk/submission.ts";
import type { CommandContext } from "../command-context.ts";
import { EXIT, usageError } from "../exit.ts";
import { countValue, durationValue, labelValue, timeValue } from "../option-values.ts";
import { type OutputFormat, printJson } from "../output.ts";
import { parseJson, readNewPayload } from "../payload-option.ts";
import { plainText } from "../plain-text.ts";
import type { Terminal } from "../terminal.ts";
import { exitCodeOf, withClient } from "../with-client.ts";

interface SubmitOptions {
  readonly payload?: string;
  readonly payloadFile?: string;
  readonly id?: string;
  readonly queue?: string;
  readonly priority?: Priority;
  readonly delay?: number;
  readonly at?: Date;
  readonly startTimeout?: number;
  readonly totalTimeout?: number;
  readonly label?: Readonly<Record<string, string>>;
  readonly maxRetries?: number;
  readonly softLimit?: number;
  readonly hardLimit?: number;
  readonly resultTtl?: number;
  readonly uniqueKey?: string;
  readonly uniquePolicy?: UniquePolicy;
  readonly uniqueWindow?: number;
  /** True for as long as it takes, else milliseconds. */
  readonly wait?: true | number;
}

/** `longshore task submit`: prints the id of the new task, or with `--wait` its result. */
export function addTaskSubmit(task: Command, { terminal, finish }: CommandContext): void {
  task
    .command("submit")
    .description("submit a task; prints its id, or with --wait its result")
    .argument("<type>", "which handler is to run it; `longshore type list` shows all")
    .argument("[input]", '"-" reads the payload from standard input')
    .addOption(
      new Option("--payload <json>", "the input of the handler; none is null").conflicts("payloadFile"),
    )
    .option("--payload-file <path>", "a file that holds it")
    .option("--id <uuid>", "an id of your own: submitting again with it is safe")
    .option("--queue <name>", "where it waits, if not where its type does")
    .addOption(new Option("--priority <level>", "how urgent it is").choices(PRIORITIES))
    .option("--delay <duration>", "how long to wait before it may start", durationValue)
    .addOption(new Option("--at <time>", "when it may start").conflicts("delay").argParser(timeValue))
    .option("--start-timeout <duration>", "how long it may wait for its start, once due", durationValue)
    .option("--total-timeout <duration>", "how long it may take in all, once due", durationValue)
    .option("--label <key=value>", "a word to find it by; may be given several times", labelValue)
    .option("--max-retries <count>", "how often a failed attempt is tried again", countValue)
    .option("--soft-limit <duration>", "after how long an attempt is told to finish", durationValue)
    .option("--hard-limit <duration>", "after how long an attempt is killed", durationValue)
    .option("--result-ttl <duration>", "how long its record is kept once it has ended", durationValue)
    .option("--unique-key <text>", "no two live tasks of its type have the same")
    .addOption(
      new Option(
        "--unique-policy <policy>",
        "when another task holds the key: be answered with it (the default), fail, or replace it if it has not started",
      ).choices(UNIQUE_POLICIES),
    )
    .option(
      "--unique-window <duration>",
      "how long the key stays held after the submission, even past the end",
      durationValue,
    )
    .option("--wait [timeout]", "wait for the end and print only the result", durationValue)
    .action(async (type: string, input: string | undefined, options: SubmitOptions, command: Command) => {
      const payload = await readPayload(input, options, terminal);
      const submission = toSubmission(type, payload, options);
      await withClient(command, terminal, async (client, { output }) => {
        if (options.wait === undefined) await submit(client, submission, terminal, output);
        else finish(await submitAndWait(client, submission, options.wait, terminal));
      });
    });
}

async function submit(client: Client, submission: Submission, terminal: Terminal, output: OutputFormat) {
  const task = await client.submitTask(submission);
  if (output === "json") printJson(terminal, task);
  else terminal.out(task.taskId);
}

async function submitAndWait(
  client: Client,
  submission: Submission,
  wait: true | number,
  terminal: Terminal,
): Promise<number> {
  const { taskId } = await client.submitTask(submission);
  const task = await client.waitTask(taskId, wait === true ? {} : { timeoutMs: wait });
  const exitCode = exitCodeOf(task);
  if (exitCode === EXIT.ok) printJson(terminal, task.result ?? null);
  else if (exitCode === EXIT.timeout) {
    terminal.err(`error: task ${taskId} is still ${task.state}; it goes on: longshore task wait ${taskId}`);
  } else {
    const why = task.error === undefined ? task.stateReason : `${task.error.name}: ${task.error.message}`;
    terminal.err(`error: task ${taskId} is ${task.state}${why === undefined ? "" : ` (${plainText(why)})`}`);
  }
  return exitCode;
}

function toSubmission(type: string, payload: unknown, options: SubmitOptions): Submission {
  const { id, queue, priority, label, delay, softLimit, hardLimit, maxRetries, resultTtl } = options;
  const { at, startTimeout, totalTimeout } = options;
  const { uniqueKey, uniquePolicy, uniqueWindow } = options;
  return {
    type,
    payload,
    ...(id !== undefined && { taskId: id }),
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(label !== undefined && { labels: label }),
    ...(delay !== undefined && { delayMs: delay }),
    ...(at !== undefined && { scheduleTime: at }),
    ...(startTimeout !== undefined && { startTimeoutMs: startTimeout }),
    ...(totalTimeout !== undefined && { totalTimeoutMs: totalTimeout }),
    ...(softLimit !== undefined && { softLimitMs: softLimit }),
    ...(hardLimit !== undefined && { hardLimitMs: hardLimit }),
    ...(maxRetries !== undefined && { retry: { maxRetries } }),
    ...(resultTtl !== undefined && { resultTtlMs: resultTtl }),
    ...(uniqueKey !== undefined && { uniqueKey }),
    ...(uniquePolicy !== undefined && { uniquePolicy }),
    ...(uniqueWindow !== undefined && { uniqueWindowMs: uniqueWindow }),
  };
}

async function readPayload(
  input: string | undefined,
  { payload, payloadFile }: SubmitOptions,
  terminal: Terminal,
): Promise<unknown> {
  if (input !== undefined && input !== "-") {
    throw usageError(`unexpected argument ${JSON.stringify(input)}: the payload goes into --payload`);
  }
  if (input === "-" && (payload ?? payloadFile) !== undefined) {
    throw usageError('the payload is given twice: by "-" and by an option');
  }
  if (input === "-") return parseJson(await terminal.readInput(), "standard input");
  return (
    await readNewPayload({
      ...(payload !== undefined && { payload }),
      ...(payloadFile !== undefined && { payloadFile }),
    })
  ).payload;
}
