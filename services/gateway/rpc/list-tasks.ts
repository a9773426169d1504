import { invalidField, LongshoreError } from "../../../core/error.ts";
import { fieldsOf } from "../../../core/task-filter/fields-of.ts";
import type { ListTasksRequest__Output } from "../../../proto/gen/longshore/v1/ListTasksRequest.ts";
import type { ListTasksResponse } from "../../../proto/gen/longshore/v1/ListTasksResponse.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import { msToDuration } from "../../../proto/time.ts";
import { askForPage, readIndexed } from "../ask-index.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { readIndexToken, writeIndexToken } from "../index-token.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import { readFilter, readStreamFilter } from "../read-filter.ts";
import { scanTasks } from "../task-scan.ts";
import { taskToProto } from "../task-view.ts";

const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 1_000;

/** What a page may take: clients refuse answers over 4 MiB by default. In UTF-16 units of the tasks as JSON. */
const PAGE_CHARACTERS = 2 * 1024 ** 2;

/** How long is looked for the tasks of one page without a monitor, in milliseconds. */
const PAGE_MS = 2_000;

/** What a list can be ordered by; the first one when nothing is said. */
const ORDERS = ["create_time desc", "create_time"] as const;

/**
 * Lists the tasks of the caller's project that match, page by page, in view BASIC: as the monitor has them, or, when there is none,
 * by reading the streams. A page ends early when its time is up. Throws FILTER_INVALID, FILTER_TOO_BROAD, FIELD_INVALID, INDEX_UNAVAILABLE,
 * BROKER_UNAVAILABLE.
 */
export async function listTasks(
  request: ListTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<ListTasksResponse> {
  const { pageSize, pageToken, orderBy, filter } = request;
  if (pageSize < 0) throw invalidField("page_size", `is ${pageSize}, must be from 0 to ${MAX_PAGE_SIZE}`);
  const size = Math.min(pageSize || DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const needsIndex = orderBy !== "" || fieldsOf(readFilter(filter)).has("text");
  const order = ORDERS.find((each) => each === orderBy) ?? (orderBy === "" ? ORDERS[0] : undefined);
  if (order === undefined)
    throw invalidField("order_by", `is ${JSON.stringify(orderBy)}, must be one of ${ORDERS.join(", ")}`);

  const scope = ["ListTasks", caller.project, filter, orderBy];
  const after = readIndexToken(pageToken, scope);
  if (pageToken !== "" && after === undefined) return listFromStreams(request, size, scope, caller, deps);
  const terms = { filter, newestFirst: order === "create_time desc", after, size };
  const reply = await askForPage(terms, caller, deps);
  if (!reply.ok) {
    if (pageToken === "" && !needsIndex) return listFromStreams(request, size, scope, caller, deps);
    throw new LongshoreError("INDEX_UNAVAILABLE", { problem: reply.problem });
  }
  const { records, next, lagMs } = reply.answer;
  return {
    tasks: records.map((text) => taskToProto(readIndexed(text), "BASIC")),
    nextPageToken: next === undefined ? "" : writeIndexToken(next, scope),
    indexLag: msToDuration(lagMs),
  };
}

async function listFromStreams(
  { filter: text, pageToken }: ListTasksRequest__Output,
  size: number,
  scope: readonly string[],
  caller: Caller,
  deps: Deps,
): Promise<ListTasksResponse> {
  const { position } = readPageToken(pageToken, scope);
  const until = Math.min(Date.now() + PAGE_MS, answerBy(caller));
  const terms = { project: caller.project, filter: readStreamFilter(text), states: () => true };
  const tasks: Task[] = [];
  let characters = 0;
  for await (const { found, next } of scanTasks(deps.connection, terms, position, giveUpAt(caller))) {
    caller.signal.throwIfAborted();
    if (found !== undefined) {
      const task = taskToProto(found.record, "BASIC");
      tasks.push(task);
      characters += JSON.stringify(task).length;
    }
    if (next === undefined) break;
    if (tasks.length >= size || characters >= PAGE_CHARACTERS || Date.now() >= until)
      return { tasks, nextPageToken: writePageToken({ position: next }, scope) };
  }
  return { tasks, nextPageToken: "" };
}
