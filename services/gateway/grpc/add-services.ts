import type * as grpc from "@grpc/grpc-js";
import type { AdminServiceHandlers } from "../../../proto/gen/longshore/v1/AdminService.ts";
import type { QueueServiceHandlers } from "../../../proto/gen/longshore/v1/QueueService.ts";
import type { TaskServiceHandlers } from "../../../proto/gen/longshore/v1/TaskService.ts";
import { loadApi } from "../../../proto/load.ts";
import type { Deps } from "../deps.ts";
import { AUDIT_CAP_MS, auditStore } from "../rpc/audit-store.ts";
import { cancelTask } from "../rpc/cancel-task.ts";
import { cancelTasks } from "../rpc/cancel-tasks.ts";
import { createApiKey } from "../rpc/create-api-key.ts";
import { getQueue } from "../rpc/get-queue.ts";
import { getTask } from "../rpc/get-task.ts";
import { listApiKeys } from "../rpc/list-api-keys.ts";
import { listQueues } from "../rpc/list-queues.ts";
import { listTaskTypes } from "../rpc/list-task-types.ts";
import { listTasks } from "../rpc/list-tasks.ts";
import { listWorkers } from "../rpc/list-workers.ts";
import { pauseQueue } from "../rpc/pause-queue.ts";
import { purgeTasks } from "../rpc/purge-tasks.ts";
import { resumeQueue } from "../rpc/resume-queue.ts";
import { retryTask } from "../rpc/retry-task.ts";
import { retryTasks } from "../rpc/retry-tasks.ts";
import { revokeApiKey } from "../rpc/revoke-api-key.ts";
import { rotateApiKey } from "../rpc/rotate-api-key.ts";
import { runTask } from "../rpc/run-task.ts";
import { scaleWorker } from "../rpc/scale-worker.ts";
import { submitTask } from "../rpc/submit-task.ts";
import { submitTasks } from "../rpc/submit-tasks.ts";
import { tailTaskLogs } from "../rpc/tail-task-logs.ts";
import { updateQueue } from "../rpc/update-queue.ts";
import { updateTask } from "../rpc/update-task.ts";
import { WAIT_CAP_MS, waitTask } from "../rpc/wait-task.ts";
import { watchTask } from "../rpc/watch-task.ts";
import type { CallGate } from "./call-gate.ts";
import { serverStreaming, unary } from "./handler.ts";
import { withUnreadable } from "./unreadable-request.ts";

/** The full names of the services of the API. */
export const SERVICE_NAMES = [
  "longshore.v1.TaskService",
  "longshore.v1.AdminService",
  "longshore.v1.QueueService",
] as const;

/** Adds the services of the API to a server; every method goes through the gate. */
export function addServices(server: grpc.Server, gate: CallGate, deps: Deps): void {
  const tasks: TaskServiceHandlers = {
    SubmitTask: unary(gate, (request, caller) => submitTask(request, caller, deps)),
    SubmitTasks: unary(gate, (request, caller) => submitTasks(request, caller, deps)),
    GetTask: unary(gate, (request, caller) => getTask(request, caller, deps)),
    WaitTask: unary(gate, (request, caller) => waitTask(request, caller, deps), WAIT_CAP_MS),
    WatchTask: serverStreaming(gate, (request, caller, emit) => watchTask(request, caller, deps, emit)),
    TailTaskLogs: serverStreaming(gate, (request, caller, emit) => tailTaskLogs(request, caller, deps, emit)),
    CancelTask: unary(gate, (request, caller) => cancelTask(request, caller, deps)),
    UpdateTask: unary(gate, (request, caller) => updateTask(request, caller, deps)),
    RunTask: unary(gate, (request, caller) => runTask(request, caller, deps)),
    RetryTask: unary(gate, (request, caller) => retryTask(request, caller, deps)),
    ListTasks: unary(gate, (request, caller) => listTasks(request, caller, deps)),
    CancelTasks: unary(gate, (request, caller) => cancelTasks(request, caller, deps)),
    RetryTasks: unary(gate, (request, caller) => retryTasks(request, caller, deps)),
    PurgeTasks: unary(gate, (request, caller) => purgeTasks(request, caller, deps)),
  };
  const admin: AdminServiceHandlers = {
    ListTaskTypes: unary(gate, () => listTaskTypes(deps)),
    ListWorkers: unary(gate, (_request, caller) => listWorkers(caller, deps)),
    ScaleWorker: unary(gate, (request, caller) => scaleWorker(request, caller, deps)),
    CreateApiKey: unary(gate, (request, caller) => createApiKey(request, caller, deps)),
    ListApiKeys: unary(gate, (_request, caller) => listApiKeys(caller, deps)),
    RotateApiKey: unary(gate, (request, caller) => rotateApiKey(request, caller, deps)),
    RevokeApiKey: unary(gate, (request, caller) => revokeApiKey(request, caller, deps)),
    AuditStore: unary(gate, (request, caller) => auditStore(request, caller, deps), AUDIT_CAP_MS),
  };
  const queues: QueueServiceHandlers = {
    ListQueues: unary(gate, () => listQueues(deps)),
    GetQueue: unary(gate, (request) => getQueue(request, deps)),
    PauseQueue: unary(gate, (request, caller) => pauseQueue(request, caller, deps)),
    ResumeQueue: unary(gate, (request, caller) => resumeQueue(request, caller, deps)),
    UpdateQueue: unary(gate, (request, caller) => updateQueue(request, caller, deps)),
  };
  const { TaskService, AdminService, QueueService } = loadApi();
  server.addService(withUnreadable(TaskService.service), tasks);
  server.addService(withUnreadable(AdminService.service), admin);
  server.addService(withUnreadable(QueueService.service), queues);
}
