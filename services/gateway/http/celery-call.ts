import type { FastifyReply, FastifyRequest } from "fastify";
import { LongshoreError } from "../../../core/error.ts";
import type { UnaryMethod } from "../method.ts";
import type { Method } from "../method-roles.ts";
import { reportInternal } from "../report-internal.ts";
import { serveCall } from "../serve-call.ts";
import { celeryStatus } from "./celery-status.ts";
import { toErrorAnswer } from "./error-body.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import { toIncoming } from "./incoming.ts";

/** Runs a method of the API; undefined when it was refused and that has been answered. */
export async function serveCelery<Request, Answer>(
  { gate }: HttpServerDeps,
  name: Method,
  method: UnaryMethod<Request, Answer>,
  request: FastifyRequest,
  reply: FastifyReply,
  read: () => Request,
): Promise<Answer | undefined> {
  const incoming = toIncoming(name, request, reply);
  const served = await serveCall(gate, incoming, method.capMs, (caller) => method.run(read(), caller));
  if (served.ok) return served.answer;
  refuseCelery(served.error, reply, gate);
  return undefined;
}

/** Answers with an error as that service did: what is wrong is in `detail`. */
export function refuseCelery(
  error: unknown,
  reply: FastifyReply,
  gate: HttpServerDeps["gate"],
): FastifyReply {
  const { status, body, retryAfterSeconds } = toErrorAnswer(error, reportInternal(gate.log));
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  const { message } = body.error as { readonly message: string };
  const isFinished = error instanceof LongshoreError && error.reason === "TASK_FINISHED";
  const state = isFinished ? error.metadata["state"] : undefined;
  return reply
    .code(isFinished ? 409 : status === 400 ? 422 : status)
    .send({ detail: message, ...(state !== undefined && { status: celeryStatus(state) }) });
}
