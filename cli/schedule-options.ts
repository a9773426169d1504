import { type Command, Option } from "commander";
import { PRIORITIES, type Priority } from "../core/task.ts";
import type { NewSchedule, OverlapPolicy, ScheduleTimes } from "../sdk/schedule.ts";
import type { Submission } from "../sdk/submission.ts";
import { countValue, durationValue, labelValue, timeValue } from "./option-values.ts";
import { type PayloadOptions, readNewPayload } from "./payload-option.ts";

/** How the command line writes what a tick does while the task before has not ended. */
const OVERLAPS = ["skip", "allow", "buffer-one", "cancel-running"] as const;

/** When a schedule ticks. */
export interface TimesOptions {
  readonly cron?: string;
  readonly timeZone?: string;
  readonly every?: number;
  readonly anchor?: Date;
  readonly start?: Date;
  readonly end?: Date;
}

/** All of a schedule but its id. */
export interface ScheduleOptions extends TimesOptions, PayloadOptions {
  readonly queue?: string;
  readonly priority?: Priority;
  readonly label?: Readonly<Record<string, string>>;
  readonly maxRetries?: number;
  readonly startTimeout?: number;
  readonly totalTimeout?: number;
  readonly softLimit?: number;
  readonly hardLimit?: number;
  readonly resultTtl?: number;
  readonly overlap?: (typeof OVERLAPS)[number];
  readonly catchUp?: number;
  readonly jitter?: number;
}

/** Gives a command the options that say when a schedule ticks. */
export function addTimesOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--cron <expression>", "five fields, six with seconds, or @daily and its like").conflicts(
        "every",
      ),
    )
    .option("--time-zone <name>", "whose clocks --cron goes by (default: UTC)")
    .option("--every <duration>", "the time between two ticks, instead of --cron", durationValue)
    .option("--anchor <time>", "a moment from which --every is counted (default: now)", timeValue)
    .option("--start <time>", "no tick before that", timeValue)
    .option("--end <time>", "no tick from then on", timeValue);
}

/** Gives a command all options of a schedule. */
export function addScheduleOptions(command: Command): Command {
  return addTimesOptions(command)
    .addOption(
      new Option(
        "--overlap <policy>",
        "while the task before has not ended: skip the tick (the default), allow both, buffer one tick until then, or cancel that task",
      ).choices(OVERLAPS),
    )
    .option("--catch-up <duration>", "how late a tick may still fire (default: 1m)", durationValue)
    .option("--jitter <duration>", "fire up to so much later, each tick by a share of its own", durationValue)
    .addOption(
      new Option("--payload <json>", "the input of the handler; none is null").conflicts("payloadFile"),
    )
    .option("--payload-file <path>", "a file that holds it")
    .option("--queue <name>", "where tasks wait, if not where their type does")
    .addOption(new Option("--priority <level>", "how urgent they are").choices(PRIORITIES))
    .option("--label <key=value>", "a word to find them by; may be given several times", labelValue)
    .option("--max-retries <count>", "how often a failed attempt is tried again", countValue)
    .option("--start-timeout <duration>", "how long a task may wait for its start", durationValue)
    .option("--total-timeout <duration>", "how long a task may take in all", durationValue)
    .option("--soft-limit <duration>", "after how long an attempt is told to finish", durationValue)
    .option("--hard-limit <duration>", "after how long an attempt is killed", durationValue)
    .option("--result-ttl <duration>", "how long the record is kept once a task has ended", durationValue);
}

/** When to tick, as these options say; nothing of what they leave out. */
export function toTimes({ cron, timeZone, every, anchor, start, end }: TimesOptions): ScheduleTimes {
  return {
    ...(cron !== undefined && { cron }),
    ...(timeZone !== undefined && { timeZone }),
    ...(every !== undefined && { everyMs: every }),
    ...(anchor !== undefined && { anchor }),
    ...(start !== undefined && { startTime: start }),
    ...(end !== undefined && { endTime: end }),
  };
}

/** A new schedule. Throws CommandError for a payload that is no JSON. */
export async function toSchedule(
  scheduleId: string,
  type: string,
  options: ScheduleOptions,
): Promise<NewSchedule> {
  return { scheduleId, ...toTimes(options), ...toRules(options), task: { type, ...(await toTask(options)) } };
}

/** A schedule after these options have changed it. Throws CommandError for a payload that is no JSON. */
export async function changed(
  before: NewSchedule,
  options: ScheduleOptions & { readonly type?: string },
): Promise<NewSchedule> {
  const { cron, timeZone, everyMs, anchor, ...rest } = before;
  const zone = timeZone === undefined ? {} : { timeZone };
  const spec = everyMs === undefined ? { cron, ...zone } : { everyMs, anchor };
  const kept = options.cron !== undefined ? zone : options.every !== undefined ? { anchor } : spec;
  const { type = before.task.type } = options;
  return {
    ...withoutUndefined(kept),
    ...rest,
    ...toTimes(options),
    ...toRules(options),
    task: { ...before.task, ...(await toTask(options)), type },
  };
}

function withoutUndefined(times: { readonly [K in keyof ScheduleTimes]: ScheduleTimes[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(times).filter(([, value]) => value !== undefined),
  ) as ScheduleTimes;
}

function toRules({ overlap, catchUp, jitter }: ScheduleOptions): Partial<NewSchedule> {
  return {
    ...(overlap !== undefined && { overlapPolicy: OVERLAP_TO_API[overlap] }),
    ...(catchUp !== undefined && { catchUpWindowMs: catchUp }),
    ...(jitter !== undefined && { jitterMs: jitter }),
  };
}

const OVERLAP_TO_API = {
  skip: "SKIP",
  allow: "ALLOW",
  "buffer-one": "BUFFER_ONE",
  "cancel-running": "CANCEL_RUNNING",
} as const satisfies Record<(typeof OVERLAPS)[number], OverlapPolicy>;

async function toTask(options: ScheduleOptions): Promise<Partial<Submission>> {
  const { queue, priority, label, maxRetries, startTimeout, totalTimeout, softLimit, hardLimit, resultTtl } =
    options;
  return {
    ...(await readNewPayload(options)),
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(label !== undefined && { labels: label }),
    ...(maxRetries !== undefined && { retry: { maxRetries } }),
    ...(startTimeout !== undefined && { startTimeoutMs: startTimeout }),
    ...(totalTimeout !== undefined && { totalTimeoutMs: totalTimeout }),
    ...(softLimit !== undefined && { softLimitMs: softLimit }),
    ...(hardLimit !== undefined && { hardLimitMs: hardLimit }),
    ...(resultTtl !== undefined && { resultTtlMs: resultTtl }),
  };
}
