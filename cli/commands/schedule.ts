import type { Command } from "commander";
import type { Client } from "../../sdk/client.ts";
import type { Schedule } from "../../sdk/schedule.ts";
import type { CommandContext } from "../command-context.ts";
import { usageError } from "../exit.ts";
import { limitValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import {
  addScheduleOptions,
  addTimesOptions,
  changed,
  type ScheduleOptions,
  type TimesOptions,
  toSchedule,
  toTimes,
} from "../schedule-options.ts";
import { describeSchedule, formatSchedules, formatTicks } from "../schedule-text.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { withClient } from "../with-client.ts";

/** `longshore schedule …`: submits tasks again and again. */
export function addScheduleCommands(program: Command, { terminal }: CommandContext): void {
  const schedule = program
    .command("schedule")
    .description("submit tasks again and again, by cron or interval");
  addCreate(schedule, terminal);
  addGet(schedule, terminal);
  addList(schedule, terminal);
  addUpdate(schedule, terminal);
  addDelete(schedule, terminal);
  addPause(schedule, terminal);
  addResume(schedule, terminal);
  addTrigger(schedule, terminal);
  addNext(schedule, terminal);
}

function addCreate(schedule: Command, terminal: Terminal): void {
  const create = schedule
    .command("create")
    .description('store a schedule: create nightly cleanup --cron "30 2 * * *" --time-zone Europe/Berlin')
    .argument("<id>", "a name for it")
    .argument("<type>", "which handler is to run its tasks; `longshore type list` shows all");
  addScheduleOptions(create).action(
    async (id: string, type: string, options: ScheduleOptions, command: Command) => {
      if (options.cron === undefined && options.every === undefined)
        throw usageError("say when: --cron <expression> or --every <duration>");
      const made = await toSchedule(id, type, options);
      await show(command, terminal, (client) => client.createSchedule(made));
    },
  );
}

function addGet(schedule: Command, terminal: Terminal): void {
  schedule
    .command("get")
    .description("show a schedule, its next tick and what became of its last one")
    .argument("<id>", "the schedule")
    .action((id: string, _options: unknown, command: Command) =>
      show(command, terminal, (client) => client.getSchedule(id)),
    );
}

function addList(schedule: Command, terminal: Terminal): void {
  schedule
    .command("list")
    .description("list the schedules of the project")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const schedules = await readAll(client);
        if (output === "json") printJson(terminal, { schedules });
        else if (schedules.length === 0)
          terminal.err("There is no schedule: longshore schedule create --help");
        else terminal.out(formatSchedules(schedules, styleOf(terminal)));
      });
    });
}

async function readAll(client: Client): Promise<readonly Schedule[]> {
  const schedules: Schedule[] = [];
  let pageToken: string | undefined = "";
  while (pageToken !== undefined) {
    const page = await client.listSchedules({ pageSize: 1_000, pageToken });
    schedules.push(...page.schedules);
    pageToken = page.nextPageToken;
  }
  return schedules;
}

function addUpdate(schedule: Command, terminal: Terminal): void {
  const update = schedule
    .command("update")
    .description("change what the options name, and nothing else")
    .argument("<id>", "the schedule")
    .option("--type <type>", "which handler is to run its tasks");
  addScheduleOptions(update).action(
    async (id: string, options: ScheduleOptions & { readonly type?: string }, command: Command) => {
      if (Object.keys(options).length === 0) throw usageError("nothing to change: name it by an option");
      await show(command, terminal, async (client) =>
        client.updateSchedule(await changed(await client.getSchedule(id), options)),
      );
    },
  );
}

function addDelete(schedule: Command, terminal: Terminal): void {
  schedule
    .command("delete")
    .description("delete a schedule; the tasks that it has fired stay")
    .argument("<id>", "the schedule")
    .action(async (id: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client) => client.deleteSchedule(id));
    });
}

function addPause(schedule: Command, terminal: Terminal): void {
  schedule
    .command("pause")
    .description("let a schedule rest: what would be ticks meanwhile are none")
    .argument("<id>", "the schedule")
    .option("--reason <text>", "why, for others")
    .action((id: string, { reason }: { readonly reason?: string }, command: Command) =>
      show(command, terminal, (client) => client.pauseSchedule(id, reason === undefined ? {} : { reason })),
    );
}

function addResume(schedule: Command, terminal: Terminal): void {
  schedule
    .command("resume")
    .description("let a paused schedule tick again, from now on")
    .argument("<id>", "the schedule")
    .action((id: string, _options: unknown, command: Command) =>
      show(command, terminal, (client) => client.resumeSchedule(id)),
    );
}

function addTrigger(schedule: Command, terminal: Terminal): void {
  schedule
    .command("trigger")
    .description("submit the task of a schedule once, now; prints the id of the task")
    .argument("<id>", "the schedule")
    .action(async (id: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const task = await client.triggerSchedule(id);
        if (output === "json") printJson(terminal, task);
        else terminal.out(task.taskId);
      });
    });
}

function addNext(schedule: Command, terminal: Terminal): void {
  const next = schedule
    .command("next")
    .description("tell the next ticks of a schedule, or of one that is not stored: next --cron @daily")
    .argument("[id]", "the schedule")
    .option("--count <number>", "how many (default: 10)", limitValue);
  addTimesOptions(next).action(
    async (
      id: string | undefined,
      { count, ...options }: TimesOptions & { readonly count?: number },
      command: Command,
    ) => {
      const times = toTimes(options);
      if ((id === undefined) === (times.cron === undefined && times.everyMs === undefined))
        throw usageError("say whose: the id of a schedule, or --cron or --every");
      await withClient(command, terminal, async (client, { output }) => {
        const ticks = await client.previewSchedule(id ?? times, count === undefined ? {} : { count });
        if (output === "json") printJson(terminal, { ticks });
        else if (ticks.length === 0) terminal.err("It does not tick any more.");
        else terminal.out(formatTicks(ticks, styleOf(terminal)));
      });
    },
  );
}

function show(
  command: Command,
  terminal: Terminal,
  ask: (client: Client) => Promise<Schedule>,
): Promise<void> {
  return withClient(command, terminal, async (client, { output }) => {
    const schedule = await ask(client);
    if (output === "json") printJson(terminal, schedule);
    else terminal.out(describeSchedule(schedule, styleOf(terminal)));
  });
}
