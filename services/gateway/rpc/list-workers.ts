import { LongshoreError } from "../../../core/error.ts";
import type { RunningSummary, WorkerState } from "../../../core/worker-heartbeat.ts";
import { readWorkers, type SeenWorker } from "../../../jetstream/workers.ts";
import type { ListWorkersResponse } from "../../../proto/gen/longshore/v1/ListWorkersResponse.ts";
import type {
  _longshore_v1_Worker_RunningTask as ProtoRunningTask,
  Worker as ProtoWorker,
} from "../../../proto/gen/longshore/v1/Worker.ts";
import { msToDuration } from "../../../proto/time.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { timestamp } from "../event-view.ts";

/**
 * Lists the workers that have spoken within the last minute. Of what they run, the caller sees the tasks of its own project;
 * the others are counted. Throws BROKER_UNAVAILABLE.
 */
export async function listWorkers(
  { project }: Pick<Caller, "project">,
  { connection }: Pick<Deps, "connection">,
): Promise<ListWorkersResponse> {
  const read = await readWorkers(connection);
  if (!read.ok) throw new LongshoreError("BROKER_UNAVAILABLE", { problem: read.problem });
  return { workers: read.workers.map((worker) => workerToProto(worker, project)) };
}

function workerToProto({ heartbeat, seenAt }: SeenWorker, project: string): ProtoWorker {
  const running = heartbeat.running.filter((task) => task.project === project);
  return {
    workerId: heartbeat.id,
    host: heartbeat.host,
    pid: heartbeat.pid,
    longshoreVersion: heartbeat.longshoreVersion,
    startTime: timestamp(heartbeat.startedAt),
    heartbeatTime: timestamp(seenAt.toISOString()),
    state: STATE_TO_PROTO[heartbeat.state],
    queues: [...heartbeat.queues],
    taskTypes: [...heartbeat.types],
    pools: heartbeat.slots.map(({ pool, total, free }) => ({ pool, size: total, free })),
    running: running.map(runningToProto),
    otherRunningCount: heartbeat.runningCount - running.length,
    memoryRssBytes: String(heartbeat.memory.rss),
    memoryHeapUsedBytes: String(heartbeat.memory.heapUsed),
    problems: [...heartbeat.problems],
  };
}

const STATE_TO_PROTO = {
  ready: "READY",
  draining: "DRAINING",
  stalled: "STALLED",
} as const satisfies Record<WorkerState, string>;

function runningToProto({ taskId, type, attempt, startedAt, ageMs }: RunningSummary): ProtoRunningTask {
  return { taskId, type, attempt, startTime: timestamp(startedAt), age: msToDuration(ageMs) };
}
