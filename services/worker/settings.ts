import type { z } from "zod";
import { duration, wholeNumber, wordList } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

/** Settings of a worker, beside those of every service. */
export const workerSettings = storeSettings.extend({
  concurrency: wholeNumber(4, 1, 256).meta({
    description: "Child processes of the prefork pool: tasks that run at once.",
  }),
  inlineConcurrency: wholeNumber(100, 1, 1_000).meta({
    description: "Tasks that run at once in the inline pool.",
  }),
  drainTimeout: duration("30s").meta({
    description:
      "How long running tasks may go on after SIGTERM; what still runs then is handed back, and no attempt is used.",
  }),
  passEnv: wordList("LONGSHORE_GATHER_ROOT").meta({
    description:
      "Environment variables that handlers see besides PATH, HOME, TMPDIR, LANG and TZ. Never pass credentials of the broker.",
  }),
});
export type WorkerSettings = z.output<typeof workerSettings>;
