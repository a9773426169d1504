import { existsSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isTaskDefinition } from "../../sdk/define-task.ts";
import type { TaskDefinition } from "../../sdk/task-definition.ts";
import { moduleAddress, withoutMarks } from "./reload/module-files.ts";

export type Loaded =
  | {
      readonly ok: true;
      readonly definitions: ReadonlyMap<string, TaskDefinition>;
      /** The path of the module that defines each type, as it was given. */
      readonly definedIn: ReadonlyMap<string, string>;
    }
  /** Names the file and what is wrong with it. */
  | { readonly ok: false; readonly problem: string };

/**
 * Loads task modules (`.ts`, `.js`, `.mjs`; paths, relative ones from the working directory) and collects every export that
 * `defineTask` made; from then on the folder that a command runs in is absolute. A module that cannot be loaded, one without
 * a task, and two tasks of one type are refused.
 *
 * @param load which load of these modules in this process it is; with a number other than 0 they are read from the disk anew
 */
export async function loadModules(paths: readonly string[], load = 0): Promise<Loaded> {
  const definitions = new Map<string, TaskDefinition>();
  const definedIn = new Map<string, string>();
  for (const path of paths) {
    const file = resolve(path);
    if (!existsSync(file)) return { ok: false, problem: `${path}: no such file (looked for ${file})` };
    let exports: Record<string, unknown>;
    try {
      exports = (await import(moduleAddress(file, load))) as Record<string, unknown>;
    } catch (error) {
      return { ok: false, problem: `${path}: ${describe(error)}` };
    }
    const found = new Set(Object.values(exports).filter(isTaskDefinition));
    if (found.size === 0)
      return { ok: false, problem: `${path}: exports no task; export what defineTask() returns` };
    for (const definition of found) {
      const { type } = definition.type;
      const other = definedIn.get(type);
      if (other !== undefined)
        return { ok: false, problem: `${path}: task type "${type}" is already defined in ${other}` };
      definedIn.set(type, path);
      definitions.set(type, locate(definition, file));
    }
  }
  return { ok: true, definitions, definedIn };
}

/** A command runs in the folder of its module, links resolved, just as the module's own imports are found. */
function locate(definition: TaskDefinition, file: string): TaskDefinition {
  if (!("command" in definition)) return definition;
  return { ...definition, cwd: resolve(dirname(realpathSync(file)), definition.cwd) };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // For TypeScript that cannot be parsed, Node names file and line ahead of the stack, and nowhere else.
  const [place = ""] = (error.stack ?? "").split("\n", 1);
  const where = error instanceof SyntaxError && /:\d+$/.test(place) ? ` (${place})` : "";
  return withoutMarks(`${error.name}: ${error.message}${where}${hintFor(error)}`);
}

/** `npm init` writes that type into package.json, and Node believes it rather than the `import` in the file. */
function hintFor({ message }: Error): string {
  if (!/Cannot use import statement outside a module|Unexpected token 'export'/.test(message)) return "";
  return '; package.json says "type": "commonjs": write "module" there, or let the name end in .mjs or .mts';
}
