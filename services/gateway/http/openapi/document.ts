import type { FastifyInstance } from "fastify";
import { methodTypes, serviceComment } from "../../../../proto/message-types.ts";
import { LONGSHORE_VERSION } from "../../../../runtime/version.ts";
import { ROUTES } from "../routes.ts";
import { errorResponses, errorSchemas } from "./error-responses.ts";
import { MessageSchemas } from "./message-schemas.ts";
import type { Operation } from "./schema.ts";

/** Where the description of the API is. */
export const OPENAPI_PATH = "/v1/openapi.json";

/** How a route says what it is. */
export interface Described {
  /** Its path with names in braces. */
  readonly path: string;
  readonly operation: (messages: MessageSchemas) => Operation;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the OpenAPI document says of the route; "page" for what is no part of the API. Every route has it. */
    readonly described?: Described | "page";
  }
}

/** For the configuration of a route: what the OpenAPI document says of it. */
export function describedAs(path: string, operation: Described["operation"]) {
  return { config: { described: { path, operation } } } as const;
}

/** For the configuration of a route that is no part of the API, such as a page. */
export const NO_API = { config: { described: "page" } } as const;

/**
 * Serves the OpenAPI 3.1 document of all routes that are added after this. It needs no key, since there is nothing of anybody in
 * it. A route that does not say what it is is refused at once.
 */
export function addOpenApi(app: FastifyInstance): void {
  const routes: (Described & { readonly verb: string })[] = [];
  app.addHook("onRoute", ({ method, url, config }) => {
    const { described } = config ?? {};
    if (described === undefined) throw new Error(`route ${url}: describedAs(…) or NO_API is missing`);
    if (described === "page") return;
    for (const verb of [method].flat())
      if (verb !== "HEAD") routes.push({ ...described, verb: verb.toLowerCase() });
  });
  let text: string | undefined;
  app.get(
    OPENAPI_PATH,
    describedAs(OPENAPI_PATH, () => DOCUMENT_OPERATION),
    (_request, reply) => {
      text ??= JSON.stringify(writeDocument(routes));
      return reply.type("application/json").send(text);
    },
  );
}

const DOCUMENT_OPERATION: Operation = {
  operationId: "getOpenApi",
  tags: ["Gateway"],
  summary: "This document",
  responses: {
    200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
  },
  security: [],
};

function writeDocument(routes: readonly (Described & { readonly verb: string })[]): object {
  const messages = new MessageSchemas(ROUTES.map(({ method }) => methodTypes(method).request));
  const errors = errorSchemas(messages);
  const byPath = Map.groupBy(routes, ({ path }) => path);
  const paths = [...byPath].map(([path, verbs]) => [
    path,
    Object.fromEntries(verbs.map(({ verb, operation }) => [verb, operation(messages)])),
  ]);
  return {
    openapi: "3.1.1",
    info: {
      title: "Longshore",
      version: LONGSHORE_VERSION,
      description:
        "Durable tasks: every accepted task ends in exactly one recorded outcome. The same methods as over gRPC, as JSON.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }, { bearer: [] }],
    tags: [
      ...tagsOfServices(),
      { name: "Celery", description: CELERY },
      { name: "Gateway", description: GATEWAY },
    ],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...messages.all(), ...errors },
      responses: errorResponses(),
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  };
}

const CELERY = "The paths of the Celery service that Longshore replaces, in its words.";
const GATEWAY = "What needs no key.";

function tagsOfServices() {
  const services = new Set(ROUTES.map(({ method }) => method.slice(0, method.indexOf("/"))));
  return [...services].map((name) => ({ name, description: serviceComment(name) }));
}
