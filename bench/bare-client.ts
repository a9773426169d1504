import * as grpc from "@grpc/grpc-js";
import type { SubmitTaskRequest } from "../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { loadApi } from "../proto/load.ts";
import { apiErrorFrom } from "../sdk/read-api-error.ts";

const DEADLINE_MS = 20_000;

/** A client that sends each call once: what is refused is refused. Its promises reject with an `ApiError`. */
export interface BareClient {
  submit(task: SubmitTaskRequest): Promise<void>;
  submitMany(tasks: SubmitTaskRequest[]): Promise<void>;
  close(): void;
}

/** A connection of its own to one gateway. */
export function bareClient(url: string, apiKey: string): BareClient {
  const { TaskService } = loadApi();
  const client = new TaskService(url, grpc.credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.enable_retries": 0,
  });
  const metadata = () => {
    const sent = new grpc.Metadata();
    sent.set("x-api-key", apiKey);
    return sent;
  };
  const options = () => ({ deadline: Date.now() + DEADLINE_MS });
  const settle = (resolve: () => void, reject: (error: Error) => void) => (error: grpc.ServiceError | null) =>
    error === null ? resolve() : reject(apiErrorFrom(error));
  return {
    submit: (task) =>
      new Promise((resolve, reject) => {
        client.submitTask(task, metadata(), options(), settle(resolve, reject));
      }),
    submitMany: (tasks) =>
      new Promise((resolve, reject) => {
        client.submitTasks({ tasks }, metadata(), options(), settle(resolve, reject));
      }),
    close: () => client.close(),
  };
}
