import { resolve } from "node:path";
import type { TaskDefinition } from "../../sdk/task-definition.ts";
import { loadModules } from "./load-modules.ts";
import { type PoolPlan, planPools } from "./pool-plan.ts";

/** All that a worker needs to know of the tasks it runs. */
export interface LoadedTasks {
  readonly definitions: ReadonlyMap<string, TaskDefinition>;
  readonly plans: readonly PoolPlan[];
  /** Absolute paths: pool children load the same modules, from wherever they are. */
  readonly modules: readonly string[];
}

/** Loads task modules and plans their pools; or says, naming the file, what is wrong. No module at all is refused too. */
export async function loadTasks(
  modules: readonly string[],
): Promise<({ readonly ok: true } & LoadedTasks) | { readonly ok: false; readonly problem: string }> {
  if (modules.length === 0) return { ok: false, problem: "no task module given: --tasks my-tasks.ts" };
  const loaded = await loadModules(modules);
  if (!loaded.ok) return loaded;
  const planned = planPools(loaded.definitions);
  if (!planned.ok) return planned;
  return {
    ok: true,
    definitions: loaded.definitions,
    plans: planned.plans,
    modules: modules.map((path) => resolve(path)),
  };
}
