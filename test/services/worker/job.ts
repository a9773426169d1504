import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { HandlerLogLine, HandlerProgress, Job, JobEvents } from "../../../services/worker/pool/pool.ts";
import type { Act } from "../../support/puppet-tasks.ts";

/** The largest result of such a job. */
export const RESULT_MAX_BYTES = 1024 ** 2;

let jobs = 0;

/** The first attempt of a puppet that does these acts. */
export function jobOf(acts: readonly Act[], changes: Partial<Job> = {}): Job {
  return {
    taskId: `01890000-0000-7000-8000-${String(++jobs).padStart(12, "0")}`,
    project: "demo",
    type: "puppet",
    attempt: 1,
    maxAttempts: 3,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    payload: { acts },
    softLimitMs: 60_000,
    hardLimitMs: 60_000,
    cancelGraceMs: 100,
    memoryLimitBytes: 2 * 1024 ** 3,
    resultMaxBytes: RESULT_MAX_BYTES,
    ...changes,
  };
}

/** Keeps what a job says. */
export class Heard implements JobEvents {
  readonly progress: HandlerProgress[] = [];
  readonly lines: HandlerLogLine[] = [];
  #onLine: () => void = () => undefined;

  onProgress(progress: HandlerProgress): void {
    this.progress.push(progress);
  }

  onLog(line: HandlerLogLine): void {
    this.lines.push(line);
    this.#onLine();
  }

  /** Resolves with a line once it has come. */
  async line(matches: (line: HandlerLogLine) => boolean): Promise<HandlerLogLine> {
    for (;;) {
      const found = this.lines.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#onLine = resolve;
      });
    }
  }
}

/** The error of an attempt that failed. */
export function errorOf(outcome: AttemptOutcome) {
  if (outcome.kind !== "failed") throw new Error(`not failed but ${outcome.kind}`);
  return outcome.error;
}
