import type { TaskType } from "../../../core/task-type.ts";
import type { ListTaskTypesResponse } from "../../../proto/gen/longshore/v1/ListTaskTypesResponse.ts";
import type { TaskType as ProtoTaskType } from "../../../proto/gen/longshore/v1/TaskType.ts";
import { PRIORITY_TO_PROTO } from "../../../proto/priority.ts";
import { msToDuration } from "../../../proto/time.ts";
import type { Deps } from "../deps.ts";
import { toValueOrText } from "../json-view.ts";

/** Lists the registered task types, by name: as known here, which is milliseconds behind the workers that register them. */
export function listTaskTypes(deps: Pick<Deps, "types">): ListTaskTypesResponse {
  return { taskTypes: deps.types.list().map(typeToProto) };
}

function typeToProto(type: TaskType): ProtoTaskType {
  const { maxRetries, backoffMs, jitter } = type.retry;
  return {
    type: type.type,
    queue: type.queue,
    priority: PRIORITY_TO_PROTO[type.priority],
    pool: type.pool,
    softLimit: msToDuration(type.softLimitMs),
    hardLimit: msToDuration(type.hardLimitMs),
    memoryLimitBytes: String(type.memoryLimitBytes),
    retry: {
      maxRetries,
      _maxRetries: "maxRetries",
      backoff: backoffMs.map(msToDuration),
      jitter: jitter === "full" ? "FULL" : "NONE",
    },
    resultTtl: msToDuration(type.resultTtlMs),
    payloadSchema: type.payloadSchema === undefined ? null : toValueOrText(type.payloadSchema),
    description: type.description ?? "",
  };
}
