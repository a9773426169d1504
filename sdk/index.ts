export { defineTask, TaskDefinitionError } from "./define-task.ts";
export type { StandardSchema } from "./payload-schema.ts";
export type {
  Handler,
  JsonSchema,
  TaskContext,
  TaskDefinition,
  TaskLog,
  TaskOptions,
} from "./task-definition.ts";
export { NonRetryableError, RetryLater, Snooze, type When } from "./task-error.ts";
