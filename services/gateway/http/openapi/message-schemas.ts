import protobuf from "protobufjs";
import { MAX_JSON_DEPTH } from "../../../../core/json-depth.ts";
import { messageType } from "../../../../proto/message-types.ts";
import { type Schema, schemaRef } from "./schema.ts";

/** Messages of google.protobuf that ProtoJSON writes in a form of their own. */
const WELL_KNOWN: Readonly<Record<string, Schema>> = {
  "google.protobuf.Value": { description: `Any JSON value, nested at most ${MAX_JSON_DEPTH} levels deep.` },
  "google.protobuf.Struct": { type: "object" },
  "google.protobuf.Duration": {
    type: "string",
    pattern: "^-?[0-9]{1,12}([.][0-9]{1,9})?s$",
    examples: ["90s", "0.5s"],
  },
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.FieldMask": { type: "string" },
  "google.protobuf.Any": {
    type: "object",
    properties: { "@type": { type: "string" } },
    required: ["@type"],
  },
};

const INT64 = { format: "int64", pattern: "^-?[0-9]{1,20}$" } as const;

/** Scalars as ProtoJSON writes them. */
const SCALARS: Readonly<Record<string, Schema>> = {
  string: { type: "string" },
  bool: { type: "boolean" },
  bytes: { type: "string", contentEncoding: "base64" },
  double: { type: "number" },
  float: { type: "number" },
  int32: { type: "integer", format: "int32" },
  uint32: { type: "integer", minimum: 0 },
  int64: { type: "string", ...INT64 },
  uint64: { type: "string", ...INT64 },
};

/** The messages of the API as JSON Schemas, each of them once: what refers to another one brings it along. */
export class MessageSchemas {
  readonly #schemas = new Map<string, Schema>();
  /** Messages that callers send: a field that they do not have is refused. */
  readonly #sent = new Set<string>();

  /** @param requests the full names of all messages that methods take */
  constructor(requests: Iterable<string>) {
    for (const name of requests) this.#markSent(messageType(name));
  }

  /** All schemas that were asked for so far, by name. */
  all(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference to a message, by its full name such as `longshore.v1.Task`. */
  ref(fullName: string): Schema {
    return this.#refOf(messageType(fullName));
  }

  /** A message without some of its fields: what is left of a request when the path names the others. */
  without(fullName: string, omitted: ReadonlySet<string>): Schema {
    return this.#messageSchema(messageType(fullName), omitted);
  }

  /** A field with what its comment says. */
  field(field: protobuf.Field): Schema {
    const schema = this.#fieldType(field);
    const behavior = behaviorOf(field);
    return {
      ...schema,
      ...(field.comment && { description: field.comment }),
      ...(behavior.has("OUTPUT_ONLY") && { readOnly: true }),
    };
  }

  #fieldType(field: protobuf.Field): Schema {
    if (field instanceof protobuf.MapField)
      return { type: "object", additionalProperties: this.#valueType(field) };
    return field.repeated ? { type: "array", items: this.#valueType(field) } : this.#valueType(field);
  }

  #valueType(field: protobuf.Field): Schema {
    const { resolvedType } = field;
    if (resolvedType instanceof protobuf.Enum || resolvedType instanceof protobuf.Type)
      return WELL_KNOWN[resolvedType.fullName.slice(1)] ?? this.#refOf(resolvedType);
    const schema = SCALARS[field.type];
    if (schema === undefined) throw new Error(`no schema for the type ${field.type} of ${field.fullName}`);
    const mayBeNumber = schema["format"] === "int64" && this.#isSent(field);
    // ProtoJSON writes 64 bits as text, and reads numbers as well.
    return mayBeNumber ? { ...schema, type: ["string", "integer"] } : schema;
  }

  #isSent(field: protobuf.Field): boolean {
    return this.#sent.has(field.parent?.fullName ?? "") && !behaviorOf(field).has("OUTPUT_ONLY");
  }

  #refOf(type: protobuf.Type | protobuf.Enum): Schema {
    const name = componentName(type);
    if (!this.#schemas.has(name)) {
      // Before it is made, because messages refer to themselves.
      this.#schemas.set(name, {});
      const schema = type instanceof protobuf.Enum ? enumSchema(type) : this.#messageSchema(type, new Set());
      this.#schemas.set(name, schema);
    }
    return schemaRef(name);
  }

  #messageSchema(type: protobuf.Type, omitted: ReadonlySet<string>): Schema {
    const fields = type.fieldsArray.filter(({ name }) => !omitted.has(name));
    const required = fields.filter((field) => behaviorOf(field).has("REQUIRED")).map(({ name }) => name);
    return {
      type: "object",
      ...(type.comment && { description: type.comment }),
      properties: Object.fromEntries(fields.map((field) => [field.name, this.field(field)])),
      ...(required.length > 0 && { required }),
      ...(this.#sent.has(type.fullName) && { additionalProperties: false, ...atMostOneOf(type) }),
    };
  }

  #markSent(type: protobuf.Type): void {
    if (this.#sent.has(type.fullName)) return;
    this.#sent.add(type.fullName);
    for (const { resolvedType } of type.fieldsArray)
      if (resolvedType instanceof protobuf.Type && WELL_KNOWN[resolvedType.fullName.slice(1)] === undefined)
        this.#markSent(resolvedType);
  }
}

/** What `google.api.field_behavior` says of a field. */
export function behaviorOf(field: protobuf.Field): ReadonlySet<string> {
  const options = (field.parsedOptions ?? []) as readonly Readonly<Record<string, unknown>>[];
  return new Set(options.map((option) => String(option["(google.api.field_behavior)"])));
}

/** The name of a message without its package. */
function componentName({ fullName }: protobuf.Type | protobuf.Enum): string {
  return fullName.replace(/^\.(?:[a-z]\w*\.)*/, "");
}

function enumSchema(type: protobuf.Enum): Schema {
  const names = Object.keys(type.values);
  const meanings = names.map((name) => `- \`${name}\`: ${type.comments[name] ?? ""}`);
  return {
    type: "string",
    enum: names,
    description: [type.comment ?? "", meanings.join("\n")].filter(Boolean).join("\n\n"),
  };
}

/** Of the members of a oneof at most one may be sent. */
function atMostOneOf(type: protobuf.Type): Schema {
  const rules = type.oneofsArray.flatMap(({ fieldsArray }) => pairs(fieldsArray.map(({ name }) => name)));
  return rules.length === 0 ? {} : { allOf: rules.map((pair) => ({ not: { required: pair } })) };
}

function pairs(names: readonly string[]): string[][] {
  return names.flatMap((first, index) => names.slice(index + 1).map((second) => [first, second]));
}
