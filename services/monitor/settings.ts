import type { z } from "zod";
import { address } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** What a monitor is told. */
export const monitorSettings = storeSettings.extend({
  monitorAddress: address("127.0.0.1:7422").meta({
    description: "Where the monitor listens: /healthz and /readyz.",
  }),
});
export type MonitorSettings = z.output<typeof monitorSettings>;
