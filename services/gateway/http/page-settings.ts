import type { FastifyInstance } from "fastify";
import { NO_API } from "./openapi/document.ts";

/** What the page is told by the settings of its gateway. Nothing of it is secret: it is served without a key. */
export interface PageSettings {
  /** Where traces can be looked at, with `{trace_id}` in place of the id. */
  readonly traceUrl?: string | undefined;
}

/** Serves what the page is told as `/app/settings.json`. */
export function addPageSettings(app: FastifyInstance, settings: PageSettings): void {
  app.get("/app/settings.json", NO_API, (_request, reply) => reply.send({ traceUrl: settings.traceUrl }));
}
