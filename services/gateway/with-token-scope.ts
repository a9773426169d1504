import { parseFilter } from "../../core/task-filter/parse.ts";
import { printFilter } from "../../core/task-filter/print.ts";
import { filterOf, type TokenScope } from "../../core/token.ts";
import type { Caller } from "./caller.ts";
import { giveUpAt } from "./deps.ts";
import { getTask, type TaskPlaces, taskNotFound } from "./find-task.ts";
import type { Services } from "./method.ts";
import { readFilter } from "./read-filter.ts";
import { readTaskKey } from "./task-id.ts";
import { TOKEN_METHODS, type TokenRule } from "./token-methods.ts";

type Run = (request: unknown, caller: Caller, ...rest: unknown[]) => unknown;

/** The same methods, of which those that a token is good for keep to what it lets its holder see. */
export function withTokenScope(services: Services, places: TaskPlaces): Services {
  const confined = Object.entries(services).map(([service, methods]) => {
    const entries = Object.entries(methods as Readonly<Record<string, { readonly run: Run }>>);
    return [
      service,
      Object.fromEntries(
        entries.map(([name, method]) => {
          const rule = (TOKEN_METHODS as Readonly<Record<string, TokenRule>>)[`${service}/${name}`];
          return [name, rule === undefined ? method : { ...method, run: confine(method.run, rule, places) }];
        }),
      ),
    ];
  });
  return Object.fromEntries(confined) as Services;
}

function confine(run: Run, rule: TokenRule, places: TaskPlaces): Run {
  return (request, caller, ...rest) => {
    const { scope } = caller;
    if (scope === undefined || scope.kind === "project") return run(request, caller, ...rest);
    if (rule === "filter") return run(narrowed(request as WithFilter, scope), caller, ...rest);
    return checkTask(request as OfTask, scope, caller, places).then(() => run(request, caller, ...rest));
  };
}

interface WithFilter {
  readonly filter: string;
}

interface OfTask {
  readonly taskId: string;
}

/** The same request for less. Throws FILTER_INVALID. */
function narrowed<Request extends WithFilter>(request: Request, scope: TokenScope): Request {
  const own = filterOf(scope);
  if (own === undefined) return request;
  const given = readFilter(request.filter);
  const filter = printFilter(given === undefined ? own : { kind: "and", terms: [own, given] });
  // What is written together is read again: nothing that was given can get out of its brackets.
  if (!parseFilter(filter).ok) throw new Error(`a filter cannot be read that was written here: ${filter}`);
  return { ...request, filter };
}

/** Throws TASK_NOT_FOUND for a task that the token is not for, as for one that is not there. */
async function checkTask(
  { taskId }: OfTask,
  scope: TokenScope,
  caller: Caller,
  places: TaskPlaces,
): Promise<void> {
  const key = readTaskKey(caller.project, taskId);
  if (scope.kind === "task" && scope.taskId !== key.id) throw taskNotFound(key.id);
  if (scope.kind !== "label") return;
  const { record } = await getTask(places, key, giveUpAt(caller), caller.signal);
  const { labels } = record;
  if (!Object.hasOwn(labels, scope.label) || labels[scope.label] !== scope.value) throw taskNotFound(key.id);
}
