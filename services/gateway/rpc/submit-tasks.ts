import { invalidField, LongshoreError } from "../../../core/error.ts";
import type { SubmitTasksRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTasksRequest.ts";
import type {
  _longshore_v1_SubmitTasksResponse_Outcome as Outcome,
  SubmitTasksResponse,
} from "../../../proto/gen/longshore/v1/SubmitTasksResponse.ts";
import { type Accepted, acceptChosen, acceptNew, isYoung } from "../accept-task.ts";
import { acceptUnique, hasUniqueKey, type UniqueSubmission } from "../accept-unique.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { findTasks } from "../find-task.ts";
import { toStatusMessage } from "../grpc/status.ts";
import { type Idempotency, readIdempotency } from "../idempotency.ts";
import { reportInternal } from "../report-internal.ts";
import { type ReadyTask, readSubmission } from "../submission.ts";
import { taskToProto } from "../task-view.ts";
import { atItem, refusedField } from "../violations.ts";

/** The most tasks in one call. */
export const MAX_BATCH = 1_000;

/** How many tasks that must be looked for are worked on at a time. */
const LINES_AT_A_TIME = 64;

/**
 * Accepts many tasks, each for itself. Resolves with one outcome per task, in their order, when all are known. Throws
 * BATCH_TOO_LARGE, FIELD_INVALID for an empty batch, or IDEMPOTENCY_KEY_REUSED for one that is not the batch that came under the
 * same key before, or REQUEST_RATE_EXCEEDED.
 */
export async function submitTasks(
  { tasks }: SubmitTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<SubmitTasksResponse> {
  checkSize(tasks.length);
  // The call itself has been counted as one.
  if (tasks.length > 1) deps.limits.spend(caller, tasks.length - 1);
  const nowMs = Date.now();
  const limit = giveUpAt(caller);
  const outcomes = new Outcomes(tasks.length, deps);
  const young: Item[] = [];
  const chosen: Item[] = [];
  const unique: UniqueItem[] = [];
  const unnamed: Item[] = [];
  const under = readIdempotency(caller, { tasks });
  if (under !== undefined) await checkUnused(under, tasks.length, caller, deps);
  tasks.forEach((request, index) => {
    const sent = under && { taskId: under.taskId(index), digest: under.digest };
    const submission = readSubmission(request, caller, deps, nowMs, sent);
    if (!submission.ok) {
      outcomes.set(index, { ok: false, error: atItem(submission.error, `tasks[${index}].`) });
      return;
    }
    const { task, idChosen } = submission;
    if (hasUniqueKey(task)) unique.push({ task, idChosen, caller, index });
    else if (idChosen && isYoung(task.record.id, nowMs)) young.push({ task, index });
    else if (idChosen) chosen.push({ task, index });
    else unnamed.push({ task, index });
  });
  void acceptAllNew(deps, unnamed, limit, outcomes);
  for (const { task, index } of young)
    void acceptChosen(deps, task, limit).then((accepted) => outcomes.set(index, accepted));
  void acceptAllChosen(deps, chosen, limit, outcomes);
  void acceptAllUnique(deps, unique, limit, outcomes);
  return { outcomes: await outcomes.complete };
}

/** A batch that another one was sent for is refused as a whole, before any of it is stored. */
async function checkUnused(under: Idempotency, count: number, caller: Caller, deps: Deps): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => under.taskId(index));
  const found = await findTasks(deps, caller.project, ids);
  // Where the store does not say, each task is looked for by itself.
  for (const [id, { record }] of found ?? [])
    if (record.requestDigest !== under.digest)
      throw new LongshoreError("IDEMPOTENCY_KEY_REUSED", { task_id: id });
}

interface Item {
  readonly task: ReadyTask;
  readonly index: number;
}

type UniqueItem = UniqueSubmission & { readonly index: number };

function checkSize(count: number): void {
  if (count > MAX_BATCH) {
    throw refusedField("BATCH_TOO_LARGE", "tasks", { count: String(count), limit: String(MAX_BATCH) });
  }
  if (count === 0) throw invalidField("tasks", `is empty, must have 1 to ${MAX_BATCH} items`);
}

/** Only where a queue has a limit is there something to wait for first. */
async function acceptAllNew(
  deps: Deps,
  items: readonly Item[],
  limit: number,
  outcomes: Outcomes,
): Promise<void> {
  const places = new Map(items.map(({ task }) => [task.record.queue, task.record]));
  const counted = [...places.values()].flatMap((place) => deps.room.look(place) ?? []);
  if (counted.length > 0) await Promise.all(counted);
  for (const { task, index } of items)
    acceptNew(deps, task, limit, (accepted) => outcomes.set(index, accepted));
}

/**
 * All ids are looked up together. One that comes twice in a batch is taken in the order of the batch, so that the second finds
 * what the first has stored.
 */
async function acceptAllChosen(
  deps: Deps,
  chosen: readonly Item[],
  limit: number,
  outcomes: Outcomes,
): Promise<void> {
  const byId = Map.groupBy(chosen, ({ task }) => task.record.id);
  const [first] = chosen;
  const found = first && (await findTasks(deps, first.task.record.project, [...byId.keys()]));
  const accept = async ({ task, index }: Item) => outcomes.set(index, await acceptChosen(deps, task, limit));
  if (found === undefined) return inLines(byId.values(), accept);
  const acceptLine = async ([{ task, index }, ...repeats]: readonly [Item, ...Item[]]) => {
    const lookUp = async () => found.get(task.record.id);
    outcomes.set(index, await acceptChosen(deps, task, limit, lookUp));
    for (const repeat of repeats) await accept(repeat);
  };
  await Promise.all(byId.values().map((line) => acceptLine(line as [Item, ...Item[]])));
}

/** Of those with the same key within a batch the first comes first. */
function acceptAllUnique(
  deps: Deps,
  unique: readonly UniqueItem[],
  limit: number,
  outcomes: Outcomes,
): Promise<void> {
  const byKey = Map.groupBy(unique, ({ task }) => `${task.record.type} ${task.unique.key}`);
  return inLines(byKey.values(), async (item) =>
    outcomes.set(item.index, await acceptUnique(deps, item, limit)),
  );
}

/** Several lines at a time, each of them one by one. */
async function inLines<T>(lines: Iterable<readonly T[]>, accept: (item: T) => Promise<void>): Promise<void> {
  const rest = Iterator.from(lines);
  const work = async () => {
    for (const line of rest) for (const item of line) await accept(item);
  };
  await Promise.all(Array.from({ length: LINES_AT_A_TIME }, work));
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
