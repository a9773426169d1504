import { uuidV7 } from "../core/id.ts";
import { readAddresses } from "./addresses.ts";
import type { CallOptions } from "./call-options.ts";
import type { AnyTasks, PayloadOf, ResultOf, TaskModule, TaskNamed, TaskNameIn } from "./callable-tasks.ts";
import type { ChannelOptions } from "./channel.ts";
import type { ConnectedClient } from "./connected-client.ts";
import type { Submission } from "./submission.ts";
import type { CallableTask } from "./task-definition.ts";
import { createTaskHandle, type TaskHandle } from "./task-handle.ts";
import { readTlsFiles } from "./tls-files.ts";

/** Where the gateways are, who asks, and how long a call may take. */
export interface TaskClientOptions extends Partial<ChannelOptions> {
  /**
   * How long a call may take with all its retries, in milliseconds; then it rejects. Default 30,000. Waiting for a result is
   * not meant: that takes as long as the task.
   */
  readonly timeoutMs?: number;
}

/** Everything about a submission but its type and its payload. */
export type SubmitOptions = Omit<Submission, "type" | "payload"> & CallOptions;

/**
 * Submits tasks and follows them. `Tasks` names the modules that define them, by their type alone; without it every name and
 * every payload goes through the compiler.
 */
export interface TaskClient<Tasks extends TaskModule = AnyTasks> {
  /**
   * Submits a task of the type of this name. Resolves once it is stored. Rejects with an `ApiError` when it is refused, or when
   * nobody could say within `timeoutMs` that it was stored. Safe as it is: each task has an id from the beginning, so that
   * trying again stores nothing twice. Under load several are sent in one call.
   */
  submit<Name extends TaskNameIn<Tasks>>(
    type: Name,
    payload: PayloadOf<TaskNamed<Tasks, Name>>,
    options?: SubmitOptions,
  ): Promise<TaskHandle<ResultOf<TaskNamed<Tasks, Name>>>>;
  /** The same for a definition, where its module is at hand. */
  submit<Task extends CallableTask>(
    definition: Task,
    payload: PayloadOf<Task>,
    options?: SubmitOptions,
  ): Promise<TaskHandle<ResultOf<Task>>>;
  /** The task with this id, submitted by whomever. Nothing is asked yet. `client.task<typeof greet>(id)` knows its result. */
  task<Task = unknown>(id: string): TaskHandle<ResultOf<Task>>;
  /** Ends the connections. Calls under way, and later ones, reject with an `AbortError`. */
  close(): void;
}

/** Where a gateway is on one's own machine. */
const LOCAL_URL = "http://127.0.0.1:7420";

/**
 * A client of the gateways at `url`, with the key `apiKey`; by default those of `LONGSHORE_GRPC_URL` and `LONGSHORE_API_KEY`, as the
 * command has them. Connects by itself, and tries again what fails because a gateway is away or full. Throws TypeError for an address
 * that cannot be one, and what the system says of a file that cannot be read.
 */
export function createTaskClient<Tasks extends TaskModule = AnyTasks>({
  url = process.env["LONGSHORE_GRPC_URL"] || LOCAL_URL,
  apiKey = process.env["LONGSHORE_API_KEY"] || undefined,
  tls,
  timeoutMs,
}: TaskClientOptions = {}): TaskClient<Tasks> {
  // What cannot be used is told at once, although the connection is opened later.
  readAddresses(url);
  readTlsFiles(tls);
  const connected = import("./connected-client.ts").then(({ connectClient }) =>
    connectClient({ url, apiKey, tls }, timeoutMs),
  );
  // Each call tells of it; that there is none yet is no reason to end the process.
  connected.catch(() => undefined);

  return {
    submit: async (type: string | CallableTask, payload: unknown, options: SubmitOptions = {}) => {
      const { signal, taskId = newTaskId(), ...rest } = options;
      const name = typeof type === "string" ? type : type.type.type;
      const client = await connected;
      signal?.throwIfAborted();
      const stored = client.submit({ ...rest, taskId, type: name, payload });
      const task = await (signal === undefined ? stored : untilAborted(stored, signal));
      return createTaskHandle<never>(connected, task.taskId);
    },
    task: (id) => createTaskHandle(connected, id),
    close: () => void connected.then((client: ConnectedClient) => client.close()),
  };
}

function newTaskId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** Rejects with the signal's reason when that aborts first. A task that is on its way by then may be stored all the same. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
