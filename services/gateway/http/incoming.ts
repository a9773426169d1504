import type { FastifyReply, FastifyRequest } from "fastify";
import type { Method } from "../method-roles.ts";
import { plainAddress } from "../peer-address.ts";
import type { IncomingCall } from "../serve-call.ts";

/** A call of a method as it came in over HTTP. It has no deadline of its own. */
export function toIncoming(method: Method, request: FastifyRequest, reply: FastifyReply): IncomingCall {
  return {
    method,
    headers(name) {
      const value = request.headers[name];
      return typeof value === "string" ? value : undefined;
    },
    from: plainAddress(request.ip),
    deadline: Number.POSITIVE_INFINITY,
    isGone: () => reply.raw.closed && !reply.raw.writableFinished,
    onGone: (listener) => void reply.raw.on("close", listener),
  };
}
