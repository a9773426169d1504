import type { FastifyInstance } from "fastify";
import type { HttpServerDeps } from "./http-deps.ts";
import { describedAs } from "./openapi/document.ts";
import type { Operation, Response } from "./openapi/schema.ts";

/** Serves `/healthz` (200 as long as the process runs) and `/readyz` (200, or 503 with the reasons, one a line). They need no key. */
export function addHealth(app: FastifyInstance, { problems }: Pick<HttpServerDeps, "problems">): void {
  app.get(
    "/healthz",
    describedAs("/healthz", () => HEALTH),
    (_request, reply) => reply.type("text/plain").send("ok\n"),
  );
  app.get(
    "/readyz",
    describedAs("/readyz", () => READINESS),
    (_request, reply) => {
      const reasons = problems();
      const text = reasons.length === 0 ? "ready" : reasons.join("\n");
      return reply
        .code(reasons.length === 0 ? 200 : 503)
        .type("text/plain")
        .send(`${text}\n`);
    },
  );
}

const text = (description: string): Response => ({
  description,
  content: { "text/plain": { schema: { type: "string" } } },
});

const HEALTH: Operation = {
  operationId: "getHealth",
  tags: ["Gateway"],
  summary: "Whether the process runs",
  responses: { 200: text("It does.") },
  security: [],
};

const READINESS: Operation = {
  operationId: "getReadiness",
  tags: ["Gateway"],
  summary: "Whether the gateway serves",
  responses: { 200: text("It does."), 503: text("It does not: why, one reason a line.") },
  security: [],
};
