import { z } from "zod";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { POOL_SIZE_MAX } from "../../core/task-type.ts";
import {
  byteSize,
  duration,
  numbersByName,
  optionalAddress,
  wholeNumber,
  wordList,
} from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";
import { samplingSettings } from "../../runtime/telemetry/sampling-settings.ts";
import { webhookSettings } from "../../runtime/webhook-settings.ts";

/** Settings of a worker, beside those of every service. */
export const workerSettings = storeSettings.extend({
  webhooks: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({
      description:
        "Whether this worker also delivers webhooks, in its inline pool, from the queue longshore_webhooks. `longshore dev` does.",
    }),
  ...webhookSettings.shape,
  concurrency: wholeNumber(4, 1, POOL_SIZE_MAX.prefork).meta({
    description: "Child processes of the prefork pool: tasks that run at once.",
  }),
  inlineConcurrency: wholeNumber(100, 1, POOL_SIZE_MAX.inline).meta({
    description: "Tasks that run at once in the inline pool.",
  }),
  execConcurrency: wholeNumber(4, 1, POOL_SIZE_MAX.exec).meta({
    description: "Programs of the exec pool: tasks that run at once.",
  }),
  queues: wordList("").meta({
    description:
      "The queues that this worker takes tasks from, parted by commas, of those that its task types name. Empty: all of them.",
  }),
  workerGroup: z.string().refine(isName, `must be ${NAME_FORMAT}`).optional().meta({
    description:
      "The group that this worker belongs to, where workers have users of NATS of their own: `longshore admin nats-config --worker-group`. Not set: none.",
  }),
  queueWeights: numbersByName(1_000).meta({
    description:
      "How slots are shared while several queues of a pool have tasks of one priority, as `images=3,reports=1`. A queue that is not named weighs 1.",
  }),
  maxTasksPerChild: wholeNumber(10, 1, 1_000_000).meta({
    description: "A child of the prefork pool is replaced after so many tasks.",
  }),
  maxMemoryPerChild: byteSize("2GiB").meta({
    description:
      "Resident memory of a child, with all it has started. One that passes it is replaced after its task; one that passes it by a tenth in the middle of a task is killed, and the attempt fails with MEMORY_LIMIT. A type may set less.",
  }),
  crashLoopLimit: wholeNumber(2, 1, 1_000).meta({
    description:
      "A task whose child dies so many times by a signal is FAILED with CRASH_LOOP, retries or not.",
  }),
  drainTimeout: duration("30s").meta({
    description:
      "How long running tasks may go on after SIGTERM; what still runs then is handed back, and no attempt is used.",
  }),
  passEnv: wordList("LONGSHORE_GATHER_ROOT").meta({
    description:
      "Environment variables that handlers see besides PATH, HOME, TMPDIR, LANG and TZ. Never pass credentials of the broker.",
  }),
  workerHealthAddress: optionalAddress().meta({
    description: "Where the worker serves /healthz and /readyz. Not set: nowhere.",
  }),
  ...samplingSettings.shape,
});
export type WorkerSettings = z.output<typeof workerSettings>;
