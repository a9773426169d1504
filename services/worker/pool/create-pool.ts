import type { TaskDefinition } from "../../../sdk/task-definition.ts";
import { handlerEnv } from "../handler-env.ts";
import type { PoolPlan } from "../pool-plan.ts";
import type { WorkerSettings } from "../settings.ts";
import { ExecPool } from "./exec-pool.ts";
import { InlinePool } from "./inline-pool.ts";
import type { Pool } from "./pool.ts";
import { PreforkPool } from "./prefork-pool.ts";
import type { ProcessScopes } from "./process-scope.ts";

/** What the pools of a worker have in common. */
export interface PoolMeans {
  readonly settings: WorkerSettings;
  /** The environment from which handlers get their share. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths of the task modules. */
  readonly modules: readonly string[];
  /** The definition of a type as it is now; undefined when there is none any more. */
  readonly find: (type: string) => TaskDefinition | undefined;
  readonly scopes: ProcessScopes;
}

/** The pool that a plan asks for, as large as the settings say; not started yet. */
export function createPool(plan: PoolPlan, { settings, env: all, modules, find, scopes }: PoolMeans): Pool {
  const env = handlerEnv(all, settings.passEnv);
  switch (plan.pool) {
    case "inline":
      return new InlinePool(settings.inlineConcurrency, find);
    case "exec":
      return new ExecPool(settings.execConcurrency, { find, env, scopes });
    case "prefork": {
      const { maxMemoryPerChild: maxMemoryBytes, maxTasksPerChild } = settings;
      return new PreforkPool(
        settings.concurrency,
        { modules, env, maxMemoryBytes, maxTasksPerChild },
        scopes,
      );
    }
  }
}
