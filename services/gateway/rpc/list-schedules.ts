import { invalidField } from "../../../core/error.ts";
import { isName } from "../../../core/name.ts";
import type { ScheduleKey } from "../../../jetstream/schedules.ts";
import type { ListSchedulesRequest__Output } from "../../../proto/gen/longshore/v1/ListSchedulesRequest.ts";
import type { ListSchedulesResponse } from "../../../proto/gen/longshore/v1/ListSchedulesResponse.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import { type ScheduleDeps, showSchedule } from "../schedule/stored-schedule.ts";
import { fromStore } from "../store-error.ts";

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;

/** What a page may take: clients refuse answers over 4 MiB by default. In UTF-16 units of the schedules as JSON. */
const PAGE_CHARACTERS = 2 * 1024 ** 2;

/** So many are read at once. */
const AT_A_TIME = 20;

/** Lists the schedules of the caller's project by id. Throws FIELD_INVALID, BROKER_UNAVAILABLE. */
export async function listSchedules(
  { pageSize, pageToken }: ListSchedulesRequest__Output,
  { project, signal }: Pick<Caller, "project" | "signal">,
  deps: ScheduleDeps,
): Promise<ListSchedulesResponse> {
  if (pageSize < 0) throw invalidField("page_size", `is ${pageSize}, must be from 0 to ${MAX_PAGE_SIZE}`);
  const size = Math.min(pageSize || DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const after = readToken(pageToken);
  const ids = (await fromStore(deps.schedules.ids(project))).filter((id) => id > after);
  const schedules: Schedule[] = [];
  let characters = 0;
  for (let at = 0; at < ids.length; ) {
    signal.throwIfAborted();
    const some = ids.slice(at, at + Math.min(AT_A_TIME, size - schedules.length));
    at += some.length;
    const shown = await Promise.all(some.map((id) => show({ project, id }, deps)));
    for (const [index, schedule] of shown.entries()) {
      // Deleted since the ids were read.
      if (schedule === undefined) continue;
      schedules.push(schedule);
      characters += JSON.stringify(schedule).length;
      const isFull = schedules.length >= size || characters >= PAGE_CHARACTERS;
      const id = some[index] ?? "";
      if (isFull && id !== ids.at(-1)) return { schedules, nextPageToken: writeToken(id) };
    }
  }
  return { schedules, nextPageToken: "" };
}

async function show(key: ScheduleKey, deps: ScheduleDeps): Promise<Schedule | undefined> {
  const found = await fromStore(deps.schedules.readDefinition(key));
  return found === undefined ? undefined : showSchedule(found, deps);
}

function writeToken(id: string): string {
  return Buffer.from(id).toString("base64url");
}

/** The id after which a page begins. */
function readToken(token: string): string {
  if (token === "") return "";
  const id = Buffer.from(token.slice(0, 128), "base64url").toString("latin1");
  if (isName(id)) return id;
  throw invalidField("page_token", "is none: it must be a next_page_token as it came, or empty");
}
