/** What callers see of a line of a task's log. */

import type { StoredLogLine } from "../../jetstream/task-logs.ts";
import type { LogLine } from "../../proto/gen/longshore/v1/LogLine.ts";
import { JsonValueError, jsonToValue } from "../../proto/json-value.ts";
import { timestamp } from "./event-view.ts";

/** A stored line as the API shows it. Fields that no `Struct` can hold are left out, and a field says why. */
export function logLineToProto(line: StoredLogLine): LogLine {
  const proto: LogLine = {
    number: line.number,
    attempt: line.attempt,
    time: timestamp(line.time),
    level: LEVEL_TO_PROTO[line.level],
    message: line.message.toWellFormed(),
    stream: line.stream ?? "",
    dropped: line.dropped ?? 0,
  };
  const fields = line.fields === undefined ? undefined : toStruct(line.fields);
  if (fields !== undefined) proto.fields = fields;
  return proto;
}

const LEVEL_TO_PROTO = { debug: "DEBUG", info: "INFO", warn: "WARN", error: "ERROR" } as const;

function toStruct(fields: Readonly<Record<string, unknown>>) {
  try {
    return jsonToValue(fields).structValue;
  } catch (error) {
    if (!(error instanceof JsonValueError)) throw error;
    return jsonToValue({ fields_lost: error.message }).structValue;
  }
}
