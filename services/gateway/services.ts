import type { Deps } from "./deps.ts";
import { type Services, serverStreaming, unary } from "./method.ts";
import { AUDIT_CAP_MS, auditStore } from "./rpc/audit-store.ts";
import { cancelTask } from "./rpc/cancel-task.ts";
import { cancelTasks } from "./rpc/cancel-tasks.ts";
import { countTasks } from "./rpc/count-tasks.ts";
import { createApiKey } from "./rpc/create-api-key.ts";
import { createSchedule } from "./rpc/create-schedule.ts";
import { createSilence } from "./rpc/create-silence.ts";
import { createToken } from "./rpc/create-token.ts";
import { createWebhook } from "./rpc/create-webhook.ts";
import { deleteSchedule } from "./rpc/delete-schedule.ts";
import { deleteSilence } from "./rpc/delete-silence.ts";
import { deleteWebhook } from "./rpc/delete-webhook.ts";
import { drainWorker, resumeWorker } from "./rpc/drain-worker.ts";
import { getProject } from "./rpc/get-project.ts";
import { getQueue } from "./rpc/get-queue.ts";
import { getSchedule } from "./rpc/get-schedule.ts";
import { getTask } from "./rpc/get-task.ts";
import { getTaskStatistics } from "./rpc/get-task-statistics.ts";
import { listAlerts } from "./rpc/list-alerts.ts";
import { listApiKeys } from "./rpc/list-api-keys.ts";
import { listAudit } from "./rpc/list-audit.ts";
import { listQueues } from "./rpc/list-queues.ts";
import { listSchedules } from "./rpc/list-schedules.ts";
import { listSilences } from "./rpc/list-silences.ts";
import { listTaskTypes } from "./rpc/list-task-types.ts";
import { listTasks } from "./rpc/list-tasks.ts";
import { listWebhooks } from "./rpc/list-webhooks.ts";
import { listWorkers } from "./rpc/list-workers.ts";
import { pauseQueue } from "./rpc/pause-queue.ts";
import { pauseSchedule } from "./rpc/pause-schedule.ts";
import { previewSchedule } from "./rpc/preview-schedule.ts";
import { purgeQueue } from "./rpc/purge-queue.ts";
import { purgeTasks } from "./rpc/purge-tasks.ts";
import { resumeQueue } from "./rpc/resume-queue.ts";
import { resumeSchedule } from "./rpc/resume-schedule.ts";
import { retryTask } from "./rpc/retry-task.ts";
import { retryTasks } from "./rpc/retry-tasks.ts";
import { revokeApiKey } from "./rpc/revoke-api-key.ts";
import { rotateApiKey } from "./rpc/rotate-api-key.ts";
import { runTask } from "./rpc/run-task.ts";
import { scaleWorker } from "./rpc/scale-worker.ts";
import { submitTask } from "./rpc/submit-task.ts";
import { submitTasks } from "./rpc/submit-tasks.ts";
import { tailTaskLogs } from "./rpc/tail-task-logs.ts";
import { testWebhook } from "./rpc/test-webhook.ts";
import { triggerSchedule } from "./rpc/trigger-schedule.ts";
import { updateApiKey } from "./rpc/update-api-key.ts";
import { updateProject } from "./rpc/update-project.ts";
import { updateQueue } from "./rpc/update-queue.ts";
import { updateSchedule } from "./rpc/update-schedule.ts";
import { updateTask } from "./rpc/update-task.ts";
import { WAIT_CAP_MS, waitTask } from "./rpc/wait-task.ts";
import { watchTask } from "./rpc/watch-task.ts";
import { watchTasks } from "./rpc/watch-tasks.ts";
import { withAudit } from "./with-audit.ts";
import { withTokenScope } from "./with-token-scope.ts";

