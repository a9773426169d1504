import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { invalidField, LongshoreError } from "../../../core/error.ts";
import { isTaskId } from "../../../core/name.ts";
import type { CancelTaskRequest__Output } from "../../../proto/gen/longshore/v1/CancelTaskRequest.ts";
import type { GetTaskRequest__Output } from "../../../proto/gen/longshore/v1/GetTaskRequest.ts";
import type { SubmitTaskRequest__Output } from "../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import { readMessage } from "../../../proto/read-message.ts";
import { writeMessage } from "../../../proto/write-message.ts";
import type { UnaryMethod } from "../method.ts";
import { reportInternal } from "../report-internal.ts";
import { serveCall } from "../serve-call.ts";
import { celeryStatus } from "./celery-status.ts";
import { toErrorAnswer } from "./error-body.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import { toIncoming } from "./incoming.ts";
import { CELERY_OPERATIONS } from "./openapi/celery-operations.ts";
import { describedAs } from "./openapi/document.ts";
import { fromMessageJson } from "./read-request.ts";

/** Where the Celery service had its tasks. */
const PATH = "/api/v1/tasks";
const ONE_PATH = `${PATH}/{task_id}`;

/**
 * The paths of the Celery service that Longshore replaces, so that its clients need no change: submit, read, cancel, numbers and
 * health. They are the methods of the API behind them; only paths, names and statuses differ.
 */
export function addCeleryRoutes(app: FastifyInstance, deps: HttpServerDeps): void {
  const { gate } = deps;
  const { TaskService } = deps.services;
  const { submit, get, cancel } = CELERY_OPERATIONS;
  app.post(
    PATH,
    describedAs(PATH, () => submit),
    async (request, reply) => {
      const submitted = await serve(deps, "SubmitTask", TaskService.SubmitTask, request, reply, () =>
        readSubmission(request.body),
      );
      return submitted === undefined ? reply : reply.code(202).send(describe(submitted));
    },
  );

  for (const subject of ["metrics", "health"] as const)
    app.get(
      `${PATH}/${subject}`,
      describedAs(`${PATH}/${subject}`, () => CELERY_OPERATIONS[subject]),
      async (request, reply) => {
        const incoming = toIncoming("TaskService/CountTasks", request, reply);
        const served = await serveCall(gate, incoming, TaskService.CountTasks.capMs, () => undefined);
        if (!served.ok) return refuse(served.error, reply, gate);
        return reply.code(503).send({ detail: `no monitor answers for the ${subject} of tasks` });
      },
    );

  app.get<TaskPath>(
    `${PATH}/:task_id`,
    describedAs(ONE_PATH, () => get),
    async (request, reply) => {
      const { task_id: taskId } = request.params;
      if (!isTaskId(taskId.toLowerCase())) return noTaskId(taskId, reply);
      const read = () => ({ taskId, view: "FULL" }) satisfies GetTaskRequest__Output;
      const task = await serve(deps, "GetTask", TaskService.GetTask, request, reply, read);
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
      const before = await serve(deps, "GetTask", TaskService.GetTask, request, reply, read);
      if (before === undefined) return reply;
      const readCancel = (): CancelTaskRequest__Output => ({ taskId, reason: "" });
      const after = await serve(deps, "CancelTask", TaskService.CancelTask, request, reply, readCancel);
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

/** Runs a method of the API; undefined when it was refused and that has been answered. */
async function serve<Request>(
  { gate }: HttpServerDeps,
  name: "SubmitTask" | "GetTask" | "CancelTask",
  method: UnaryMethod<Request, Task>,
  request: FastifyRequest,
  reply: FastifyReply,
  read: () => Request,
): Promise<Task | undefined> {
  const incoming = toIncoming(`TaskService/${name}`, request, reply);
  const served = await serveCall(gate, incoming, method.capMs, (caller) => method.run(read(), caller));
  if (served.ok) return served.answer;
  refuse(served.error, reply, gate);
  return undefined;
}

/** Answers with an error as that service did: what is wrong is in `detail`. */
function refuse(error: unknown, reply: FastifyReply, gate: HttpServerDeps["gate"]): FastifyReply {
  const { status, body, retryAfterSeconds } = toErrorAnswer(error, reportInternal(gate.log));
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  const { message } = body.error as { readonly message: string };
  const isFinished = error instanceof LongshoreError && error.reason === "TASK_FINISHED";
  const state = isFinished ? error.metadata["state"] : undefined;
  return reply
    .code(isFinished ? 409 : status === 400 ? 422 : status)
    .send({ detail: message, ...(state !== undefined && { status: celeryStatus(state) }) });
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
  return fromMessageJson(() =>
    readMessage("longshore.v1.SubmitTaskRequest", named),
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
    result: result ?? null,
    error: (error as { readonly message?: string } | undefined)?.message ?? null,
  };
}

function noTaskId(taskId: string, reply: FastifyReply): FastifyReply {
  return reply.code(422).send({ detail: `task_id: ${JSON.stringify(taskId.slice(0, 80))} is no UUID` });
}
