import { type Command, Option } from "commander";
import type { Alert, Silence } from "../../sdk/alert-calls.ts";
import type { CommandContext } from "../command-context.ts";
import { usageError } from "../exit.ts";
import { durationValue, labelValue, timeValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { plainText } from "../plain-text.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { formatAge, formatTime } from "../time-text.ts";
import { withClient } from "../with-client.ts";

/** `longshore alert list` and `longshore silence create|list|delete`. */
export function addAlertCommands(program: Command, context: CommandContext): void {
  addAlertList(program.command("alert").description("see what is wrong"), context);
  const silence = program.command("silence").description("keep alerts quiet for a while");
  addSilenceCreate(silence, context);
  addSilenceList(silence, context);
  addSilenceDelete(silence, context);
}

function addAlertList(alert: Command, { terminal }: CommandContext): void {
  alert
    .command("list")
    .description(
      "list what is wrong, or was within the last hour, and what to do; docs/monitoring.md has every rule",
    )
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const { health, alerts } = await client.listAlerts();
        if (output === "json") {
          printJson(terminal, { health, alerts });
          return;
        }
        const style = styleOf(terminal);
        if (alerts.length > 0)
          terminal.out(
            formatTable(
              ALERT_HEADER,
              alerts.map((each) => toAlertRow(each, Date.now())),
              style,
            ),
          );
        const toDo = new Map(alerts.filter(isLoud).map(({ name, action }) => [name, action]));
        for (const [name, action] of toDo) terminal.err(`${name}: ${plainText(action)}`);
        terminal.err(`The installation is ${health}.`);
      });
    });
}

interface CreateOptions {
  readonly label?: Readonly<Record<string, string>>;
  readonly for?: number;
  readonly until?: Date;
  readonly reason?: string;
}

function addSilenceCreate(silence: Command, { terminal }: CommandContext): void {
  silence
    .command("create")
    .description("keep the alerts of a rule quiet: nobody is told of them, and lists mark them")
    .argument("<rule>", "such as FailureRateHigh")
    .option("--label <key=value>", "only alerts with this label; may be repeated", labelValue)
    .addOption(new Option("--for <duration>", "for so long, at most 90d").argParser(durationValue))
    .option("--until <time>", "until then, such as 2026-01-31T08:00:00Z", timeValue)
    .option("--reason <text>", "why, for others")
    .action(async (rule: string, options: CreateOptions, command: Command) => {
      const { label, reason } = options;
      const until = endOf(options, new Date());
      await withClient(command, terminal, async (client, { output }) => {
        const made = await client.createSilence(rule, { until, reason, ...(label && { labels: label }) });
        if (output === "json") printJson(terminal, made);
        else {
          terminal.out(made.silenceId);
          terminal.err(`${made.alert} is quiet until ${formatTime(made.until)}.`);
        }
      });
    });
}

function endOf({ for: forMs, until }: CreateOptions, now: Date): Date {
  if (forMs !== undefined && until !== undefined) throw usageError("give --for or --until, not both");
  if (forMs !== undefined) return new Date(now.getTime() + forMs);
  if (until === undefined) throw usageError("give --for or --until: a silence has an end");
  return until;
}

function addSilenceList(silence: Command, { terminal }: CommandContext): void {
  silence
    .command("list")
    .description("list the silences that have not ended")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const silences = await client.listSilences();
        if (output === "json") printJson(terminal, { silences });
        else if (silences.length === 0) terminal.err("Nothing is silenced.");
        else terminal.out(formatTable(SILENCE_HEADER, silences.map(toSilenceRow), styleOf(terminal)));
      });
    });
}

function addSilenceDelete(silence: Command, { terminal }: CommandContext): void {
  silence
    .command("delete")
    .description("end a silence")
    .argument("<id>", "the silence")
    .action(async (id: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        await client.deleteSilence(id);
        if (output === "json") printJson(terminal, { silenceId: id });
        else terminal.out(`The silence ${id} has ended.`);
      });
    });
}

const ALERT_HEADER = ["ALERT", "SEVERITY", "STATE", "SINCE", "VALUE", "THRESHOLD", "OF", "WHAT"];

function toAlertRow(alert: Alert, nowMs: number): string[] {
  return [
    alert.name,
    alert.severity,
    alert.silenced ? `${alert.state} (silenced)` : alert.state,
    formatAge(nowMs - alert.sinceTime.getTime()),
    shortNumber(alert.value),
    shortNumber(alert.threshold),
    labelsText(alert.labels),
    plainText(alert.summary),
  ];
}

const SILENCE_HEADER = ["SILENCE", "ALERT", "UNTIL", "LABELS", "BY", "REASON"];

function toSilenceRow({ silenceId, alert, labels, until, creator, reason }: Silence): string[] {
  return [silenceId, alert, formatTime(until), labelsText(labels), creator, plainText(reason)];
}

function isLoud({ state, silenced }: Alert): boolean {
  return state !== "resolved" && !silenced;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return plainText(
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
  );
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
