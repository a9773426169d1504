import { setTimeout as delay } from "node:timers/promises";
import { invalidField } from "../../../core/error.ts";
import { isRunning, isTerminal } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { type LogSelection, watchLog } from "../../../jetstream/task-logs.ts";
import type { LogLine } from "../../../proto/gen/longshore/v1/LogLine.ts";
import type { TailTaskLogsRequest__Output } from "../../../proto/gen/longshore/v1/TailTaskLogsRequest.ts";
import { Bell } from "../bell.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { getTask } from "../find-task.ts";
import { LogTail } from "../log-tail.ts";
import { logLineToProto } from "../log-view.ts";
import type { Emit } from "../method.ts";
import { observeTask } from "../observe-task.ts";
import { readTaskKey } from "../task-id.ts";

/** With how many of the last lines a tail begins when it does not say, and at most. */
const DEFAULT_TAIL = 1_000;
const MAX_TAIL = 100_000;

/** What was printed last may be stored a little later than the end of its task. Milliseconds. */
const LAST_WORDS_MS = 500;
/** A task that ended longer ago, by whatever clock, has nothing more to say. Milliseconds. */
const LONG_OVER_MS = 10_000;

/**
 * Emits the lines that a task has logged, in order; with `follow` also those that come, until task or attempt have ended.
 * Throws TASK_NOT_FOUND; BROKER_UNAVAILABLE, unless it follows: then it waits; SHUTTING_DOWN when the gateway stops: the
 * caller resumes.
 */
export async function tailTaskLogs(
  request: TailTaskLogsRequest__Output,
  caller: Caller,
  deps: Deps,
  emit: Emit<LogLine>,
): Promise<void> {
  const { follow } = request;
  const { after, tail, attempt } = readNumbers(request);
  const key = readTaskKey(caller.project, request.taskId);
  const { record } = await getTask(deps, key, giveUpAt(caller), caller.signal);
  const selection = { key, attempt };
  const log = new LogTail(deps.connection, {
    selection,
    after,
    tail,
    giveUpAt: follow ? Number.POSITIVE_INFINITY : giveUpAt(caller),
    signal: caller.signal,
    send: (line) => emit.send(logLineToProto(line)),
  });
  if (follow) await followLog(log, selection, record, caller.signal, deps);
  else await log.sendNew();
}

async function followLog(
  log: LogTail,
  selection: LogSelection,
  record: TaskRecord,
  signal: AbortSignal,
  deps: Deps,
): Promise<void> {
  const bell = new Bell();
  const ring = () => bell.ring();
  const left = new AbortController();
  let end: { readonly error?: unknown } | undefined;
  void whenOver(selection, record, AbortSignal.any([signal, left.signal]), deps)
    .then(
      () => {
        end = {};
      },
      (error: unknown) => {
        end = { error };
      },
    )
    .then(ring);
  const stopWatching = watchLog(deps.connection, selection, ring);
  signal.addEventListener("abort", ring);
  try {
    for (;;) {
      // Asked before the lines are: what came until the end is then among them.
      const known = end;
      await log.sendNew();
      if (known !== undefined) {
        if (known.error !== undefined) throw known.error;
        return;
      }
      await bell.rung();
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener("abort", ring);
    stopWatching();
    left.abort();
  }
}

/** Resolves when no more lines are to be expected, or when the signal aborts. */
async function whenOver(
  { key, attempt }: LogSelection,
  { createdAt }: TaskRecord,
  signal: AbortSignal,
  deps: Deps,
): Promise<void> {
  for await (const found of observeTask(deps, key, signal)) {
    // A record that has expired, or given way to another task of the same id, had come to its end.
    if (found === undefined || found.record.createdAt !== createdAt) return;
    if (Date.now() - Date.parse(found.record.finishedAt ?? "") > LONG_OVER_MS) return;
    if (isOver(found.record, attempt)) break;
  }
  await delay(LAST_WORDS_MS, undefined, { signal }).catch(() => undefined);
}

/** Whether a task has ended, or the attempt when one is given. */
function isOver(record: TaskRecord, attempt: number | undefined): boolean {
  if (isTerminal(record.state)) return true;
  if (attempt === undefined || record.attempt < attempt) return false;
  return record.attempt > attempt || !isRunning(record.state);
}

function readNumbers({ attempt, tail = DEFAULT_TAIL, afterNumber }: TailTaskLogsRequest__Output) {
  const after = Number(afterNumber);
  if (attempt < 0) throw invalidField("attempt", `is ${attempt}, must be 0 or more`);
  if (tail < 0 || tail > MAX_TAIL) {
    throw invalidField("tail", `is ${tail}, must be from 0 to ${MAX_TAIL}`);
  }
  if (!Number.isSafeInteger(after) || after < 0) {
    throw invalidField("after_number", `is ${afterNumber}, must be the number of a line, or 0`);
  }
  return { after, tail, attempt: attempt === 0 ? undefined : attempt };
}
