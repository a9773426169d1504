import type protobuf from "protobufjs";
import { messageType, methodTypes } from "../../../../proto/message-types.ts";
import { METHOD_ROLES } from "../../method-roles.ts";
import type { Route } from "../routes.ts";
import { anyError } from "./error-responses.ts";
import { behaviorOf, type MessageSchemas } from "./message-schemas.ts";
import type { Operation, Parameter, Response } from "./schema.ts";

/** A method of the API as an operation: all of it comes from the protos and from the table of routes. */
export function methodOperation(route: Route, messages: MessageSchemas): Operation {
  const { request, answer, comment } = methodTypes(route.method);
  const [service = "", name = ""] = route.method.split("/");
  const [summary = name, ...rest] = comment.split(/(?<=[.:])\s/);
  const role = `Needs a key of the role \`${METHOD_ROLES[route.method]}\` or more.`;
  const { parameters: fields, body } = readFrom(route, request, messages);
  const parameters = route.takesIdempotencyKey ? [...fields, IDEMPOTENCY_KEY] : fields;
  return {
    operationId: `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    tags: [service],
    summary: summary.replace(/[.:]$/, ""),
    description: [rest.length === 0 ? "" : comment, role].filter(Boolean).join("\n\n"),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: { 200: answerOf(route, answer, messages), ...anyError() },
  };
}

interface Inputs {
  readonly parameters: readonly Parameter[];
  readonly body: Operation["requestBody"];
}

/** Where the fields of the request come from, as `readRequest` reads them. */
function readFrom(route: Route, request: string, messages: MessageSchemas): Inputs {
  const { fieldsArray } = messageType(request);
  const names = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name));
  const isInPath = ({ name }: protobuf.Field) => names.has(snakeCase(name));
  const inPath = fieldsArray.filter(isInPath).map((field) => pathParameter(field, messages));
  const rest = fieldsArray.filter((field) => !isInPath(field));
  if (route.verb === "GET" || route.verb === "DELETE") {
    const inQuery = rest.map((field) => queryParameter(field, messages));
    return { parameters: [...inPath, ...inQuery, ...lastEventId(route)], body: undefined };
  }
  if (rest.length === 0) return { parameters: inPath, body: undefined };
  const omitted = new Set(fieldsArray.filter(isInPath).map(({ name }) => name));
  const schema = omitted.size === 0 ? messages.ref(request) : messages.without(request, omitted);
  const required = rest.some((field) => behaviorOf(field).has("REQUIRED"));
  return { parameters: inPath, body: { required, content: { "application/json": { schema } } } };
}

function pathParameter(field: protobuf.Field, messages: MessageSchemas): Parameter {
  const { description, ...schema } = messages.field(field);
  return { name: snakeCase(field.name), in: "path", required: true, ...described(description), schema };
}

function queryParameter(field: protobuf.Field, messages: MessageSchemas): Parameter {
  const { description, ...schema } = messages.field(field);
  const required = behaviorOf(field).has("REQUIRED") && { required: true };
  return { name: field.name, in: "query", ...required, ...described(description), schema };
}

/** As every operation has it that makes tasks. */
export const IDEMPOTENCY_KEY: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "1 to 255 visible ASCII characters, in double quotes or without: the same request under the same key of the same project has the same task as its answer, for as long as the record of that task is kept.",
  schema: { type: "string" },
};

function lastEventId({ numbered }: Route): readonly Parameter[] {
  if (numbered === undefined) return [];
  const description = `The number of the last event that came, which is where to go on: \`${numbered.after}\` as a header, as browsers send it.`;
  return [{ name: "Last-Event-ID", in: "header", description, schema: { type: "string" } }];
}

function answerOf({ numbered }: Route, answer: string, messages: MessageSchemas): Response {
  if (numbered === undefined)
    return {
      description: messageType(answer).comment ?? "",
      content: { "application/json": { schema: messages.ref(answer) } },
    };
  // OpenAPI 3.1 has no word for a stream: this is one event of it.
  const data = { type: "string", contentMediaType: "application/json", contentSchema: messages.ref(answer) };
  const schema = {
    type: "object",
    properties: { id: { type: "string" }, event: { type: "string" }, data },
    required: ["data"],
  };
  return {
    description:
      "Server-sent events: each with its number as `id` and, as `data`, what `contentSchema` tells. The event `end` is the last one of a stream that has told all there is; `error` ends one that breaks off, with the body of an error.",
    content: { "text/event-stream": { schema } },
  };
}

function described(description: unknown): { readonly description?: string } {
  return typeof description === "string" ? { description } : {};
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
