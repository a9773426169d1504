import type { z } from "zod";
import { duration, optionalAddress } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** What a scheduler is told. */
export const schedulerSettings = storeSettings.extend({
  auditInterval: duration("1h").meta({
    description:
      "How often the leading scheduler compares all that waits with all that has happened, and mends what a crash left half done.",
  }),
  schedulerHealthAddress: optionalAddress().meta({
    description: "Where the scheduler serves /healthz and /readyz. Not set: nowhere.",
  }),
});
export type SchedulerSettings = z.output<typeof schedulerSettings>;
