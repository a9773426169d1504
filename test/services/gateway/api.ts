import * as grpc from "@grpc/grpc-js";
import type { BulkResult__Output } from "../../../proto/gen/longshore/v1/BulkResult.ts";
import type { CancelTaskRequest } from "../../../proto/gen/longshore/v1/CancelTaskRequest.ts";
import type { CancelTasksRequest } from "../../../proto/gen/longshore/v1/CancelTasksRequest.ts";
import type { CountTasksRequest } from "../../../proto/gen/longshore/v1/CountTasksRequest.ts";
import type { CountTasksResponse__Output } from "../../../proto/gen/longshore/v1/CountTasksResponse.ts";
import type { GetTaskRequest } from "../../../proto/gen/longshore/v1/GetTaskRequest.ts";
import type { GetTaskStatisticsRequest } from "../../../proto/gen/longshore/v1/GetTaskStatisticsRequest.ts";
import type { ListTasksRequest } from "../../../proto/gen/longshore/v1/ListTasksRequest.ts";
import type { ListTasksResponse__Output } from "../../../proto/gen/longshore/v1/ListTasksResponse.ts";
import type { ListTaskTypesResponse__Output } from "../../../proto/gen/longshore/v1/ListTaskTypesResponse.ts";
import type { PurgeTasksRequest } from "../../../proto/gen/longshore/v1/PurgeTasksRequest.ts";
import type { RetryTaskRequest } from "../../../proto/gen/longshore/v1/RetryTaskRequest.ts";
import type { RetryTasksRequest } from "../../../proto/gen/longshore/v1/RetryTasksRequest.ts";
import type { RunTaskRequest } from "../../../proto/gen/longshore/v1/RunTaskRequest.ts";
import type { SubmitTaskRequest } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type {
  _longshore_v1_SubmitTasksResponse_Outcome__Output as Outcome,
  SubmitTasksResponse__Output,
} from "../../../proto/gen/longshore/v1/SubmitTasksResponse.ts";
import type { TailTaskLogsRequest } from "../../../proto/gen/longshore/v1/TailTaskLogsRequest.ts";
import type { Task__Output } from "../../../proto/gen/longshore/v1/Task.ts";
import type { TaskEvent__Output } from "../../../proto/gen/longshore/v1/TaskEvent.ts";
import type { TaskServiceClient } from "../../../proto/gen/longshore/v1/TaskService.ts";
import type { TaskStatistics__Output } from "../../../proto/gen/longshore/v1/TaskStatistics.ts";
import type { TaskType__Output } from "../../../proto/gen/longshore/v1/TaskType.ts";
import type { UpdateTaskRequest } from "../../../proto/gen/longshore/v1/UpdateTaskRequest.ts";
import type { WaitTaskRequest } from "../../../proto/gen/longshore/v1/WaitTaskRequest.ts";
import type { WatchTasksRequest } from "../../../proto/gen/longshore/v1/WatchTasksRequest.ts";
import { jsonToValue } from "../../../proto/json-value.ts";
import { loadApi } from "../../../proto/load.ts";
import type { ApiError } from "../../../sdk/api-error.ts";
import { apiErrorFrom } from "../../../sdk/read-api-error.ts";

/** The methods of the API as promises, which reject with an `ApiError`. */
export type Api = ReturnType<typeof apiOf>;

