import type { QueueSettings } from "../../../core/queue-settings.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import type { ProjectGate } from "../runner-deps.ts";
import { ProjectGates, type ProjectGatesOptions } from "./project-gates.ts";
import { type GateHost, QueueGate } from "./queue-gate.ts";

/** How often permits are looked after while a queue or a project is limited, in milliseconds. */
const TICK_MS = 50;

/** How long giving back what is held may take when the worker stops, in milliseconds. */
const GIVE_BACK_MS = 1_000;

export interface AdmissionDeps {
  readonly connection: Connection;
  /** Whose permits they are: unique per process. */
  readonly worker: string;
  readonly settings: (queue: string) => QueueSettings | undefined;
  readonly projects: Pick<ProjectGatesOptions, "cap" | "host">;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Who may start tasks when: the gates of all queues that this worker serves, and of the projects whose tasks come here. Those
 * without cap and rate cost next to nothing.
 */
export class Admission {
  readonly #deps: AdmissionDeps;
  readonly #gates = new Map<string, QueueGate>();
  readonly #projects: ProjectGates;
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopped = false;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
    const { connection, worker, projects } = deps;
    this.#projects = new ProjectGates({ connection, worker, ...projects });
  }

  /** To be called once for each queue, before anything is asked of it. */
  attach(queue: string, host: GateHost): QueueGate {
    const { connection, worker, settings, nowMs } = this.#deps;
    const gate = new QueueGate({
      connection,
      queue,
      worker,
      host,
      settings: () => settings(queue),
      nowMs,
    });
    this.#gates.set(queue, gate);
    return gate;
  }

  /** The gate of a queue; undefined when the worker does not serve it. */
  gate(queue: string): QueueGate | undefined {
    return this.#gates.get(queue);
  }

  /** The gate of a project; undefined when it has no cap. */
  projectGate(project: string): ProjectGate | undefined {
    const gate = this.#projects.gate(project);
    if (gate !== undefined) this.#beginTicks();
    return gate;
  }

  /** To be called when the limits of a project have changed. */
  applyProject(project: string): void {
    this.#projects.apply(project);
    this.#keepTicking();
  }

  /** To be called when the settings are there, and when those of any queue have changed. */
  apply(): void {
    for (const gate of this.#gates.values()) gate.apply();
    this.#keepTicking();
  }

  /** Gives back all permits, within a second. To be called when nothing runs any more. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endTicks();
    const gates = [...this.#gates.values(), this.#projects];
    const stopped = Promise.all(gates.map((gate) => gate.stop()));
    // Without NATS there is nobody to give them back to: they lapse.
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GIVE_BACK_MS);
    await Promise.race([stopped, tooLong]);
    clearTimeout(timer);
  }

  #tick(): void {
    for (const gate of this.#gates.values()) if (gate.isLimited()) gate.tick();
    this.#projects.tick();
    this.#keepTicking();
  }

  #keepTicking(): void {
    const isLimited = this.#projects.size > 0 || [...this.#gates.values()].some((gate) => gate.isLimited());
    if (isLimited) this.#beginTicks();
    else this.#endTicks();
  }

  #beginTicks(): void {
    if (!this.#stopped) this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #endTicks(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
