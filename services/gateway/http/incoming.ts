import type { FastifyReply, FastifyRequest } from "fastify";
import { isToken } from "../../../core/token.ts";
import type { Method } from "../method-roles.ts";
import { plainAddress } from "../peer-address.ts";
import type { IncomingCall } from "../serve-call.ts";

/**
 * A call of a method as it came in over HTTP. It has no deadline of its own.
 *
 * @param isStream for a stream, a token may stand in the query as `access_token`: a browser's EventSource sends no headers. An API
 * key never may, since addresses end up in logs and histories.
 */
export function toIncoming(
  method: Method,
  request: FastifyRequest,
  reply: FastifyReply,
  isStream = false,
): IncomingCall {
  const token = isStream ? tokenOf(request.query) : undefined;
  return {
    method,
    headers(name) {
      const value = request.headers[name];
      if (name === "authorization" && value === undefined && token !== undefined) return `Bearer ${token}`;
      return typeof value === "string" ? value : undefined;
    },
    from: plainAddress(request.ip),
    deadline: Number.POSITIVE_INFINITY,
    isGone: () => reply.raw.closed && !reply.raw.writableFinished,
    onGone: (listener) => void reply.raw.on("close", listener),
  };
}

function tokenOf(query: unknown): string | undefined {
  const { access_token: text } = query as Readonly<Record<string, unknown>>;
  return typeof text === "string" && isToken(text) ? text : undefined;
}
