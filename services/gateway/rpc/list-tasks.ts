import { invalidField } from "../../../core/error.ts";
import type { ListTasksRequest__Output } from "../../../proto/gen/longshore/v1/ListTasksRequest.ts";
import type { ListTasksResponse } from "../../../proto/gen/longshore/v1/ListTasksResponse.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import { readFilter } from "../read-filter.ts";
import { scanTasks } from "../task-scan.ts";
import { taskToProto } from "../task-view.ts";

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;

/** What a page may take: clients refuse answers over 4 MiB by default. In UTF-16 units of the tasks as JSON. */
const PAGE_CHARACTERS = 2 * 1024 ** 2;

/** How long is looked for the tasks of one page, in milliseconds. */
const PAGE_MS = 2_000;

/**
 * Lists the tasks of the caller's project that match, page by page, in view BASIC. A page ends early when its time is up.
 * Throws FILTER_INVALID, FIELD_INVALID, BROKER_UNAVAILABLE.
 */
export async function listTasks(
  request: ListTasksRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<ListTasksResponse> {
  const { pageSize, pageToken } = request;
  if (pageSize < 0) throw invalidField("page_size", `is ${pageSize}, must be from 0 to ${MAX_PAGE_SIZE}`);
  const size = Math.min(pageSize || DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const filter = readFilter(request.filter);
  const scope = ["ListTasks", caller.project, request.filter];
  const { position } = readPageToken(pageToken, scope);
  const until = Math.min(Date.now() + PAGE_MS, answerBy(caller));
  const terms = { project: caller.project, filter, states: () => true };

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
