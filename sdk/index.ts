// What `import "longshore"` gives: to whoever defines tasks, and to whoever submits them. The one client here is that of callers, with
// types, retries and batches; `sdk/client.ts` beneath it, with a method for each call of the API, is the command's own, because whoever
// wants every call has them with types of their own language from the protos, and two clients would be one too many.
export { ApiError, type ApiFieldViolation, type ApiStatus } from "./api-error.ts";
export type { AnyTasks, JsonOf, PayloadOf, ResultOf } from "./callable-tasks.ts";
export { defineTask, TaskDefinitionError } from "./define-task.ts";
export type { TaskLogLine } from "./log-line.ts";
export type { JsonSchema, StandardSchema } from "./payload-schema.ts";
export type { Task, TaskEvent, TaskFailure, TaskProgress, TaskState } from "./task.ts";
export {
  createTaskClient as createClient,
  type SubmitOptions,
  type TaskClient as Client,
  type TaskClientOptions as ClientOptions,
} from "./task-client.ts";
export type {
  CallableTask,
  ExecTaskDefinition,
  ExecTaskOptions,
  Handler,
  HandlerTaskDefinition,
  HandlerTaskOptions,
  TaskContext,
  TaskDefinition,
  TaskLog,
  TaskOptions,
} from "./task-definition.ts";
export { NonRetryableError, RetryLater, Snooze, type When } from "./task-error.ts";
export { type FailedState, TaskFailedError } from "./task-failed-error.ts";
export type { TaskHandle } from "./task-handle.ts";