/** Every method of the API, once, for all ways in which it can be called. What changes something is written down. */
export function createServices(deps: Deps): Services {
  const TaskService: Services["TaskService"] = {
    SubmitTask: unary((request, caller) => submitTask(request, caller, deps)),
    SubmitTasks: unary((request, caller) => submitTasks(request, caller, deps)),
    GetTask: unary((request, caller) => getTask(request, caller, deps)),
    WaitTask: unary((request, caller) => waitTask(request, caller, deps), WAIT_CAP_MS),
    WatchTask: serverStreaming((request, caller, emit) => watchTask(request, caller, deps, emit)),
    WatchTasks: serverStreaming((request, caller, emit) => watchTasks(request, caller, deps, emit)),
    TailTaskLogs: serverStreaming((request, caller, emit) => tailTaskLogs(request, caller, deps, emit)),
    CancelTask: unary((request, caller) => cancelTask(request, caller, deps)),
    UpdateTask: unary((request, caller) => updateTask(request, caller, deps)),
    RunTask: unary((request, caller) => runTask(request, caller, deps)),
    RetryTask: unary((request, caller) => retryTask(request, caller, deps)),
    ListTasks: unary((request, caller) => listTasks(request, caller, deps)),
    CountTasks: unary((request, caller) => countTasks(request, caller, deps)),
    GetTaskStatistics: unary((request, caller) => getTaskStatistics(request, caller, deps)),
    CancelTasks: unary((request, caller) => cancelTasks(request, caller, deps)),
    RetryTasks: unary((request, caller) => retryTasks(request, caller, deps)),
    PurgeTasks: unary((request, caller) => purgeTasks(request, caller, deps)),
  };
  const AdminService: Services["AdminService"] = {
    ListTaskTypes: unary(() => listTaskTypes(deps)),
    ListWorkers: unary((_request, caller) => listWorkers(caller, deps)),
    ScaleWorker: unary((request) => scaleWorker(request, deps)),
    DrainWorker: unary((request) => drainWorker(request, deps)),
    ResumeWorker: unary((request) => resumeWorker(request, deps)),
    CreateToken: unary((request, caller) => createToken(request, caller, deps)),
    CreateApiKey: unary((request, caller) => createApiKey(request, caller, deps)),
    ListApiKeys: unary((_request, caller) => listApiKeys(caller, deps)),
    RotateApiKey: unary((request, caller) => rotateApiKey(request, caller, deps)),
    RevokeApiKey: unary((request, caller) => revokeApiKey(request, caller, deps)),
    ListAudit: unary((request, caller) => listAudit(request, caller, deps)),
    UpdateApiKey: unary((request, caller) => updateApiKey(request, caller, deps)),
    GetProject: unary((_request, caller) => getProject(caller, deps)),
    UpdateProject: unary((request, caller) => updateProject(request, caller, deps)),
    AuditStore: unary((request, caller) => auditStore(request, caller, deps), AUDIT_CAP_MS),
  };
  const AlertService: Services["AlertService"] = {
    ListAlerts: unary((_request, caller) => listAlerts(caller, deps)),
    CreateSilence: unary((request, caller) => createSilence(request, caller, deps)),
    ListSilences: unary(() => listSilences(deps)),
    DeleteSilence: unary((request) => deleteSilence(request, deps)),
  };
  const WebhookService: Services["WebhookService"] = {
    CreateWebhook: unary((request, caller) => createWebhook(request, caller, deps)),
    ListWebhooks: unary((_request, caller) => listWebhooks(caller, deps)),
    DeleteWebhook: unary((request, caller) => deleteWebhook(request, caller, deps)),
    TestWebhook: unary((request, caller) => testWebhook(request, caller, deps)),
  };
  const QueueService: Services["QueueService"] = {
    ListQueues: unary(() => listQueues(deps)),
    GetQueue: unary((request) => getQueue(request, deps)),
    PauseQueue: unary((request, caller) => pauseQueue(request, caller, deps)),
    ResumeQueue: unary((request) => resumeQueue(request, deps)),
    UpdateQueue: unary((request) => updateQueue(request, deps)),
    PurgeQueue: unary((request, caller) => purgeQueue(request, caller, deps)),
  };
  const ScheduleService: Services["ScheduleService"] = {
    CreateSchedule: unary((request, caller) => createSchedule(request, caller, deps)),
    GetSchedule: unary((request, caller) => getSchedule(request, caller, deps)),
    ListSchedules: unary((request, caller) => listSchedules(request, caller, deps)),
    UpdateSchedule: unary((request, caller) => updateSchedule(request, caller, deps)),
    DeleteSchedule: unary((request, caller) => deleteSchedule(request, caller, deps)),
    PauseSchedule: unary((request, caller) => pauseSchedule(request, caller, deps)),
    ResumeSchedule: unary((request, caller) => resumeSchedule(request, caller, deps)),
    TriggerSchedule: unary((request, caller) => triggerSchedule(request, caller, deps)),
    PreviewSchedule: unary((request, caller) => previewSchedule(request, caller, deps)),
  };
  const services = { AdminService, AlertService, QueueService, ScheduleService, TaskService, WebhookService };
  return withAudit(withTokenScope(services, deps), deps);
}
