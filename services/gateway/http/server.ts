import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { methodTypes } from "../../../proto/message-types.ts";
import { writeMessage } from "../../../proto/write-message.ts";
import type { ListenerDeps } from "../listener/listener.ts";
import type { Services, StreamMethod, UnaryMethod } from "../method.ts";
import { reportInternal } from "../report-internal.ts";
import { type IncomingCall, serveCall } from "../serve-call.ts";
import { allowOrigins } from "./allowed-origins.ts";
import { addCompression, sendMessage } from "./answer-bodies.ts";
import { addCeleryRoutes } from "./celery-routes.ts";
import { fromFramework, MAX_BODY_BYTES, sendError, toErrorAnswer } from "./error-body.ts";
import { EventStream, writeEvent } from "./event-stream.ts";
import { addHealth } from "./health-routes.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import { toIncoming } from "./incoming.ts";
import { readJsonBodies } from "./json-body.ts";
import { type ArrivalLimits, listenForRequests } from "./listen.ts";
import { answerUnknownPaths } from "./not-found.ts";
import { addOpenApi, describedAs, NO_API } from "./openapi/document.ts";
import { methodOperation } from "./openapi/method-operation.ts";
import { addPageSettings } from "./page-settings.ts";
import { readRequest } from "./read-request.ts";
import { addRequestBodies, bodyLimitOf } from "./request-bodies.ts";
import { ROUTES, type Route } from "./routes.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { addStaticFiles, builtPages } from "./static-files.ts";

export interface HttpServer {
  /** The port it listens on, also when port 0 was asked for. */
  readonly port: number;
  /** Ends all connections. What is under way is to have ended before. */
  stop(): Promise<void>;
}

/**
 * Serves the methods of the API as JSON over HTTP, their description at `/docs`, and `/healthz` and `/readyz`. Rejects when the port is taken, naming who
 * holds it and the setting.
 *
 * @param limits other ones than ours, for tests
 */
export async function startHttpServer(
  listener: ListenerDeps,
  deps: HttpServerDeps,
  limits: Partial<ArrivalLimits> = {},
): Promise<HttpServer> {
  let handle: RequestListener = () => undefined;
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    serverFactory(handler) {
      handle = handler;
      // It never listens: connections are taken by our own listener.
      return createServer();
    },
    routerOptions: { maxParamLength: 256 },
  });
  readJsonBodies(app);
  allowOrigins(app, deps.allowedOrigins);
  app.addHook("onSend", async (_request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  app.setErrorHandler<Error>((error, request, reply) =>
    answerError(reply, fromFramework(error, request.routeOptions.bodyLimit), deps),
  );
  answerUnknownPaths(app, (reply, error) => answerError(reply, error, deps));
  addCompression(app);
  addRequestBodies(app, deps);
  addOpenApi(app);
  addHealth(app, deps);
  const pages = deps.webFolder ?? builtPages();
  addStaticFiles(app, "/docs", pages && join(pages, "docs"));
  addStaticFiles(app, "/app", pages && join(pages, "app"));
  addPageSettings(app, deps.page);
  app.get("/", NO_API, (_request, reply) => reply.redirect("app/"));
  for (const route of ROUTES) addRoute(app, route, deps);
  addCeleryRoutes(app, deps);
  await app.ready();
  const listening = await listenForRequests(listener, handle, limits);
  return {
    port: listening.port,
    async stop() {
      listening.close();
      listening.cut();
      await app.close();
    },
  };
}

type AnyMethod = UnaryMethod<unknown, object> | StreamMethod<unknown, object>;

function addRoute(app: FastifyInstance, route: Route, deps: HttpServerDeps): void {
  const types = methodTypes(route.method);
  const [service, name] = route.method.split("/") as [keyof Services, string];
  const method = (deps.services[service] as unknown as Readonly<Record<string, AnyMethod>>)[name];
  if (method === undefined) throw new Error(`no method ${route.method}`);
  app.route({
    method: route.verb,
    url: toPattern(route.path),
    ...bodyLimitOf(route.method, deps),
    ...describedAs(route.path, (messages) => methodOperation(route, messages)),
    // Before the body is read.
    onRequest: async (_request, reply) => {
      const refusal = deps.gate.overload.refusal(route.method);
      return refusal && answerError(reply, refusal, deps);
    },
    handler: async (request, reply) => {
      const incoming = toIncoming(route.method, request, reply, method.kind === "stream");
      const read = () => readRequest(route, types.request, request);
      if (method.kind === "stream") return stream(route, method, types.answer, incoming, read, reply, deps);
      const served = await serveCall(deps.gate, incoming, method.capMs, (caller) =>
        method.run(read(), caller),
      );
      if (!served.ok) return answerError(reply, served.error, deps);
      return sendMessage(reply, types.answer, served.answer);
    },
  });
}

/** `{name}` as the router has it: anything up to the next slash or colon, since a colon begins a custom verb. */
function toPattern(path: string): string {
  return path.replaceAll(":", "::").replace(/\{(\w+)\}/g, ":$1(^[^:/]+)");
}

async function stream(
  route: Route,
  method: StreamMethod<unknown, object>,
  answerType: string,
  incoming: IncomingCall,
  read: () => unknown,
  reply: FastifyReply,
  deps: HttpServerDeps,
): Promise<FastifyReply | undefined> {
  const events = new EventStream(reply.raw);
  const emit = events.emit((answer: object) => eventText(route, answerType, answer));
  const served = await serveCall(deps.gate, incoming, Number.POSITIVE_INFINITY, (caller) =>
    method.run(read(), caller, emit),
  );
  if (!served.ok && !events.hasBegun) return answerError(reply, served.error, deps);
  reply.hijack();
  if (served.ok) events.end();
  else if (!served.isGone) events.fail(toErrorAnswer(served.error, reportInternal(deps.gate.log)).body);
  return undefined;
}

/** The same answer may go to many readers. */
const texts = new WeakMap<object, string>();

function eventText({ numbered }: Route, answerType: string, answer: object): string {
  const known = texts.get(answer);
  if (known !== undefined) return known;
  const { [numbered?.by ?? ""]: number, ...rest } = answer as Readonly<Record<string, unknown>>;
  const isNumberOnly = Object.keys(rest).length === 0;
  const text = writeEvent(String(number ?? ""), isNumberOnly ? undefined : writeMessage(answerType, answer));
  texts.set(answer, text);
  return text;
}

function answerError(reply: FastifyReply, error: unknown, { gate }: HttpServerDeps): FastifyReply {
  return sendError(reply, toErrorAnswer(error, reportInternal(gate.log)));
}
