export { defineTask, TaskDefinitionError } from "./define-task.ts";
export type { JsonSchema, StandardSchema } from "./payload-schema.ts";
export type {
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
