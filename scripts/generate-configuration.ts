import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { flagName, type SettingsSchema, standardName, variableName } from "../runtime/settings.ts";
import { storeSettings } from "../runtime/store-settings.ts";
import { gatewaySettings } from "../services/gateway/settings.ts";
import { monitorSettings } from "../services/monitor/settings.ts";
import { schedulerSettings } from "../services/scheduler/settings.ts";
import { workerSettings } from "../services/worker/settings.ts";

/** The page of all settings, from the schemas that read them. */
export function configurationPage(): string {
  return `# Configuration

This page is generated from the schemas that read the settings (\`npm run docs\`).

Every setting is a flag and an environment variable of the same name; the flag wins. A value that cannot be used stops the start,
with every fault in one report. Durations are written as \`30s\` or \`1h30m\`, sizes as \`2GiB\`.

${section("Every service", storeSettings, [])}
${section("Gateway", gatewaySettings, Object.keys(storeSettings.shape))}
${section("Worker", workerSettings, Object.keys(storeSettings.shape))}
${section("Scheduler", schedulerSettings, Object.keys(storeSettings.shape))}
${section("Monitor", monitorSettings, Object.keys(storeSettings.shape))}
## nats-server, where \`longshore dev\` starts it

| variable | default | |
| --- | --- | --- |
| \`LONGSHORE_NATS_URL\`, \`NATS_URL\` | | An existing server: it is used, and never started or stopped. |
| \`LONGSHORE_NATS_PORT\` | \`7423\` | Where clients connect. |
| \`LONGSHORE_NATS_MONITOR_PORT\` | \`7424\` | Where its HTTP monitoring listens. |
| \`LONGSHORE_CACHE_DIR\` | \`~/.cache/longshore\` | Where a downloaded nats-server is kept. |
| \`LONGSHORE_NATS_RELEASE_URL\` | the official releases | A mirror; the checksum still holds. |
`;
}

function section(title: string, schema: SettingsSchema, except: readonly string[]): string {
  const keys = Object.keys(schema.shape).filter((key) => !except.includes(key));
  const rows = keys.map((key) => row(key, schema.shape[key] as z.ZodType));
  return `## ${title}\n\n| flag, variable | default | |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function row(key: string, setting: z.ZodType): string {
  const { default: byDefault, enum: choices } = z.toJSONSchema(setting, {
    io: "input",
    unrepresentable: "any",
  });
  const allowed =
    choices === undefined ? "" : ` One of ${choices.map((choice) => `\`${String(choice)}\``).join(", ")}.`;
  const value = byDefault === undefined || byDefault === "" ? "" : `\`${String(byDefault)}\``;
  const standard = standardName(setting);
  const names = [flagName(key), variableName(key), ...(standard === undefined ? [] : [standard])];
  return `| ${names.map((name) => `\`${name}\``).join("<br>")} | ${value} | ${setting.meta()?.description ?? ""}${allowed} |`;
}

if (import.meta.main)
  writeFileSync(join(import.meta.dirname, "../docs/configuration.md"), configurationPage());
