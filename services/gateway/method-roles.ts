import { LongshoreError } from "../../core/error.ts";
import { includesRole, type Role } from "../../core/role.ts";
import type { Services } from "./method.ts";

/** A method of the API: `TaskService/SubmitTask`. */
export type Method = {
  [Service in keyof Services]: `${Service}/${keyof Services[Service] & string}`;
}[keyof Services];

/** The least role that each method needs. A method without a row does not compile. */
export const METHOD_ROLES: Readonly<Record<Method, Role>> = {
  "TaskService/GetTask": "viewer",
  "TaskService/WaitTask": "viewer",
  "TaskService/WatchTask": "viewer",
  "TaskService/WatchTasks": "viewer",
  "TaskService/TailTaskLogs": "viewer",
  "TaskService/ListTasks": "viewer",
  "TaskService/CountTasks": "viewer",
  "TaskService/GetTaskStatistics": "viewer",
  "TaskService/SubmitTask": "submitter",
  "TaskService/SubmitTasks": "submitter",
  "TaskService/CancelTask": "submitter",
  "TaskService/UpdateTask": "submitter",
  "TaskService/RunTask": "submitter",
  "TaskService/RetryTask": "submitter",
  "TaskService/CancelTasks": "operator",
  "TaskService/RetryTasks": "operator",
  "TaskService/PurgeTasks": "operator",
  "ScheduleService/CreateSchedule": "submitter",
  "ScheduleService/GetSchedule": "viewer",
  "ScheduleService/ListSchedules": "viewer",
  "ScheduleService/UpdateSchedule": "submitter",
  "ScheduleService/DeleteSchedule": "submitter",
  "ScheduleService/PauseSchedule": "submitter",
  "ScheduleService/ResumeSchedule": "submitter",
  "ScheduleService/TriggerSchedule": "submitter",
  "ScheduleService/PreviewSchedule": "viewer",
  "AdminService/ListTaskTypes": "viewer",
  "AdminService/ListWorkers": "viewer",
  "AdminService/ScaleWorker": "operator",
  "AdminService/DrainWorker": "operator",
  "AdminService/ResumeWorker": "operator",
  "AdminService/CreateToken": "viewer",
  "AdminService/CreateApiKey": "admin",
  "AdminService/ListApiKeys": "admin",
  "AdminService/RotateApiKey": "admin",
  "AdminService/RevokeApiKey": "admin",
  "AdminService/ListAudit": "operator",
  "AdminService/UpdateApiKey": "admin",
  "AdminService/GetProject": "viewer",
  "AdminService/UpdateProject": "admin",
  "AdminService/AuditStore": "admin",
  "AlertService/ListAlerts": "viewer",
  "AlertService/CreateSilence": "operator",
  "AlertService/ListSilences": "viewer",
  "AlertService/DeleteSilence": "operator",
  "WebhookService/CreateWebhook": "operator",
  "WebhookService/ListWebhooks": "operator",
  "WebhookService/DeleteWebhook": "operator",
  "WebhookService/TestWebhook": "operator",
  "QueueService/ListQueues": "viewer",
  "QueueService/GetQueue": "viewer",
  "QueueService/PauseQueue": "operator",
  "QueueService/ResumeQueue": "operator",
  "QueueService/UpdateQueue": "operator",
  "QueueService/PurgeQueue": "operator",
};

/**
 * Lets a caller pass whose role is enough for a method. Throws ROLE_MISSING, before anything is looked up.
 *
 * @param method `TaskService/SubmitTask`
 */
export function authorize(role: Role, method: string): void {
  const needed = (METHOD_ROLES as Readonly<Record<string, Role>>)[method];
  if (needed === undefined) throw new Error(`no role is set down for ${method}`);
  if (!includesRole(role, needed)) throw new LongshoreError("ROLE_MISSING", { role, method, needed });
}
