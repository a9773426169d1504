import type { Command } from "commander";
import { loadSettings } from "../../runtime/settings.ts";
import { storeSettings, topologyOf } from "../../runtime/store-settings.ts";
import type { CommandContext } from "../command-context.ts";
import { checkGateway } from "../doctor/check-gateway.ts";
import { checkKeyFile, checkNode } from "../doctor/check-machine.ts";
import { checkNats } from "../doctor/check-nats.ts";
import type { Finding } from "../doctor/finding.ts";
import { findEndpoints, type GlobalOptions } from "../endpoints.ts";
import { EXIT } from "../exit.ts";
import { printJson } from "../output.ts";
import { addSettingsOptions, settingsFlags } from "../settings-options.ts";
import { styleOf, type Terminal } from "../terminal.ts";

/** `longshore doctor`: looks at everything that must hold, changes nothing, and exits with 1 when something fails. */
export function addDoctor(program: Command, { terminal, finish }: CommandContext): void {
  const doctor = program
    .command("doctor")
    .description("check Node, NATS, streams, services, gateway and key; says what to do")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const findings = await examine(options, terminal);
      if (options.output === "json") {
        printJson(terminal, { healthy: !findings.some(isFailure), checks: findings });
      } else for (const finding of findings) print(finding, terminal);
      if (findings.some(isFailure)) finish(EXIT.error);
    });
  addSettingsOptions(doctor, storeSettings);
}

async function examine(options: GlobalOptions, terminal: Terminal): Promise<readonly Finding[]> {
  const endpoints = findEndpoints(options, terminal);
  const flags = { ...settingsFlags(options), natsUrl: endpoints.natsUrl.value };
  const topology = topologyOf(loadSettings(storeSettings, terminal.env, flags));
  const keyFile = checkKeyFile(terminal.cwd);
  return [
    checkNode(),
    ...(keyFile === undefined ? [] : [keyFile]),
    ...(await checkNats(endpoints, topology)),
    ...(await checkGateway(endpoints)),
  ];
}

function isFailure({ level }: Finding): boolean {
  return level === "fail";
}

const COLORS = { ok: "green", warn: "yellow", fail: "red" } as const;

function print({ check, level, detail, remedy }: Finding, terminal: Terminal): void {
  const style = styleOf(terminal);
  terminal.out(`${style(COLORS[level], level.padEnd(4))}  ${check.padEnd(9)}  ${detail}`);
  if (remedy !== undefined && remedy !== "") terminal.out(`${" ".repeat(17)}${remedy}`);
}
