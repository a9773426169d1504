import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { invalidField, LongshoreError } from "../../../core/error.ts";
import { isTaskId } from "../../../core/name.ts";
import type { CancelTaskRequest__Output } from "../../../proto/gen/longshore/v1/CancelTaskRequest.ts";
import type { GetTaskRequest__Output } from "../../../proto/gen/longshore/v1/GetTaskRequest.ts";
import type { SubmitTaskRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import { readMessage } from "../../../proto/read-message.ts";
import { writeMessage } from "../../../proto/write-message.ts";
import { refuseCelery, serveCelery } from "./celery-call.ts";
import { addCeleryMonitoring } from "./celery-monitoring.ts";
import { celeryStatus } from "./celery-status.ts";
import { fromFramework } from "./error-body.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import { isLargeJson } from "./json-body.ts";
import { CELERY_OPERATIONS } from "./openapi/celery-operations.ts";
import { describedAs } from "./openapi/document.ts";
import { fromMessageJson, readLarge } from "./read-request.ts";
import { bodyLimitOf } from "./request-bodies.ts";

/** Where the Celery service had its tasks. */
const PATH = "/api/v1/tasks";
const ONE_PATH = `${PATH}/{task_id}`;

/**
 * The paths of the Celery service that Longshore replaces, so that its clients need no change: submit, read, cancel, numbers and
 * health. They are the methods of the API behind them; only paths, names and statuses differ.
 */
export function addCeleryRoutes(app: FastifyInstance, deps: HttpServerDeps): void {
  const { TaskService } = deps.services;
  const { submit, get, cancel } = CELERY_OPERATIONS;
  // What the framework refuses before it comes here, such as a body that is no JSON.
  const errorHandler = (error: Error, { routeOptions }: FastifyRequest, reply: FastifyReply) =>
    refuseCelery(fromFramework(error, routeOptions.bodyLimit), reply, deps.gate);
  const options = {
    ...describedAs(PATH, () => submit),
    ...bodyLimitOf("TaskService/SubmitTask", deps),
    errorHandler,
  };
  app.post(PATH, options, async (request, reply) => {
    const read = () => readSubmission(request.body);
    const submitted = await serveCelery(
      deps,
      "TaskService/SubmitTask",
      TaskService.SubmitTask,
      request,
      reply,
      read,
    );
    return submitted === undefined ? reply : reply.code(202).send(describe(submitted));
  });

  addCeleryMonitoring(app, deps);

  app.get<TaskPath>(
    `${PATH}/:task_id`,
    describedAs(ONE_PATH, () => get),
    async (request, reply) => {
      const { task_id: taskId } = request.params;
      if (!isTaskId(taskId.toLowerCase())) return noTaskId(taskId, reply);
      const read = () => ({ taskId, view: "FULL" }) satisfies GetTaskRequest__Output;
      const task = await serveCelery(deps, "TaskService/GetTask", TaskService.GetTask, request, reply, read);
      return task === undefined ? reply : reply.send(describe(task));
    },
  );

  app.delete<TaskPath>(
    `${PATH}/:task_id`,
    describedAs(ONE_PATH, () => cancel),
    async (request, reply) => {
      const { task_id: taskId } = request.params;
      if (!isTaskId(taskId.toLowerCase())) return noTaskId(taskId, reply);
      const read = () => ({ taskId, view: "BASIC" }) satisfies GetTaskRequest__Output;
      const before = await serveCelery(
        deps,
        "TaskService/GetTask",
        TaskService.GetTask,
        request,
        reply,
        read,
      );
      if (before === undefined) return reply;
      const readCancel = (): CancelTaskRequest__Output => ({ taskId, reason: "" });
      const after = await serveCelery(
        deps,
        "TaskService/CancelTask",
        TaskService.CancelTask,
        request,
        reply,
        readCancel,
      );
      if (after === undefined) return reply;
      const message =
        before.state === "CANCELLED"
          ? "the task was cancelled before"
          : after.state === "CANCELLING"
            ? "the task is being stopped"
            : "the task is cancelled";
      return reply.code(after.state === "CANCELLING" ? 202 : 200).send({ ...describe(after), message });
    },
  );
}

interface TaskPath {
  Params: { task_id: string };
}

/** The body of a submission, whose type and payload may have the names that the Celery service gave them. */
function readSubmission(body: unknown): SubmitTaskRequest__Output {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new LongshoreError("REQUEST_UNREADABLE", { problem: "the body must be a JSON object" });
  const { task_type: type, parameters: payload, priority, ...rest } = body as Record<string, unknown>;
  if (type !== undefined && "type" in rest)
    throw invalidField("task_type", "may not be there together with type");
  const named = {
    ...rest,
    ...(type !== undefined && { type }),
    ...(payload !== undefined && { payload }),
    ...(priority !== undefined && {
      priority: typeof priority === "string" ? priority.toUpperCase() : priority,
    }),
  };
  const read = isLargeJson(body) ? readLarge : readMessage;
  return fromMessageJson(() =>
    read("longshore.v1.SubmitTaskRequest", named),
  ) as unknown as SubmitTaskRequest__Output;
}

/** A task in the words of the Celery service. */
function describe(task: Task): Record<string, unknown> {
  const json = writeMessage("longshore.v1.Task", task) as Record<string, unknown>;
  const { taskId, type, queue, state, priority, attempt, createTime, startTime, finishTime, result, error } =
    json;
  return {
    task_id: taskId,
    task_type: type,
    queue,
    priority: String(priority).toLowerCase(),
    status: celeryStatus(String(state)),
    attempt: attempt ?? 0,
    created_at: createTime,
    started_at: startTime ?? null,
    completed_at: finishTime ?? null,
    result: task.resultBytes ? JSON.parse(task.resultBytes.data?.toString() ?? "null") : (result ?? null),
    error: (error as { readonly message?: string } | undefined)?.message ?? null,
  };
}

function noTaskId(taskId: string, reply: FastifyReply): FastifyReply {
  return reply.code(422).send({ detail: `task_id: ${JSON.stringify(taskId.slice(0, 80))} is no UUID` });
}
