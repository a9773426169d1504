import type { Method } from "./method-roles.ts";

/**
 * What a method is to a gateway that has too much to do: `submit` brings new work and goes first, then `read` and `watch` (which
 * waits or streams), and `control` never: it ends work, or mends what is wrong.
 */
export type MethodKind = "submit" | "read" | "watch" | "control";

/** The kind of each method. A method without a row does not compile. */
export const METHOD_KINDS: Readonly<Record<Method, MethodKind>> = {
  "TaskService/GetTask": "read",
  "TaskService/WaitTask": "watch",
  "TaskService/WatchTask": "watch",
  "TaskService/TailTaskLogs": "watch",
  "TaskService/WatchTasks": "watch",
  "TaskService/ListTasks": "read",
  "TaskService/CountTasks": "read",
  "TaskService/GetTaskStatistics": "read",
  "TaskService/SubmitTask": "submit",
  "TaskService/SubmitTasks": "submit",
  "TaskService/CancelTask": "control",
  "TaskService/UpdateTask": "control",
  "TaskService/RunTask": "submit",
  "TaskService/RetryTask": "submit",
  "TaskService/CancelTasks": "control",
  "TaskService/RetryTasks": "submit",
  "TaskService/PurgeTasks": "control",
  "ScheduleService/CreateSchedule": "submit",
  "ScheduleService/GetSchedule": "read",
  "ScheduleService/ListSchedules": "read",
  "ScheduleService/UpdateSchedule": "control",
  "ScheduleService/DeleteSchedule": "control",
  "ScheduleService/PauseSchedule": "control",
  "ScheduleService/ResumeSchedule": "control",
  "ScheduleService/TriggerSchedule": "submit",
  "ScheduleService/PreviewSchedule": "read",
  "AlertService/ListAlerts": "read",
  "AlertService/CreateSilence": "control",
  "AlertService/ListSilences": "read",
  "AlertService/DeleteSilence": "control",
  "WebhookService/CreateWebhook": "control",
  "WebhookService/ListWebhooks": "read",
  "WebhookService/DeleteWebhook": "control",
  "WebhookService/TestWebhook": "submit",
  "AdminService/ListTaskTypes": "read",
  "AdminService/ListWorkers": "read",
  "AdminService/ScaleWorker": "control",
  "AdminService/DrainWorker": "control",
  "AdminService/ResumeWorker": "control",
  "AdminService/CreateToken": "read",
  "AdminService/CreateApiKey": "control",
  "AdminService/ListApiKeys": "read",
  "AdminService/RotateApiKey": "control",
  "AdminService/RevokeApiKey": "control",
  "AdminService/ListAudit": "read",
  "AdminService/UpdateApiKey": "control",
  "AdminService/GetProject": "read",
  "AdminService/UpdateProject": "control",
  "AdminService/AuditStore": "control",
  "QueueService/ListQueues": "read",
  "QueueService/GetQueue": "read",
  "QueueService/PauseQueue": "control",
  "QueueService/ResumeQueue": "control",
  "QueueService/UpdateQueue": "control",
  "QueueService/PurgeQueue": "control",
};

/** The kind of a method such as `TaskService/SubmitTask`. */
export function kindOf(method: string): MethodKind | undefined {
  return (METHOD_KINDS as Readonly<Record<string, MethodKind>>)[method];
}

/** Whether a call of the method stays open while it waits for something to happen. */
export function isWatch(method: string): boolean {
  return kindOf(method) === "watch";
}
