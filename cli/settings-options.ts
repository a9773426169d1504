import { type Command, Option } from "commander";
import { z } from "zod";
import { flagName, type SettingsSchema, variableName } from "../runtime/settings.ts";

/** What `z.toJSONSchema` says of one setting. */
interface SettingDescription {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** Flags that every command has anyway. */
const GLOBAL_KEYS: readonly string[] = ["natsUrl"];

/**
 * Gives a command one flag for each setting of the schemas, as `runtime/settings.ts` names it, with its description, its
 * default and its environment variable. Values are checked later, by `loadSettings`, which reports all faults at once.
 */
export function addSettingsOptions(command: Command, ...schemas: readonly SettingsSchema[]): void {
  const known = new Set<string>(GLOBAL_KEYS);
  for (const schema of schemas) {
    const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    for (const key of Object.keys(schema.shape)) {
      if (known.has(key)) continue;
      known.add(key);
      command.addOption(settingOption(key, (properties[key] ?? {}) as SettingDescription));
    }
  }
}

/** The values of such flags by the key of their setting, as `loadSettings` takes them. */
export function settingsFlags(options: object): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(options).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "output",
    ),
  );
}

function settingOption(key: string, setting: SettingDescription): Option {
  const words = setting.enum?.map(String);
  const notes = [
    ...(words === undefined ? [] : [`one of ${words.join(", ")}`]),
    ...(setting.default === undefined || setting.default === "" ? [] : [`default: ${setting.default}`]),
    variableName(key),
  ];
  return new Option(`${flagName(key)} <value>`, `${setting.description ?? ""} (${notes.join("; ")})`.trim());
}
