import type { Connection } from "../../../jetstream/connection.ts";
import type { ProjectGate } from "../runner-deps.ts";
import { ProjectPermits } from "./project-permits.ts";

/** A gate is closed when no task of its project has run or come here for so long, in milliseconds. */
const IDLE_MS = 30_000;

/** So many projects with a cap may have tasks here at a time; tasks of others go back to the queue. */
const MAX_GATES = 1_000;

/** What runs in this worker, by project. */
export interface ProjectHost {
  /** How many tasks of a project are held. */
  readonly running: (project: string) => number;
  /** Has so many of them stopped and put back in line: they have no permit any more. */
  readonly handBack: (project: string, count: number) => void;
}

export interface ProjectGatesOptions {
  readonly connection: Connection;
  readonly worker: string;
  /** How many tasks of a project may run at once, over all workers; undefined when that is not limited. */
  readonly cap: (project: string) => number | undefined;
  readonly host: ProjectHost;
}

/** The gates of projects that have a cap and tasks here. One without a cap costs a look at its settings. */
export class ProjectGates {
  readonly #options: ProjectGatesOptions;
  readonly #gates = new Map<string, ProjectPermits>();
  #stopped = false;

  constructor(options: ProjectGatesOptions) {
    this.#options = options;
  }

  /** How many are open. */
  get size(): number {
    return this.#gates.size;
  }

  /** The gate of a project; undefined when it has no cap. Opens it when it has not been asked for of late. */
  gate(project: string): ProjectGate | undefined {
    const { connection, worker, cap, host } = this.#options;
    if (cap(project) === undefined) return undefined;
    const open = this.#gates.get(project);
    if (open !== undefined) return open;
    if (this.#stopped || this.#gates.size >= MAX_GATES) return SHUT;
    const gate = new ProjectPermits({
      connection,
      project,
      worker,
      cap: () => cap(project),
      running: () => host.running(project),
      handBack: (count) => host.handBack(project, count),
    });
    this.#gates.set(project, gate);
    return gate;
  }

  /** To be called when the limits of a project have changed: what runs has to have permits, or need none any more. */
  apply(project: string): void {
    const { cap, host } = this.#options;
    if (cap(project) === undefined) this.#close(project);
    else if (host.running(project) > 0) this.gate(project);
  }

  /** To be called many times a second while any is open. */
  tick(): void {
    const idleBefore = performance.now() - IDLE_MS;
    for (const [project, gate] of this.#gates) {
      if (gate.idleSince < idleBefore) this.#close(project);
      else gate.tick();
    }
  }

  /** Gives back all permits. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#gates.values()].map((gate) => gate.stop()));
  }

  #close(project: string): void {
    void this.#gates.get(project)?.stop();
    this.#gates.delete(project);
  }
}

/** After so long it is looked again whether there is room for the gate of one more project. Milliseconds. */
const ROOM_MS = 5_000;

const SHUT: ProjectGate = {
  tryEnter: () => undefined,
  prepare: () => Promise.resolve(false),
  nextInMs: () => Math.ceil(ROOM_MS * (0.5 + Math.random())),
};
