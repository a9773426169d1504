import type { z } from "zod";
import { formatDuration } from "../../core/duration.ts";
import { duration, optionalAddress } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** An audit reads the whole store, and no timer of Node waits for 25 days: a longer one would fire at once, again and again. */
const AUDIT_INTERVAL_MIN_MS = 10_000;
const AUDIT_INTERVAL_MAX_MS = 24 * 86_400_000;

/** What a scheduler is told. */
export const schedulerSettings = storeSettings.extend({
  auditInterval: duration("1h")
    .refine((ms) => ms >= AUDIT_INTERVAL_MIN_MS && ms <= AUDIT_INTERVAL_MAX_MS, {
      error: ({ input }) => `must be from 10s to 24d, is ${formatDuration(Number(input))}`,
    })
    .meta({
      description:
        "How often the leading scheduler compares all that waits with all that has happened, and mends what a crash left half done: every 10s to 24d.",
    }),
  schedulerHealthAddress: optionalAddress().meta({
    description: "Where the scheduler serves /healthz and /readyz. Not set: nowhere.",
  }),
});
export type SchedulerSettings = z.output<typeof schedulerSettings>;
