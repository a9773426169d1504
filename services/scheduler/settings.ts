import type { z } from "zod";
import { optionalAddress } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** What a scheduler is told. */
export const schedulerSettings = storeSettings.extend({
  schedulerHealthAddress: optionalAddress().meta({
    description: "Where the scheduler serves /healthz and /readyz. Not set: nowhere.",
  }),
});
export type SchedulerSettings = z.output<typeof schedulerSettings>;
