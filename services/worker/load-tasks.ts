import { resolve } from "node:path";
import type { TaskDefinition } from "../../sdk/task-definition.ts";
import { findCommandProblem } from "./find-program.ts";
import { type Loaded, loadModules } from "./load-modules.ts";
import { type PoolPlan, planPools } from "./pool-plan.ts";
import { findSchemaProblem } from "./schema-problem.ts";

/** All that a worker needs to know of the tasks it runs. */
export interface LoadedTasks {
  readonly definitions: ReadonlyMap<string, TaskDefinition>;
  readonly plans: readonly PoolPlan[];
  /** Absolute paths: pool children load the same modules, from wherever they are. */
  readonly modules: readonly string[];
}

/**
 * Loads task modules and plans their pools; or says, naming the file, what is wrong. No module at all is refused too, and so
 * are a schema that is none and a command whose program is not there.
 *
 * @param env its PATH is where programs are looked for
 * @param load which load of these modules in this process it is, as for `loadModules`
 */
export async function loadTasks(
  modules: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
  load = 0,
): Promise<({ readonly ok: true } & LoadedTasks) | { readonly ok: false; readonly problem: string }> {
  if (modules.length === 0) return { ok: false, problem: "no task module given: --tasks my-tasks.ts" };
  const loaded = await loadModules(modules, load);
  if (!loaded.ok) return loaded;
  const problem = problemIn(loaded, env["PATH"]);
  if (problem !== undefined) return { ok: false, problem };
  const planned = planPools(loaded.definitions);
  if (!planned.ok) return { ok: false, problem: `${loaded.definedIn.get(planned.type)}: ${planned.problem}` };
  return {
    ok: true,
    definitions: loaded.definitions,
    plans: planned.plans,
    modules: modules.map((path) => resolve(path)),
  };
}

function problemIn(
  { definitions, definedIn }: Extract<Loaded, { ok: true }>,
  path: string | undefined,
): string | undefined {
  for (const [type, definition] of definitions) {
    const problem = schemaProblem(definition) ?? commandProblem(definition, path);
    if (problem !== undefined) return `${definedIn.get(type)}: task "${type}": ${problem}`;
  }
  return undefined;
}

function schemaProblem({ type: { payloadSchema } }: TaskDefinition): string | undefined {
  const problem = payloadSchema === undefined ? undefined : findSchemaProblem(payloadSchema);
  return problem === undefined ? undefined : `payload: ${problem}`;
}

function commandProblem(definition: TaskDefinition, path: string | undefined): string | undefined {
  return "command" in definition ? findCommandProblem(definition, path) : undefined;
}
