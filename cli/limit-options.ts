import { type Command, InvalidArgumentError } from "commander";
import { BYTE_SIZE_FORMAT, parseByteSize } from "../core/byte-size.ts";
import {
  formatLimit,
  LIMITS,
  type LimitDefinition,
  type LimitName,
  type LimitScope,
  limitNames,
  limitProblem,
  type SetLimits,
} from "../core/limits.ts";
import { durationValue } from "./option-values.ts";

/** How each limit is set from the command line. */
const OPTIONS: Readonly<Record<LimitName, readonly [flag: string, value: string, description: string]>> = {
  requestsPerSecond: ["--rate", "<number>", "calls a second, over all gateways; each task of a batch is one"],
  requestBurst: ["--burst", "<count>", "calls at once after a pause"],
  maxQueued: ["--max-queued", "<count>", "tasks that have not ended"],
  maxRunning: ["--max-running", "<count>", "tasks that run at once, over all workers"],
  maxPayloadBytes: ["--max-payload", "<size>", "the largest payload, such as 64KiB"],
  maxWatches: ["--max-watches", "<count>", "calls that wait or stream, at each gateway"],
  maxSchedules: ["--max-schedules", "<count>", "schedules"],
  minScheduleIntervalMs: [
    "--min-interval",
    "<duration>",
    "the shortest time between two ticks of a schedule",
  ],
};

/** Adds an option for each limit of a scope. 0 is for the default. */
export function addLimitOptions(command: Command, scope: LimitScope): void {
  for (const name of limitNames(scope)) {
    const [flag, value, description] = OPTIONS[name];
    const { [scope]: byDefault = 0 }: LimitDefinition = LIMITS[name];
    const text = `${description} (default: ${formatLimit(name, byDefault)})`;
    command.option(`${flag} ${value}`, text, (given) => readLimit(name, given));
  }
}

/** The limits that were given, of all options of a command. */
export function limitsOf<Name extends LimitName>(
  scope: LimitScope,
  options: Readonly<Record<string, unknown>>,
): SetLimits<Name> {
  const entries = limitNames(scope).flatMap((name) => {
    const value = options[optionName(name)];
    return typeof value === "number" ? [[name, value]] : [];
  });
  return Object.fromEntries(entries) as SetLimits<Name>;
}

/** The flags of a scope, for people. */
export function limitFlags(scope: LimitScope): string {
  return limitNames(scope)
    .map((name) => OPTIONS[name][0])
    .join(", ");
}

/** Limits as rows of a table: the flag, what holds, and whether that is the default. */
export function limitRows(scope: LimitScope, limits: SetLimits, set: SetLimits): string[][] {
  return limitNames(scope).map((name) => [
    OPTIONS[name][0].slice(2),
    formatLimit(name, limits[name] ?? 0),
    set[name] === undefined ? "default" : "set",
  ]);
}

/** `--max-queued` is `maxQueued` in commander's words. */
function optionName(name: LimitName): string {
  return OPTIONS[name][0].slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readLimit(name: LimitName, text: string): number {
  const value = text === "0" ? 0 : readValue(name, text);
  const problem = value === 0 ? undefined : limitProblem(name, value);
  if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
  return value;
}

function readValue(name: LimitName, text: string): number {
  if (name === "minScheduleIntervalMs") return durationValue(text);
  if (name !== "maxPayloadBytes") return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const bytes = parseByteSize(text);
  if (bytes === undefined) throw new InvalidArgumentError(`It must be ${BYTE_SIZE_FORMAT}.`);
  return bytes;
}
