import type { Timestamp__Output } from "../../proto/gen/google/protobuf/Timestamp.ts";
import type { CreateApiKeyResponse } from "../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import { timestampToMs } from "../../proto/time.ts";
import { limitTexts } from "./limits/limits-view.ts";
import type { Services, StreamMethod, UnaryMethod } from "./method.ts";
import type { Method } from "./method-roles.ts";
import { describeQueueUpdate } from "./rpc/update-queue.ts";
import { changedFields } from "./rpc/update-task.ts";

/** What the audit keeps of a method's calls beside who called it, when, from where, and how it ended. */
export interface AuditRule<Request, Answer> {
  /** What it is done to, as the HTTP API calls it. `answer` is undefined when the call failed. */
  resource(request: Request, answer: Answer | undefined): string;
  /** What else there is to know; empty texts are left out. Never payloads or secrets. */
  detail?(request: Request, answer: Answer | undefined): Readonly<Record<string, string | undefined>>;
}

/** `reads`: changes nothing. `submits`: the task itself tells who submitted it, and when. Neither is in the audit. */
export type AuditRow<Request, Answer> = "reads" | "submits" | AuditRule<Request, Answer>;

type MethodNamed<Name extends Method> = Name extends `${infer Service extends keyof Services}/${infer Short}`
  ? Short extends keyof Services[Service]
    ? Services[Service][Short]
    : never
  : never;

type RowFor<OneMethod> =
  OneMethod extends UnaryMethod<infer Request, infer Answer>
    ? AuditRow<Request, Answer>
    : OneMethod extends StreamMethod<never, unknown>
      ? "reads"
      : never;

interface OfTask {
  readonly taskId: string;
}
interface OfQueue {
  readonly queue: string;
}
interface OfSchedule {
  readonly scheduleId: string;
}
interface OfMany {
  readonly matched?: number;
  readonly changed?: number;
  readonly failed?: number;
  readonly nextPageToken?: string;
}

const task = ({ taskId }: OfTask) => `tasks/${taskId}`;
const queue = (request: OfQueue) => `queues/${request.queue}`;
const schedule = ({ scheduleId }: OfSchedule) => `schedules/${scheduleId}`;
const reason = (request: { readonly reason: string }) => ({ reason: request.reason });
const type = (answer: { readonly type?: string } | undefined) => ({ type: answer?.type });
const counts = (answer: OfMany | undefined): Record<string, string> =>
  answer === undefined
    ? {}
    : {
        matched: String(answer.matched),
        changed: String(answer.changed),
        failed: String(answer.failed),
        is_all: String(answer.nextPageToken === ""),
      };
const many = {
  resource: () => "tasks",
  detail: (request: { readonly filter: string; readonly reason?: string }, answer: OfMany | undefined) => ({
    filter: request.filter,
    reason: request.reason,
    ...counts(answer),
  }),
};
/** Not more of a URL: its path or query may be what a receiver knows its senders by. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : undefined);
/** RFC 3339. */
const textOf = (time: Timestamp__Output | null) => {
  const ms = time === null ? undefined : timestampToMs(time);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};
const newKey = (answer: CreateApiKeyResponse | undefined): Record<string, string | undefined> => {
  const { role, label } = answer?.apiKey ?? {};
  return { role: role?.toString().toLowerCase(), label };
};

/**
 * What each method is to the audit. A method without a row does not compile; `withAudit` writes an entry for every call of a
 * method that neither reads nor submits.
 */
