import type { Command } from "commander";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { type Drift, type ProvisionReport, provision } from "../../jetstream/provision.ts";
import { listQueueNames } from "../../jetstream/queue-names.ts";
import type { TopologySettings } from "../../jetstream/topology.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { storeSettings, topologyOf } from "../../runtime/store-settings.ts";
import type { CommandContext } from "../command-context.ts";
import { findEndpoints, type GlobalOptions } from "../endpoints.ts";
import { EXIT, usageError } from "../exit.ts";
import { printJson } from "../output.ts";
import { addSettingsOptions, settingsFlags } from "../settings-options.ts";
import { formatTable } from "../table.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { withNats } from "../with-nats.ts";

interface ProvisionOptions extends GlobalOptions {
  readonly queue?: readonly string[];
}

/**
 * `longshore provision`: makes streams, buckets and consumers be as declared, and reports what it made and what it found
 * otherwise. Exits with 1 when something is not as declared and cannot be corrected on a living stream.
 */
export function addProvision(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command("provision")
    .description("create the streams, buckets and consumers in NATS; correct and report what differs")
    .option("--queue <name...>", "queues to prepare before a worker names them")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ProvisionOptions>();
      const { queue = [] } = options;
      const wrong = queue.find((name) => !isName(name));
      if (wrong !== undefined)
        throw usageError(`--queue ${JSON.stringify(wrong)}: it must be ${NAME_FORMAT}`);
      const nats = findEndpoints(options, terminal);
      const settings = loadSettings(storeSettings, terminal.env, {
        ...settingsFlags(options),
        natsUrl: nats.natsUrl.value,
      });
      const report = await withNats(nats, "provision", (connection) =>
        provisionAll(connection, topologyOf(settings), queue),
      );
      if (options.output === "json") printJson(terminal, report);
      else printReport(terminal, report);
      if (report.drift.some(({ corrected }) => !corrected)) finish(EXIT.error);
    });
  addSettingsOptions(command, storeSettings);
}

/** Queues that have consumers already are looked at too: they may have been changed. */
async function provisionAll(
  connection: Connection,
  topology: TopologySettings,
  queues: readonly string[],
): Promise<ProvisionReport> {
  const streams = await provision(connection, topology, []);
  const all = new Set([...queues, ...(await listQueueNames(connection))]);
  const consumers = await provision(connection, topology, [...all]);
  return {
    created: [...streams.created, ...consumers.created],
    drift: [...streams.drift, ...consumers.drift.filter(({ object }) => object.includes(" > "))],
  };
}

function printReport(terminal: Terminal, { created, drift }: ProvisionReport): void {
  const style = styleOf(terminal);
  for (const object of created) terminal.out(`${style("green", "created")}  ${object}`);
  if (drift.length > 0) {
    const header = ["OBJECT", "FIELD", "DECLARED", "FOUND", "CORRECTED"];
    terminal.out(formatTable(header, drift.map(toRow), style));
  }
  if (created.length + drift.length === 0) terminal.out("Everything is as declared.");
}

function toRow({ object, field, declared, found, corrected }: Drift): string[] {
  const answer = corrected ? "yes" : "no, NATS does not allow it: delete and provision again, or keep it";
  return [object, field, JSON.stringify(declared), JSON.stringify(found) ?? "nothing", answer];
}
