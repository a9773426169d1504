import type { FastifyRequest } from "fastify";
import type protobuf from "protobufjs";
import { invalidField, LongshoreError } from "../../../core/error.ts";
import { messageType } from "../../../proto/message-types.ts";
import { MessageJsonError, readMessage } from "../../../proto/read-message.ts";
import { isLargeJson } from "./json-body.ts";
import type { Route } from "./routes.ts";

/**
 * The request of a method, from path, query and body of a call. Throws FIELD_INVALID for what does not fit, and
 * REQUEST_UNREADABLE for a body that is no JSON object.
 */
export function readRequest(
  { verb, numbered }: Route,
  typeName: string,
  call: Pick<FastifyRequest, "params" | "query" | "body" | "headers">,
): Record<string, unknown> {
  const path = call.params as Record<string, string>;
  const { last_event_id: lastInQuery, access_token: _token, ...query } = call.query as Query;
  const isQuery = verb === "GET" || verb === "DELETE";
  const given = isQuery
    ? fromQuery(typeName, numbered === undefined ? (call.query as Query) : query)
    : fromBody(call.body);
  for (const name of Object.keys(path)) refuseBeside(given, name);
  const lastId = call.headers["last-event-id"] ?? lastInQuery;
  const after = numbered !== undefined && lastId !== undefined && { [numbered.after]: String(lastId) };
  const message = { ...given, ...after, ...path };
  return fromMessageJson(() =>
    !isQuery && isLargeJson(given) ? readLarge(typeName, message) : readMessage(typeName, message),
  );
}

/** Reads a message whose payload is large JSON: as text in bytes, since as a `Value` it would take many times its size in memory. */
export function readLarge(
  typeName: string,
  message: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { payload, ...rest } = message;
  const isPayload = messageType(typeName).fields["payloadBytes"] !== undefined && payload !== undefined;
  if (!isPayload || "payloadBytes" in rest || "payload_bytes" in rest) return readMessage(typeName, message);
  const data = Buffer.from(JSON.stringify(payload));
  const payloadBytes = { data, contentType: "application/json" };
  return { ...readMessage(typeName, rest), payload: null, payloadBytes, body: "payloadBytes" };
}

/** What the path says is said once: a body that says it, too, may mean something else. */
function refuseBeside(given: object, name: string): void {
  if (Object.hasOwn(given, name) || Object.hasOwn(given, camelCase(name)))
    throw invalidField(name, "is named by the path, and may not be there a second time");
}

/** What `read` returns. JSON that is no such message is thrown as FIELD_INVALID or REQUEST_UNREADABLE. */
export function fromMessageJson<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MessageJsonError)) throw error;
    if (error.field === "") throw new LongshoreError("REQUEST_UNREADABLE", { problem: error.problem });
    throw invalidField(error.field, error.problem);
  }
}

type Query = Readonly<Record<string, string | string[]>>;

function fromBody(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (typeof body === "object" && !Array.isArray(body)) return body;
  throw new LongshoreError("REQUEST_UNREADABLE", { problem: "the body must be a JSON object" });
}

/** A query has texts only: those that stand for other values are turned into them. */
function fromQuery(typeName: string, query: Query): object {
  const { fields } = messageType(typeName);
  const entries = Object.entries(query).map(([name, value]) => {
    const camel = camelCase(name);
    const field = Object.hasOwn(fields, camel) ? fields[camel] : undefined;
    return [name, field === undefined ? value : fromText(field, value)];
  });
  return Object.fromEntries(entries);
}

function fromText(field: protobuf.Field, value: string | string[]): unknown {
  if (field.repeated) return [value].flat();
  if (field.type !== "bool" || Array.isArray(value)) return value;
  return value === "true" ? true : value === "false" ? false : value;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
