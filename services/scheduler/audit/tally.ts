import { messageOf } from "../../../core/message-of.ts";
import {
  AUDIT_KINDS,
  type AuditCount,
  type AuditExample,
  type AuditKind,
} from "../../../core/store-audit.ts";
import type { TaskKey } from "../../../core/subject.ts";
import type { Log } from "../../../runtime/log.ts";

/** So many examples of each kind are told. */
const MAX_EXAMPLES = 20;

interface Entry {
  lookedAt: number;
  found: number;
  mended: number;
  readonly examples: AuditExample[];
}

/** What one audit finds and mends, counted by kind. */
export class Tally {
  readonly #entries = new Map<AuditKind, Entry>(
    AUDIT_KINDS.map((kind) => [kind, { lookedAt: 0, found: 0, mended: 0, examples: [] }]),
  );
  readonly #log: Log;
  readonly #isDryRun: boolean;
  readonly #project: string | undefined;

  /** @param project whose tasks are named as examples; undefined: of none */
  constructor({
    log,
    isDryRun,
    project,
  }: {
    readonly log: Log;
    readonly isDryRun: boolean;
    readonly project: string | undefined;
  }) {
    this.#log = log;
    this.#isDryRun = isDryRun;
    this.#project = project;
  }

  lookedAt(kind: AuditKind, count: number): void {
    this.#entry(kind).lookedAt += count;
  }

  /**
   * Counts something that is wrong and, unless this is a dry run, has it mended. Never rejects: what cannot be mended now is
   * logged, and found again by the next audit.
   *
   * @param mend resolves with false when the task has changed meanwhile, so that nothing was done
   */
  async found(kind: AuditKind, { project, id }: TaskKey, detail: string, mend: () => Promise<boolean>) {
    const entry = this.#entry(kind);
    entry.found++;
    if (project === this.#project && entry.examples.length < MAX_EXAMPLES)
      entry.examples.push({ taskId: id, detail });
    if (this.#isDryRun) return;
    const task = { kind, task_id: id, project };
    try {
      if (await mend()) {
        entry.mended++;
        this.#log.warn(task, `audit: ${detail}`);
      } else this.#log.info(task, "audit: the task has changed meanwhile, and was left alone");
    } catch (error) {
      this.#log.error(
        { ...task, problem: messageOf(error) },
        `audit: ${detail}: not mended; the next one tries again`,
      );
    }
  }

  counts(): readonly AuditCount[] {
    return [...this.#entries].map(([kind, entry]) => ({ kind, ...entry }));
  }

  #entry(kind: AuditKind): Entry {
    const entry = this.#entries.get(kind);
    if (entry === undefined) throw new Error(`no such kind: ${kind}`);
    return entry;
  }
}
