import { boundProgress } from "../bounds.ts";
import { LogLimiter } from "../log-limiter.ts";
import { ProgressLimiter } from "../progress-limiter.ts";
import type { HandlerProgress, JobEvents } from "./pool.ts";

/** What a handler says, made so little that whoever listens can take it. */
export interface LimitedEvents extends JobEvents {
  /** To be called when the handler has ended: passes on what was held back. What it says afterwards is passed over. */
  end(): void;
}

/**
 * Limits what a child tells its worker about one job: the channel between them has no bound of its own, and a flood would
 * fill the memory of both.
 */
export function limitEvents({ onProgress, onLog }: JobEvents): LimitedEvents {
  let hasEnded = false;
  const progress = new ProgressLimiter<HandlerProgress>((report) => onProgress(boundProgress(report)));
  const lines = new LogLimiter((line) => {
    onLog(line);
    return Buffer.byteLength(JSON.stringify(line));
  });
  return {
    onProgress: (report) => {
      if (!hasEnded) progress.report(report);
    },
    onLog: (line) => {
      if (!hasEnded) lines.log(line);
    },
    end() {
      hasEnded = true;
      progress.flush();
      lines.end();
    },
  };
}
