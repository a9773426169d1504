import type { SubmitTaskRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import { type Accepted, acceptChosen, acceptNew } from "../accept-task.ts";
import { acceptUnique, hasUniqueKey } from "../accept-unique.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { readIdempotency } from "../idempotency.ts";
import { type ReadyTask, readSubmission } from "../submission.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Accepts one task. Resolves when it is stored; throws what is wrong with the request, TASK_EXISTS, IDEMPOTENCY_KEY_REUSED, UNIQUE_KEY_HELD,
 * UNIQUE_KEY_BUSY, QUEUE_FULL, STORE_FULL, or BROKER_UNAVAILABLE when nobody can say whether it was stored.
 */
export async function submitTask(
  request: SubmitTaskRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const under = readIdempotency(caller, request);
  const sent = under && { taskId: under.taskId(), digest: under.digest };
  const submission = readSubmission(request, caller, deps, Date.now(), sent);
  if (!submission.ok) throw submission.error;
  const { task, idChosen } = submission;
  const accepted = await accept(task, idChosen, caller, deps);
  if (!accepted.ok) throw accepted.error;
  return taskToProto(accepted.record, "BASIC");
}

async function accept(task: ReadyTask, idChosen: boolean, caller: Caller, deps: Deps): Promise<Accepted> {
  // What is large takes its time.
  const limit = task.object === undefined ? giveUpAt(caller) : answerBy(caller);
  if (hasUniqueKey(task)) return acceptUnique(deps, { task, idChosen, caller }, limit);
  if (idChosen) return acceptChosen(deps, task, limit);
  const counted = deps.room.look(task.record);
  if (counted !== undefined) await counted;
  return new Promise((resolve) => acceptNew(deps, task, limit, resolve));
}