export const METHOD_AUDIT: { readonly [Name in Method]: RowFor<MethodNamed<Name>> } = {
  "TaskService/GetTask": "reads",
  "TaskService/WaitTask": "reads",
  "TaskService/WatchTask": "reads",
  "TaskService/WatchTasks": "reads",
  "TaskService/TailTaskLogs": "reads",
  "TaskService/ListTasks": "reads",
  "TaskService/CountTasks": "reads",
  "TaskService/GetTaskStatistics": "reads",
  "TaskService/SubmitTask": "submits",
  "TaskService/SubmitTasks": "submits",
  "TaskService/CancelTask": {
    resource: task,
    detail: (request, answer) => ({ ...type(answer), ...reason(request) }),
  },
  "TaskService/UpdateTask": {
    resource: task,
    detail: (request, answer) => ({ ...type(answer), fields: changedFields(request).join(" ") }),
  },
  "TaskService/RunTask": { resource: task, detail: (_request, answer) => type(answer) },
  "TaskService/RetryTask": {
    resource: task,
    detail: (request, answer) => ({ ...type(answer), ...reason(request) }),
  },
  "TaskService/CancelTasks": many,
  "TaskService/RetryTasks": many,
  "TaskService/PurgeTasks": many,
  "ScheduleService/CreateSchedule": {
    resource: ({ schedule: given }) => `schedules/${given?.scheduleId ?? ""}`,
  },
  "ScheduleService/GetSchedule": "reads",
  "ScheduleService/ListSchedules": "reads",
  "ScheduleService/UpdateSchedule": {
    resource: ({ schedule: given }) => `schedules/${given?.scheduleId ?? ""}`,
  },
  "ScheduleService/DeleteSchedule": { resource: schedule },
  "ScheduleService/PauseSchedule": { resource: schedule, detail: reason },
  "ScheduleService/ResumeSchedule": { resource: schedule },
  "ScheduleService/TriggerSchedule": {
    resource: schedule,
    detail: (_request, answer) => ({ task: answer?.taskId }),
  },
  "ScheduleService/PreviewSchedule": "reads",
  "AlertService/ListAlerts": "reads",
  "AlertService/ListSilences": "reads",
  "AlertService/CreateSilence": {
    resource: (_request, answer) => `silences/${answer?.silenceId ?? ""}`,
    detail: ({ alert, reason: why }) => ({ alert, reason: why }),
  },
  "AlertService/DeleteSilence": { resource: ({ silenceId }) => `silences/${silenceId}` },
  "WebhookService/ListWebhooks": "reads",
  "WebhookService/CreateWebhook": {
    resource: (_request, answer) => `webhooks/${answer?.webhook?.webhookId ?? ""}`,
    detail: ({ url, filter, label }) => ({ host: hostOf(url), filter, label }),
  },
  "WebhookService/DeleteWebhook": { resource: ({ webhookId }) => `webhooks/${webhookId}` },
  "WebhookService/TestWebhook": {
    resource: ({ webhookId }) => `webhooks/${webhookId}`,
    detail: (_request, answer) => ({ task: answer?.taskId }),
  },
  "AdminService/ListTaskTypes": "reads",
  "AdminService/ListWorkers": "reads",
  "AdminService/ScaleWorker": {
    resource: ({ workerId }) => `workers/${workerId}`,
    detail: ({ concurrency }, answer) => ({
      pool: answer?.pool,
      concurrency: String(concurrency),
      previous: answer === undefined ? undefined : String(answer.previousConcurrency),
    }),
  },
  "AdminService/DrainWorker": { resource: ({ workerId }) => `workers/${workerId}` },
  "AdminService/ResumeWorker": { resource: ({ workerId }) => `workers/${workerId}` },
  "AdminService/CreateToken": {
    resource: () => "tokens",
    detail: ({ taskId, label }, answer) => ({
      task: taskId,
      label: label ? `${label.key}=${label.value}` : undefined,
      expires: textOf((answer?.expireTime as Timestamp__Output | undefined) ?? null),
    }),
  },
  "AdminService/CreateApiKey": {
    resource: (_request, answer) => (answer === undefined ? "keys" : `keys/${answer.apiKey?.keyId}`),
    detail: (_request, answer) => newKey(answer),
  },
  "AdminService/ListApiKeys": "reads",
  "AdminService/RotateApiKey": {
    resource: ({ keyId }) => `keys/${keyId}`,
    detail: (_request, answer) => ({ new_key: answer?.apiKey?.keyId, ...newKey(answer) }),
  },
  "AdminService/RevokeApiKey": { resource: ({ keyId }) => `keys/${keyId}` },
  "AdminService/UpdateApiKey": {
    resource: ({ keyId }) => `keys/${keyId}`,
    detail: ({ limits }) => limitTexts(limits),
  },
  "AdminService/GetProject": "reads",
  "AdminService/UpdateProject": { resource: () => "project", detail: ({ limits }) => limitTexts(limits) },
  "AdminService/ListAudit": "reads",
  "AdminService/AuditStore": {
    resource: () => "store",
    detail: (_request, answer) => ({
      mended: answer?.counts && String(answer.counts.reduce((sum, { mended }) => sum + Number(mended), 0)),
    }),
  },
  "QueueService/ListQueues": "reads",
  "QueueService/GetQueue": "reads",
  "QueueService/PauseQueue": {
    resource: queue,
    detail: (request) => ({ ...reason(request), until: textOf(request.until) }),
  },
  "QueueService/ResumeQueue": { resource: queue },
  "QueueService/UpdateQueue": { resource: queue, detail: describeQueueUpdate },
  "QueueService/PurgeQueue": {
    resource: queue,
    detail: (request, answer) => ({ ...reason(request), ...counts(answer) }),
  },
};

/** The names of the actions that entries have: of all methods that are written down, and of those that may replace a task. */
export const AUDIT_ACTIONS: readonly string[] = Object.entries(METHOD_AUDIT)
  .filter(([, row]) => row !== "reads")
  .map(([method]) => method.slice(method.indexOf("/") + 1));
