import { relative } from "node:path";
import type { Log } from "../../../runtime/log.ts";
import type { Service } from "../../../runtime/service.ts";
import { type LoadedTasks, loadTasks } from "../load-tasks.ts";
import { checkInChild } from "./check-in-child.ts";
import { watchFiles } from "./file-watcher.ts";
import { addModuleFiles, changedSinceLoad, forgetCommonJs, moduleFiles } from "./module-files.ts";

/** Files that are saved together are taken up together: they must have been quiet for so long, in milliseconds. */
const QUIET_MS = 200;

export interface ReloadingOptions {
  /** Paths of the task modules, as for the first load. */
  readonly modules: readonly string[];
  /** The environment of the worker. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes up what was loaded. */
  readonly apply: (tasks: LoadedTasks) => Promise<unknown>;
  readonly log: Log;
}

/**
 * Takes up task modules that have changed while the worker runs: for development. What cannot be loaded is told, and what was
 * there before goes on; the next change is another try.
 */
export function createReloading(options: ReloadingOptions): Service {
  let stop = () => {};
  return {
    name: "reloading",
    async start() {
      stop();
      stop = startReloading(options);
    },
    async stop() {
      stop();
    },
    problems: () => [],
  };
}

/** Numbers of loads, unique in this process: the number is part of what a module is remembered by. */
let loads = 0;

function startReloading({ modules, env, apply, log }: ReloadingOptions): () => void {
  let isLoading = false;
  let waiting: readonly string[] = [];
  const watcher = watchFiles(moduleFiles, QUIET_MS, (changed) => void onChange(changed));
  // What was written between the first load and now has told nobody.
  void onChange(changedSinceLoad());

  async function onChange(changed: readonly string[]): Promise<void> {
    waiting = [...waiting, ...changed];
    if (isLoading) return;
    isLoading = true;
    while (waiting.length > 0) {
      const files = [...new Set(waiting)].map((path) => relative(process.cwd(), path)).join(", ");
      waiting = [];
      await reload(files);
      watcher.refresh();
    }
    isLoading = false;
  }

  async function reload(files: string): Promise<void> {
    const refuse = (problem: string) =>
      log.warn({ files, problem }, "changed, but cannot be loaded; the old code goes on");
    try {
      const verdict = await checkInChild(modules, env);
      addModuleFiles(verdict.files);
      if (verdict.problem !== undefined) return refuse(verdict.problem);
      forgetCommonJs();
      const loaded = await loadTasks(modules, env, ++loads);
      if (loaded.ok) await apply(loaded);
      else refuse(loaded.problem);
    } catch (error) {
      log.warn({ files, err: error }, "changed, but cannot be taken up");
    }
  }

  return () => watcher.stop();
}
