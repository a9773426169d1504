import type { Command } from "commander";
import type { AuditEntry, AuditQuery } from "../../sdk/audit-log-calls.ts";
import type { CommandContext } from "../command-context.ts";
import { durationValue, limitValue, timeValue } from "../option-values.ts";
import { printJson, printJsonLine } from "../output.ts";
import { plainText } from "../plain-text.ts";
import { formatTable } from "../table.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { formatTime } from "../time-text.ts";
import { withClient } from "../with-client.ts";

const DEFAULT_SINCE_MS = 86_400_000;
const DEFAULT_LIMIT = 1_000;

interface AuditOptions {
  readonly since: number;
  readonly from?: Date;
  readonly until?: Date;
  readonly action?: string;
  readonly key?: string;
  readonly resource?: string;
  readonly task?: string;
  readonly limit: number;
  readonly follow?: boolean;
}

/** `longshore audit`: who changed what in the project of the key. */
export function addAudit(program: Command, { terminal }: CommandContext): void {
  program
    .command("audit")
    .description("list who changed what, the oldest first; needs a key with the role operator")
    .option("--since <duration>", "how far to look back (default: 1d)", durationValue, DEFAULT_SINCE_MS)
    .option("--from <time>", "instead of --since: from this time on", timeValue)
    .option("--until <time>", "only what was done before", timeValue)
    .option("--action <method>", "only calls of this method, such as CancelTask")
    .option("--key <id>", "only what was done with this key; cli is commands on the store itself")
    .option("--resource <name>", "only what was done to this, such as queues/default")
    .option("--task <id>", "the same as --resource tasks/<id>")
    .option("--limit <count>", `how many at most (default: ${DEFAULT_LIMIT})`, limitValue, DEFAULT_LIMIT)
    .option("--follow", "go on with what comes, one line each, until Ctrl-C")
    .action(async (options: AuditOptions, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const query = queryOf(options);
        if (options.follow === true) {
          for await (const entry of client.followAudit(query))
            if (output === "json") printJsonLine(terminal, entry);
            else terminal.out(toRow(entry).join("  "));
          return;
        }
        const entries: AuditEntry[] = [];
        for await (const entry of client.readAudit(query)) {
          entries.push(entry);
          if (entries.length > options.limit) break;
        }
        const shown = entries.slice(0, options.limit);
        if (output === "json") printJson(terminal, { entries: shown });
        else printTable(shown, terminal);
        if (entries.length > shown.length)
          terminal.err(`There are more: --limit ${10 * options.limit}, or --from ${lastTime(shown)}`);
      });
    });
}

function queryOf({ since, from, until, action, key, resource, task }: AuditOptions): AuditQuery {
  return {
    startTime: from ?? new Date(Date.now() - since),
    endTime: until,
    action,
    keyId: key,
    resource: task === undefined ? resource : `tasks/${task}`,
  };
}

function printTable(entries: readonly AuditEntry[], terminal: Terminal): void {
  if (entries.length === 0) terminal.err("Nothing was changed in that time.");
  else terminal.out(formatTable(HEADER, entries.map(toRow), styleOf(terminal)));
}

const HEADER = ["TIME", "KEY", "FROM", "ACTION", "RESOURCE", "OUTCOME", "DETAIL"];

function toRow({ time, keyId, address, action, resource, outcome, detail }: AuditEntry): string[] {
  const texts = Object.entries(detail).map(([name, text]) => `${name}=${text}`);
  return [formatTime(time), keyId, address, action, resource, outcome, texts.join(" ")].map(plainText);
}

function lastTime(entries: readonly AuditEntry[]): string {
  return entries.at(-1)?.time.toISOString() ?? "";
}
