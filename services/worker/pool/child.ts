import { subscribe } from "node:diagnostics_channel";
import { loadModules } from "../load-modules.ts";
import { describeError, outcomeOfMissing } from "./handler-error.ts";
import { limitEvents } from "./limited-events.ts";
import type { FromChild, ToChild } from "./messages.ts";
import type { Job, StopReason } from "./pool.ts";
import { runHandler } from "./run-handler.ts";

// The entry of a pool child: loads the handler modules named in its arguments, then runs one job after another. It knows
// nothing of NATS, and its environment holds no credentials.

const send = (message: FromChild) => {
  if (process.connected) process.send?.(message);
};

const loaded = await loadModules(process.argv.slice(2));
if (!loaded.ok) {
  send({ kind: "load_failed", problem: loaded.problem });
  process.exit(1);
}
const { definitions } = loaded;

let current: { readonly job: Job; readonly controller: AbortController } | undefined;

/** How long after a SIGTERM the message may come that says why, in milliseconds. */
const MESSAGE_MS = 100;

/** Set when a handler starts a process: only then somebody has to look for what it left behind. */
let hasStarted = false;
subscribe("child_process", () => {
  hasStarted = true;
});

async function run(job: Job): Promise<void> {
  const { taskId, attempt } = job;
  const controller = new AbortController();
  current = { job, controller };
  hasStarted = false;
  const definition = definitions.get(job.type);
  const events = limitEvents({
    onProgress: (progress) => send({ kind: "progress", taskId, attempt, progress }),
    onLog: (line) => send({ kind: "log", taskId, attempt, line }),
  });
  const outcome =
    definition === undefined
      ? outcomeOfMissing(job)
      : await runHandler(definition, job, controller.signal, events, Date.now);
  events.end();
  await hasLeft(process.stdout);
  await hasLeft(process.stderr);
  current = undefined;
  send({ kind: "outcome", taskId, attempt, outcome, mayHaveStarted: hasStarted });
}

/** What a handler has printed is out before its end is told: else it would pass for the next task's. */
function hasLeft(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.writable || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => stream.write("", () => resolve()));
}

const stop = (reason: StopReason) => current?.controller.abort(reason);

process.on("message", (message: ToChild) => {
  if (message.kind === "run") void run(message.job);
  else stop(message.reason);
});
// A Ctrl-C at the terminal reaches the whole group; the worker decides what it means for a child.
process.on("SIGINT", () => undefined);
// The worker's own message says why, and comes with the signal, before or after it; a SIGTERM from elsewhere does not.
process.on("SIGTERM", () => {
  const stopping = current;
  setTimeout(() => stopping?.controller.abort("CANCELLED"), MESSAGE_MS);
});
// Thrown in a timer or a rejected promise that nobody waits for. It ends the process, as it would any; the task says why.
process.on("uncaughtExceptionMonitor", (thrown) => {
  if (current === undefined) return;
  const { taskId, attempt } = current.job;
  send({ kind: "uncaught", taskId, attempt, error: describeError(thrown, "CHILD_EXITED") });
});
process.on("disconnect", () => process.exit(0));

send({ kind: "ready" });
