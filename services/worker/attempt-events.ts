import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { publishProgress } from "../../jetstream/progress.ts";
import { publishLogLine } from "../../jetstream/task-logs.ts";
import type { Log } from "../../runtime/log.ts";
import { boundProgress } from "./bounds.ts";
import { LogLimiter } from "./log-limiter.ts";
import type { HandlerLogLine, HandlerProgress, JobEvents } from "./pool/pool.ts";
import { ProgressLimiter } from "./progress-limiter.ts";

/** Where what a handler says goes, for one attempt. */
export interface AttemptEvents extends JobEvents {
  /** To be called when the attempt has ended: passes on what was held back. Lines may still come afterwards. */
  end(): void;
}

/**
 * Passes on what the handler of one attempt says: progress to whoever watches, at most ten times a second; log lines to the
 * stream LOGS and to the worker's own log, within a budget.
 */
export function attemptEvents(connection: Connection, record: TaskRecord, log: Log): AttemptEvents {
  const { attempt } = record;
  const progress = new ProgressLimiter<HandlerProgress>((report) => {
    publishProgress(connection, record, {
      ...boundProgress(report),
      attempt,
      time: new Date().toISOString(),
    });
  });
  const about = { task_id: record.id, attempt, task_type: record.type };
  const lines = new LogLimiter((line) => {
    log[line.level]({ ...fieldsOf(line), ...about }, line.message);
    return publishLogLine(connection, record, attempt, { time: new Date().toISOString(), ...line });
  });
  return {
    onProgress: (report) => progress.report(report),
    onLog: (line) => lines.log(line),
    end() {
      progress.flush();
      lines.end();
    },
  };
}

function fieldsOf({ fields, stream, dropped }: HandlerLogLine) {
  return {
    ...fields,
    ...(stream !== undefined && { stream }),
    ...(dropped !== undefined && { dropped }),
  };
}