/** The API with this metadata. `deadlineMs` is how long a call may take. */
export function apiOf(client: TaskServiceClient, metadata: grpc.Metadata, deadlineMs = 20_000) {
  const options = () => ({ deadline: Date.now() + deadlineMs });
  return {
    submit: (request: SubmitTaskRequest) =>
      call<Task__Output>((done) => client.submitTask(request, metadata, options(), done)),
    submitMany: async (tasks: SubmitTaskRequest[]): Promise<Outcome[]> => {
      const answer = await call<SubmitTasksResponse__Output>((done) =>
        client.submitTasks({ tasks }, metadata, options(), done),
      );
      return answer.outcomes;
    },
    get: (request: GetTaskRequest) =>
      call<Task__Output>((done) => client.getTask(request, metadata, options(), done)),
    wait: (request: WaitTaskRequest) =>
      call<Task__Output>((done) => client.waitTask(request, metadata, options(), done)),
    cancel: (request: CancelTaskRequest) =>
      call<Task__Output>((done) => client.cancelTask(request, metadata, options(), done)),
    update: (request: UpdateTaskRequest) =>
      call<Task__Output>((done) => client.updateTask(request, metadata, options(), done)),
    run: (request: RunTaskRequest) =>
      call<Task__Output>((done) => client.runTask(request, metadata, options(), done)),
    retry: (request: RetryTaskRequest) =>
      call<Task__Output>((done) => client.retryTask(request, metadata, options(), done)),
    count: (request: CountTasksRequest) =>
      call<CountTasksResponse__Output>((done) => client.countTasks(request, metadata, options(), done)),
    statistics: (request: GetTaskStatisticsRequest) =>
      call<TaskStatistics__Output>((done) => client.getTaskStatistics(request, metadata, options(), done)),
    list: (request: ListTasksRequest) =>
      call<ListTasksResponse__Output>((done) => client.listTasks(request, metadata, options(), done)),
    cancelMany: (request: CancelTasksRequest) =>
      call<BulkResult__Output>((done) => client.cancelTasks(request, metadata, options(), done)),
    retryMany: (request: RetryTasksRequest) =>
      call<BulkResult__Output>((done) => client.retryTasks(request, metadata, options(), done)),
    purgeMany: (request: PurgeTasksRequest) =>
      call<BulkResult__Output>((done) => client.purgeTasks(request, metadata, options(), done)),
    listTypes: async (): Promise<TaskType__Output[]> => {
      const { AdminService } = loadApi();
      const admin = new AdminService("unused", grpc.credentials.createInsecure(), {
        channelOverride: client.getChannel(),
      });
      const answer = await call<ListTaskTypesResponse__Output>((done) =>
        admin.listTaskTypes({}, metadata, options(), done),
      );
      return answer.taskTypes;
    },
    watch: (taskId: string, afterEvent = 0) => new Watch(client.watchTask({ taskId, afterEvent }, metadata)),
    watchAll: (request: WatchTasksRequest) => new Watch(client.watchTasks(request, metadata)),
    tailLogs: (request: TailTaskLogsRequest) => new Watch(client.tailTaskLogs(request, metadata)),
  };
}

/** A stream of events or lines, read one by one. */
export class Watch<Item = TaskEvent__Output> {
  readonly #stream: grpc.ClientReadableStream<Item>;
  readonly #events: AsyncIterator<Item>;

  constructor(stream: grpc.ClientReadableStream<Item>) {
    this.#stream = stream;
    this.#events = stream[Symbol.asyncIterator]();
  }

  /** The next event; undefined when the stream has ended with OK. Rejects with an `ApiError`. */
  async next(): Promise<Item | undefined> {
    try {
      const { done, value } = await this.#events.next();
      return done === true ? undefined : value;
    } catch (error) {
      throw apiErrorFrom(error as grpc.ServiceError);
    }
  }

  /** All events that are left. */
  async rest(): Promise<Item[]> {
    const events: Item[] = [];
    for (let event = await this.next(); event !== undefined; event = await this.next()) events.push(event);
    return events;
  }

  cancel(): void {
    this.#stream.cancel();
  }
}

/** Metadata with a key. */
export function withKey(key: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set("x-api-key", key);
  return metadata;
}

/** The error that a call fails with; throws when it does not fail. */
export async function failure(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => {
      throw new Error("the call did not fail");
    },
    (error: ApiError) => error,
  );
}

/** A submission with a JSON payload. */
export function submission(type: string, payload: unknown, more: SubmitTaskRequest = {}): SubmitTaskRequest {
  return { type, payload: jsonToValue(payload), ...more };
}

export function call<Answer>(
  start: (done: (error: grpc.ServiceError | null, answer?: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    start((error, answer) => {
      if (error !== null) reject(apiErrorFrom(error));
      else if (answer === undefined) reject(new Error("neither error nor answer"));
      else resolve(answer);
    });
  });
}
