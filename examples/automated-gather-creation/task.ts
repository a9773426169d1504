// The task type automated_gather_creation: what a worker needs to run a gather.

import { defineTask, NonRetryableError } from "longshore";
import { z } from "zod";
import { createGather, DEFAULT_LIMIT } from "./gather.ts";
import { findGatherRoot } from "./gather-root.ts";
import { GatherSourceError } from "./source.ts";

const payload = z.strictObject({
  source: z
    .string()
    .min(1)
    .max(1024)
    .describe('Folder to read, relative to the worker\'s gather root; "." is the root itself.')
    .meta({ examples: [".", "zod"] }),
  query: z
    .string()
    .max(500)
    .regex(/[\p{L}\p{N}]/u, "must contain a word")
    .describe("Words to rank the files by; one of them is enough for a match.")
    .meta({ examples: ["retry backoff"] }),
  limit: z
    .number()
    .int()
    .min(1)
    .max(200)
    .default(DEFAULT_LIMIT)
    .describe("Most groups, and most ranked items, that the gather lists."),
});

/**
 * Reads the texts below a folder, folds near-duplicates and ranks them by a query; the result is a `Gather`.
 *
 * The settings are those of a service whose work is CPU-bound and takes minutes at worst: child processes, a soft
 * limit a minute before the hard one, few and widely spaced retries. A refused source is not tried again.
 */
export const gather = defineTask({
  type: "automated_gather_creation",
  description: "Reads the texts below a folder, folds near-duplicates and ranks them by a query.",
  queue: "cpu_intensive",
  priority: "high",
  pool: "prefork",
  payload,
  limits: { soft: "540s", hard: "600s", memory: "2GiB" },
  retry: { maxRetries: 3, backoff: ["60s", "120s", "240s"], jitter: "full" },
  cancelGrace: "30s",
  resultTtl: "1h",
  handler: async ({ source, query, limit }, ctx) => {
    try {
      const result = await createGather({
        root: findGatherRoot(process.env),
        source,
        query,
        limit,
        signal: ctx.signal,
        onProgress: (done, total, message) => ctx.progress(done, total, message),
      });
      ctx.log.info("gather created", { source, ...result.counts });
      return result;
    } catch (error) {
      if (error instanceof GatherSourceError) throw new NonRetryableError(error.message, { cause: error });
      throw error;
    }
  },
});
