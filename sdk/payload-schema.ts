/** Any JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The part of a Standard Schema (standardschema.dev) that is used: it validates, and since version 1.1 of the JSON Schema
 * extension it describes itself.
 */
export interface StandardSchema<Output, Input = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type ParsedPayload<Payload> =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly problem: string };

/** Whether this is a Standard Schema and not plain JSON Schema. */
function isStandardSchema(schema: unknown): schema is StandardSchema<unknown> {
  return (
    (typeof schema === "object" || typeof schema === "function") && schema !== null && "~standard" in schema
  );
}

/** The JSON Schema of what may be sent. Throws when the schema cannot describe itself. */
export function toJsonSchema(schema: StandardSchema<unknown> | JsonSchema): JsonSchema {
  if (!isStandardSchema(schema)) return schema;
  const { jsonSchema, vendor } = schema["~standard"];
  if (jsonSchema === undefined) {
    throw new TypeError(
      `payload: this ${vendor} schema cannot give JSON Schema; use zod 4.2 or later, or plain JSON Schema`,
    );
  }
  return jsonSchema.input({ target: "draft-2020-12" });
}

/** Reads a payload by a Standard Schema. Plain JSON Schema has been checked by the gateway, and changes nothing. */
export async function parsePayload<Payload>(
  schema: StandardSchema<Payload> | JsonSchema | undefined,
  payload: unknown,
): Promise<ParsedPayload<Payload>> {
  if (schema === undefined || !isStandardSchema(schema)) return { ok: true, payload: payload as Payload };
  const result = await schema["~standard"].validate(payload);
  if (result.issues === undefined) return { ok: true, payload: result.value as Payload };
  return { ok: false, problem: result.issues.map(describeIssue).join("; ") };
}

function describeIssue({ path = [], message }: StandardIssue): string {
  const where = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  return where === "" ? message : `${where}: ${message}`;
}
