import type { Connection } from "../../../jetstream/connection.ts";
import { changeWebhook, readWebhook } from "../../../jetstream/webhooks.ts";
import { SettingsError } from "../../../runtime/settings.ts";
import { targetRules } from "../../../runtime/webhook-settings.ts";
import type { TaskDefinition } from "../../../sdk/task-definition.ts";
import type { LoadedTasks } from "../load-tasks.ts";
import { planPools } from "../pool-plan.ts";
import type { WorkerSettings } from "../settings.ts";
import { defineWebhookTask } from "./webhook-task.ts";

export interface WithWebhooksDeps {
  readonly connection: Connection;
  readonly settings: WorkerSettings;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** The version of this program. */
  readonly version: string;
}

/** The tasks of a worker that has none of its own. */
export const NO_TASKS: LoadedTasks = { definitions: new Map(), plans: [], modules: [] };

/**
 * What adds the type that delivers webhooks to the tasks of a worker, where its settings say that it delivers them. Throws a
 * `SettingsError` when the tasks leave no room for it.
 */
export function withWebhooks(deps: WithWebhooksDeps): (tasks: LoadedTasks) => LoadedTasks {
  const { connection, settings, nowMs, version } = deps;
  if (!settings.webhooks) return (tasks) => tasks;
  const definition = defineWebhookTask({
    find: (project, id) => readWebhook(connection, { project, id }),
    disable: async (webhook) => {
      const disabledAt = new Date(nowMs()).toISOString();
      await changeWebhook(connection, webhook, (before) => ({ ...before, disabledAt }));
    },
    rules: targetRules(settings),
    nowMs,
    version,
  }) as TaskDefinition;
  const { type } = definition.type;
  return (tasks) => {
    if (tasks.definitions.has(type))
      throw new SettingsError(`task type "${type}" is ours: choose another name`);
    const definitions = new Map([...tasks.definitions, [type, definition]]);
    const planned = planPools(definitions);
    if (!planned.ok) throw new SettingsError(planned.problem);
    return { ...tasks, definitions, plans: planned.plans };
  };
}
