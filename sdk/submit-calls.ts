import type { SubmitTaskRequest } from "../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { SubmitTasksResponse__Output } from "../proto/gen/longshore/v1/SubmitTasksResponse.ts";
import { ApiError } from "./api-error.ts";
import { type CallSettings, type Channel, call } from "./channel.ts";
import { apiErrorFromStatus } from "./read-api-error.ts";
import { readTask, type Task } from "./task.ts";

/** What became of one task of a batch. */
export type SubmitOutcome =
  | { readonly ok: true; readonly task: Task }
  | { readonly ok: false; readonly error: ApiError };

/** `SubmitTask`. Resolves once the task is stored. */
export async function sendTask(
  { tasks, metadata }: Channel,
  request: SubmitTaskRequest,
  settings: CallSettings,
): Promise<Task> {
  return readTask(
    await call((options, done) => tasks.SubmitTask(request, metadata(), options, done), settings),
  );
}

/** `SubmitTasks`: up to 1,000 at once, each for itself; outcomes in the same order. */
export async function sendTasks(
  channel: Channel,
  requests: SubmitTaskRequest[],
  settings: CallSettings,
): Promise<readonly SubmitOutcome[]> {
  const { tasks, metadata } = channel;
  const { outcomes } = await call<SubmitTasksResponse__Output>(
    (options, done) => tasks.SubmitTasks({ tasks: requests }, metadata(), options, done),
    settings,
  );
  return outcomes.map(({ task, error }) => readOutcome(task, error));
}

type Outcome = Parameters<typeof readTask>[0] | null | undefined;
type OutcomeError = Parameters<typeof apiErrorFromStatus>[0] | null | undefined;

function readOutcome(task: Outcome, error: OutcomeError): SubmitOutcome {
  if (task) return { ok: true, task: readTask(task) };
  if (error) return { ok: false, error: apiErrorFromStatus(error) };
  return { ok: false, error: new ApiError(INTERNAL, "the gateway gave no outcome for this task") };
}

const INTERNAL = 13;
