import { type ControlGroup, type ControlGroups, openControlGroups } from "./control-group.ts";
import { signalProcessGroup } from "./process-group.ts";
import { createProcessMark, type ProcessMark } from "./process-mark.ts";

/** How often strays are killed in one go before everything is: a fork bomb is faster than one who counts. */
const ROUNDS = 5;

/** One child and all that it starts, so that none of it outlives what it was started for. */
export interface ProcessScope {
  /** To be in the environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** To be told the child's process id as soon as it has one. */
  adopt(pid: number): void;
  /** The child and its descendants that are alive. */
  pids(): number[];
  /**
   * Kills what the child has started and left behind, and leaves the child itself alone; when that goes on and on, the child
   * too. Where there are no control groups it reads all of /proc, and only when something may have been started.
   */
  killStrays(mayHaveStarted: boolean): void;
  /** Kills everything. */
  kill(): void;
  /** To be called when the child is gone. */
  close(): void;
}

export interface ProcessScopes {
  /** Whether strays are found in any case, also those that clean their environment. */
  isTight(): boolean;
  create(): ProcessScope;
  close(): void;
}

/**
 * Scopes for the children of one worker: control groups where they can be made, else marks in the environment.
 *
 * @param openGroups makes a place for control groups, or says by undefined that there is none
 */
export function openProcessScopes(worker: string, openGroups = openControlGroups): ProcessScopes {
  let opened: { readonly groups: ControlGroups | undefined } | undefined;
  // Opened with the first child: a worker that never starts one leaves nothing to take away.
  const groups = () => {
    opened ??= { groups: openGroups(worker) };
    return opened.groups;
  };
  let count = 0;
  return {
    isTight: () => groups() !== undefined,
    create: () => createScope(groups(), `child-${++count}`),
    close: () => opened?.groups?.remove(),
  };
}

function createScope(groups: ControlGroups | undefined, name: string): ProcessScope {
  const group = groups?.create(name);
  const mark = createProcessMark();
  let child: number | undefined;
  const pids = () => (group === undefined ? marked(mark, child) : group.pids());
  const kill = () => {
    if (child !== undefined) signalProcessGroup(child, "SIGKILL");
    if (group === undefined) for (const pid of pids()) killProcess(pid);
    else group.kill();
  };
  return {
    env: mark.env,
    adopt(pid) {
      child = pid;
      group?.add(pid);
    },
    pids,
    killStrays(mayHaveStarted) {
      if (group === undefined && !mayHaveStarted) return;
      for (let round = 0; round < ROUNDS; round++) {
        const strays = pids().filter((pid) => pid !== child);
        if (strays.length === 0) return;
        for (const pid of strays) killProcess(pid);
      }
      if (hasStrays(group, pids(), child)) kill();
    },
    kill,
    close() {
      kill();
      group?.remove();
    },
  };
}

/** Killed processes stay in the list until they are reaped; only those that still run count. */
function hasStrays(
  group: ControlGroup | undefined,
  pids: readonly number[],
  child: number | undefined,
): boolean {
  return group !== undefined && pids.filter((pid) => pid !== child).length > ROUNDS;
}

function marked(mark: ProcessMark, child: number | undefined): number[] {
  const found = mark.pids();
  return child === undefined || found.includes(child) ? found : [child, ...found];
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ESRCH: gone already, which is what was wanted.
  }
}
