import { ERRORS, type Reason } from "../../../../core/error.ts";
import { httpStatusOf } from "../error-body.ts";
import type { MessageSchemas } from "./message-schemas.ts";
import { type Response, type Schema, schemaRef } from "./schema.ts";

/** What an error may carry beside its message. */
const DETAILS = ["ErrorInfo", "BadRequest", "RetryInfo", "QuotaFailure"] as const;

/** Every answer to a call that fails, by its name among the components: one for each status of HTTP. */
export function errorResponses(): Readonly<Record<string, Response>> {
  return Object.fromEntries(
    [...reasonsByStatus()].map(([status, reasons]) => [`Error${status}`, responseOf(status, reasons)]),
  );
}

/** References to all of them, by status. */
export function anyError(): Readonly<Record<string, Response>> {
  return Object.fromEntries(
    [...reasonsByStatus().keys()].map((status) => [
      status,
      { $ref: `#/components/responses/Error${status}` },
    ]),
  );
}

/** The body of an error, after AIP-193. */
export function errorSchemas(messages: MessageSchemas): Readonly<Record<string, Schema>> {
  const details = DETAILS.map((name): Schema => {
    const type = { "@type": { const: `type.googleapis.com/google.rpc.${name}` } };
    const message = messages.ref(`google.rpc.${name}`);
    return { allOf: [message, { type: "object", properties: type, required: ["@type"] }] };
  });
  const reason = { type: "object", properties: { reason: { enum: Object.keys(ERRORS) } } };
  const error = {
    type: "object",
    properties: {
      code: { type: "integer", description: "The status of HTTP." },
      message: { type: "string", description: "What went wrong, for people; it may change." },
      status: { type: "string", description: "The canonical code of gRPC." },
      details: { type: "array", items: { anyOf: details }, contains: reason },
    },
    required: ["code", "message", "status", "details"],
  };
  return { Error: { type: "object", properties: { error }, required: ["error"] } };
}

function reasonsByStatus(): ReadonlyMap<number, readonly Reason[]> {
  const reasons = Object.keys(ERRORS) as Reason[];
  const sorted = reasons.toSorted((a, b) => httpStatusOf(a) - httpStatusOf(b));
  return Map.groupBy(sorted, httpStatusOf);
}

function responseOf(status: number, reasons: readonly Reason[]): Response {
  const lines = reasons.map((reason) => `- \`${reason}\`: ${ERRORS[reason].remedy}`);
  return {
    description: `Refused, with one of these reasons in \`error.details\`:\n\n${lines.join("\n")}`,
    ...((status === 429 || status === 503) && {
      headers: {
        "Retry-After": {
          description: "After how many seconds the same request may be sent again.",
          schema: { type: "integer", minimum: 1 },
        },
      },
    }),
    content: { "application/json": { schema: schemaRef("Error") } },
  };
}
