import { invalidField } from "../../../core/error.ts";
import type { SubmitTasksRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTasksRequest.ts";
import type {
  _longshore_v1_SubmitTasksResponse_Outcome as Outcome,
  SubmitTasksResponse,
} from "../../../proto/gen/longshore/v1/SubmitTasksResponse.ts";
import { type Accepted, acceptChosen, acceptNew } from "../accept-task.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { reportInternal } from "../grpc/report-internal.ts";
import { toStatusMessage } from "../grpc/status.ts";
import { type ReadyTask, readSubmission } from "../submission.ts";
import { taskToProto } from "../task-view.ts";
import { atItem, refusedField } from "../violations.ts";

/** The most tasks in one call. */
const MAX_BATCH = 1_000;

/** How many tasks with ids of the caller's choice are looked up at a time. */
const LOOKUPS_AT_A_TIME = 64;

/**
 * Accepts many tasks, each for itself. Resolves with one outcome per task, in their order, when all are known. Throws
 * BATCH_TOO_LARGE, or FIELD_INVALID for an empty batch.
 */
export async function submitTasks(
  { tasks }: SubmitTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<SubmitTasksResponse> {
  checkSize(tasks.length);
  const nowMs = Date.now();
  const limit = giveUpAt(caller);
  const outcomes = new Outcomes(tasks.length, deps);
  const chosen: ChosenTask[] = [];
  tasks.forEach((request, index) => {
    const submission = readSubmission(request, caller, deps, nowMs);
    if (!submission.ok)
      outcomes.set(index, { ok: false, error: atItem(submission.error, `tasks[${index}].`) });
    else if (submission.idChosen) chosen.push({ task: submission.task, index });
    else acceptNew(deps, submission.task, limit, (accepted) => outcomes.set(index, accepted));
  });
  void acceptAllChosen(deps, chosen, limit, outcomes);
  return { outcomes: await outcomes.complete };
}

interface ChosenTask {
  readonly task: ReadyTask;
  readonly index: number;
}

function checkSize(count: number): void {
  if (count > MAX_BATCH) {
    throw refusedField("BATCH_TOO_LARGE", "tasks", { count: String(count), limit: String(MAX_BATCH) });
  }
  if (count === 0) throw invalidField("tasks", `is empty, must have 1 to ${MAX_BATCH} items`);
}

/**
 * A few lookups at a time. An id that comes twice in a batch is taken in the order of the batch, so that the second finds
 * what the first has stored.
 */
async function acceptAllChosen(
  deps: Deps,
  chosen: readonly ChosenTask[],
  limit: number,
  outcomes: Outcomes,
): Promise<void> {
  const lines = [...Map.groupBy(chosen, ({ task }) => task.record.id).values()].values();
  const work = async () => {
    for (const line of lines) {
      for (const { task, index } of line) outcomes.set(index, await acceptChosen(deps, task, limit));
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS_AT_A_TIME }, work));
}

/** Gathers outcomes as they come, in any order. */
class Outcomes {
  readonly complete: Promise<Outcome[]>;
  readonly #outcomes: Outcome[];
  readonly #deps: Deps;
  readonly #resolve: (outcomes: Outcome[]) => void;
  #missing: number;

  constructor(count: number, deps: Deps) {
    this.#outcomes = new Array<Outcome>(count);
    this.#missing = count;
    this.#deps = deps;
    const { promise, resolve } = Promise.withResolvers<Outcome[]>();
    this.complete = promise;
    this.#resolve = resolve;
  }

  set(index: number, accepted: Accepted): void {
    this.#outcomes[index] = accepted.ok
      ? { task: taskToProto(accepted.record, "BASIC"), outcome: "task" }
      : { error: toStatusMessage(accepted.error, reportInternal(this.#deps.log)), outcome: "error" };
    if (--this.#missing === 0) this.#resolve(this.#outcomes);
  }
}
