import type { Method } from "../method-roles.ts";

/** How a method is called over HTTP. */
export interface Route {
  readonly method: Method;
  readonly verb: "GET" | "POST" | "PATCH" | "DELETE";
  /** Names in braces are fields of the request. */
  readonly path: string;
  /**
   * For a method that answers with a stream: the field of an answer that numbers it, and the field of the request that says
   * after which number to go on.
   */
  readonly numbered?: { readonly by: string; readonly after: string };
  /** Whether `Idempotency-Key` makes it safe to send again: what it makes would be made twice otherwise. */
  readonly takesIdempotencyKey?: true;
}

/**
 * Every method with a place of its own, after AIP-127 and AIP-136: the fields of the request that the path does not name come
 * from the query for GET and DELETE, and from a JSON body otherwise.
 */
export const ROUTES: readonly Route[] = [
  { method: "TaskService/SubmitTask", verb: "POST", path: "/v1/tasks", takesIdempotencyKey: true },
  { method: "TaskService/SubmitTasks", verb: "POST", path: "/v1/tasks:batch", takesIdempotencyKey: true },
  { method: "TaskService/ListTasks", verb: "GET", path: "/v1/tasks" },
  { method: "TaskService/CountTasks", verb: "GET", path: "/v1/tasks:count" },
  { method: "TaskService/GetTaskStatistics", verb: "GET", path: "/v1/tasks:statistics" },
  { method: "TaskService/CancelTasks", verb: "POST", path: "/v1/tasks:cancel" },
  { method: "TaskService/RetryTasks", verb: "POST", path: "/v1/tasks:retry" },
  { method: "TaskService/PurgeTasks", verb: "POST", path: "/v1/tasks:purge" },
  { method: "TaskService/GetTask", verb: "GET", path: "/v1/tasks/{task_id}" },
  { method: "TaskService/UpdateTask", verb: "PATCH", path: "/v1/tasks/{task_id}" },
  { method: "TaskService/WaitTask", verb: "GET", path: "/v1/tasks/{task_id}:wait" },
  { method: "TaskService/CancelTask", verb: "POST", path: "/v1/tasks/{task_id}:cancel" },
  { method: "TaskService/RunTask", verb: "POST", path: "/v1/tasks/{task_id}:run" },
  { method: "TaskService/RetryTask", verb: "POST", path: "/v1/tasks/{task_id}:retry" },
  {
    method: "TaskService/WatchTask",
    verb: "GET",
    path: "/v1/tasks/{task_id}/events",
    numbered: { by: "number", after: "after_event" },
  },
  {
    method: "TaskService/WatchTasks",
    verb: "GET",
    path: "/v1/events",
    numbered: { by: "position", after: "position" },
  },
  {
    method: "TaskService/TailTaskLogs",
    verb: "GET",
    path: "/v1/tasks/{task_id}/logs",
    numbered: { by: "number", after: "after_number" },
  },
  { method: "QueueService/ListQueues", verb: "GET", path: "/v1/queues" },
  { method: "QueueService/GetQueue", verb: "GET", path: "/v1/queues/{queue}" },
  { method: "QueueService/UpdateQueue", verb: "PATCH", path: "/v1/queues/{queue}" },
  { method: "QueueService/PauseQueue", verb: "POST", path: "/v1/queues/{queue}:pause" },
  { method: "QueueService/ResumeQueue", verb: "POST", path: "/v1/queues/{queue}:resume" },
  { method: "QueueService/PurgeQueue", verb: "POST", path: "/v1/queues/{queue}:purge" },
  { method: "ScheduleService/CreateSchedule", verb: "POST", path: "/v1/schedules" },
  { method: "ScheduleService/ListSchedules", verb: "GET", path: "/v1/schedules" },
  { method: "ScheduleService/PreviewSchedule", verb: "POST", path: "/v1/schedules:preview" },
  { method: "ScheduleService/GetSchedule", verb: "GET", path: "/v1/schedules/{schedule_id}" },
  { method: "ScheduleService/UpdateSchedule", verb: "PATCH", path: "/v1/schedules" },
  { method: "ScheduleService/DeleteSchedule", verb: "DELETE", path: "/v1/schedules/{schedule_id}" },
  { method: "ScheduleService/PauseSchedule", verb: "POST", path: "/v1/schedules/{schedule_id}:pause" },
  { method: "ScheduleService/ResumeSchedule", verb: "POST", path: "/v1/schedules/{schedule_id}:resume" },
  {
    method: "ScheduleService/TriggerSchedule",
    verb: "POST",
    path: "/v1/schedules/{schedule_id}:trigger",
    takesIdempotencyKey: true,
  },
  { method: "AlertService/ListAlerts", verb: "GET", path: "/v1/alerts" },
  { method: "AlertService/CreateSilence", verb: "POST", path: "/v1/silences" },
  { method: "AlertService/ListSilences", verb: "GET", path: "/v1/silences" },
  { method: "AlertService/DeleteSilence", verb: "DELETE", path: "/v1/silences/{silence_id}" },
  { method: "WebhookService/CreateWebhook", verb: "POST", path: "/v1/webhooks" },
  { method: "WebhookService/ListWebhooks", verb: "GET", path: "/v1/webhooks" },
  { method: "WebhookService/DeleteWebhook", verb: "DELETE", path: "/v1/webhooks/{webhook_id}" },
  { method: "WebhookService/TestWebhook", verb: "POST", path: "/v1/webhooks/{webhook_id}:test" },
  { method: "AdminService/ListTaskTypes", verb: "GET", path: "/v1/task-types" },
  { method: "AdminService/ListWorkers", verb: "GET", path: "/v1/workers" },
  { method: "AdminService/ScaleWorker", verb: "POST", path: "/v1/workers/{worker_id}:scale" },
  { method: "AdminService/DrainWorker", verb: "POST", path: "/v1/workers/{worker_id}:drain" },
  { method: "AdminService/ResumeWorker", verb: "POST", path: "/v1/workers/{worker_id}:resume" },
  { method: "AdminService/ListAudit", verb: "GET", path: "/v1/audit" },
  { method: "AdminService/AuditStore", verb: "POST", path: "/v1/store:audit" },
  { method: "AdminService/CreateToken", verb: "POST", path: "/v1/tokens" },
  { method: "AdminService/CreateApiKey", verb: "POST", path: "/v1/keys" },
  { method: "AdminService/ListApiKeys", verb: "GET", path: "/v1/keys" },
  { method: "AdminService/RotateApiKey", verb: "POST", path: "/v1/keys/{key_id}:rotate" },
  { method: "AdminService/UpdateApiKey", verb: "PATCH", path: "/v1/keys/{key_id}" },
  { method: "AdminService/GetProject", verb: "GET", path: "/v1/project" },
  { method: "AdminService/UpdateProject", verb: "PATCH", path: "/v1/project" },
  { method: "AdminService/RevokeApiKey", verb: "DELETE", path: "/v1/keys/{key_id}" },
];
