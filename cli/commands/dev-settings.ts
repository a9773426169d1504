import { z } from "zod";
import { loadSettings, type SettingsSchema, wholeNumber } from "../../runtime/settings.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { schedulerSettings } from "../../services/scheduler/settings.ts";
import { workerSettings } from "../../services/worker/settings.ts";
import { STATE_FOLDER } from "../environment-file.ts";
import { NATS_MONITOR_PORT, NATS_PORT } from "../nats-server/config-file.ts";

/** What `longshore dev` is told about the nats-server that it starts. */
export const devSettings = z.object({
  storeDir: z.string().default(`${STATE_FOLDER}/nats`).meta({
    description:
      "Where the nats-server of `dev` keeps its streams. The same store again has all tasks again.",
  }),
  natsPort: wholeNumber(NATS_PORT, 0, 65_535).meta({
    description: "Port of the nats-server that `dev` starts; 0 is any free one.",
  }),
  natsMonitorPort: wholeNumber(NATS_MONITOR_PORT, 0, 65_535).meta({
    description: "Its port for monitoring over HTTP; 0 is any free one.",
  }),
});
export type DevSettings = z.output<typeof devSettings>;

/** The schemas of everything that runs in `dev`, for the flags of the command. */
export const ALL_SETTINGS: readonly SettingsSchema[] = [
  devSettings,
  gatewaySettings,
  workerSettings,
  schedulerSettings,
  monitorSettings,
];

type Values = Readonly<Record<string, string | undefined>>;

/** The settings of the four services, read from the same environment and the same flags. */
export function loadServiceSettings(env: Values, flags: Values) {
  return {
    gateway: loadSettings(gatewaySettings, env, flags),
    monitor: loadSettings(monitorSettings, env, flags),
    scheduler: loadSettings(schedulerSettings, env, flags),
    worker: loadSettings(workerSettings, { LONGSHORE_WEBHOOKS: "true", ...env }, flags),
  };
}
export type ServiceSettings = ReturnType<typeof loadServiceSettings>;
