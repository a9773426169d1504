/** JSON as a message of the API: the way in of ProtoJSON (https://protobuf.dev/programming-guides/json/). */

import protobuf from "protobufjs";
import { JsonValueError, jsonToValue } from "./json-value.ts";
import { messageType } from "./message-types.ts";

/** JSON that is not the message it should be: where, and what is wrong. */
export class MessageJsonError extends Error {
  override readonly name = "MessageJsonError";
  /** As the proto has it: `tasks[3].options.delay`; empty for the message itself. */
  readonly field: string;
  /** For people, without the field. */
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(field === "" ? problem : `${field}: ${problem}`);
    this.field = field;
    this.problem = problem;
  }
}

/** As in proto/load.ts: a handler gets the same over HTTP and over gRPC. */
const OUTPUT = { longs: String, enums: String, defaults: true, oneofs: true };

/** Deeper than any message of ours; a payload has a limit of its own. */
const MAX_DEPTH = 16;

/**
 * Reads a message, in the form that a gRPC server hands to its handlers. Fields may be written in lowerCamelCase or as in the
 * proto; null is as if it were not there. Throws MessageJsonError for a field that is not known, and for a value that does
 * not fit.
 */
export function readMessage(typeName: string, json: unknown): Record<string, unknown> {
  const type = messageType(typeName);
  return type.toObject(type.fromObject(readFields(type, json, "", 0)), OUTPUT);
}

type Fields = Record<string, unknown>;

function readFields(type: protobuf.Type, json: unknown, path: string, depth: number): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new MessageJsonError(path, `must be an object, is ${kindOf(json)}`);
  if (depth > MAX_DEPTH) throw new MessageJsonError(path, "is nested too deep");
  const message: Fields = {};
  const setBy = new Map<string, string>();
  for (const [name, value] of Object.entries(json)) {
    const field = fieldOf(type, name);
    if (field === undefined) throw new MessageJsonError(at(path, name), `is no field of ${type.name}`);
    const shown = at(path, snakeCase(field.name));
    if (Object.hasOwn(message, field.name)) throw new MessageJsonError(shown, "is there twice");
    // For a `Value` null is a value.
    if (value === null && typeOf(field) !== VALUE) continue;
    checkOneof(field, shown, setBy);
    message[field.name] = readField(field, value, shown, depth);
  }
  return message;
}

/** Of the fields of a oneof only one may be there. */
function checkOneof(field: protobuf.Field, shown: string, setBy: Map<string, string>): void {
  const group = field.partOf;
  if (group === null || group.fieldsArray.length < 2) return;
  const other = setBy.get(group.name);
  if (other !== undefined) throw new MessageJsonError(shown, `may not be there together with ${other}`);
  setBy.set(group.name, shown);
}

function fieldOf(type: protobuf.Type, name: string): protobuf.Field | undefined {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(type.fields, camel) ? type.fields[camel] : undefined;
}

function readField(field: protobuf.Field, value: unknown, path: string, depth: number): unknown {
  if (field instanceof protobuf.MapField) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new MessageJsonError(path, `must be an object, is ${kindOf(value)}`);
    const entries = Object.entries(value).map(([key, item]) => {
      if (key === "__proto__") throw new MessageJsonError(path, 'the key "__proto__" is not allowed');
      return [key, readOne(field, item, at(path, key), depth)];
    });
    return Object.fromEntries(entries);
  }
  if (!field.repeated) return readOne(field, value, path, depth);
  if (!Array.isArray(value)) throw new MessageJsonError(path, `must be a list, is ${kindOf(value)}`);
  return value.map((item, index) => readOne(field, item, `${path}[${index}]`, depth));
}

function readOne(field: protobuf.Field, value: unknown, path: string, depth: number): unknown {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) return readEnum(resolvedType, value, path);
  if (!(resolvedType instanceof protobuf.Type)) return readScalar(field.type, value, path);
  switch (typeOf(field)) {
    case VALUE:
      return readValue(value, path);
    case "google.protobuf.Struct":
      return (readValue(value, path) as { structValue?: unknown }).structValue ?? noObject(value, path);
    case "google.protobuf.Duration":
      return readDuration(value, path);
    case "google.protobuf.Timestamp":
      return readTimestamp(value, path);
    case "google.protobuf.FieldMask":
      return { paths: text(value, path).split(",").filter(Boolean).map(snakeCase) };
    default:
      return readFields(resolvedType, value, path, depth + 1);
  }
}

const VALUE = "google.protobuf.Value";

function typeOf({ resolvedType }: protobuf.Field): string {
  return resolvedType?.fullName.slice(1) ?? "";
}

function readEnum(type: protobuf.Enum, value: unknown, path: string): string {
  if (typeof value === "string" && Object.hasOwn(type.values, value)) return value;
  const names = Object.keys(type.values).filter((name) => !name.endsWith("UNSPECIFIED"));
  throw new MessageJsonError(path, `must be one of ${names.join(", ")}, is ${shortly(value)}`);
}

function readScalar(type: string, value: unknown, path: string): unknown {
  switch (type) {
    case "string":
      return text(value, path);
    case "bool":
      if (typeof value === "boolean") return value;
      throw new MessageJsonError(path, `must be true or false, is ${shortly(value)}`);
    case "bytes":
      return readBytes(value, path);
    case "double":
    case "float":
      return finite(value, path);
    default:
      return readInteger(type, value, path);
  }
}

/** JSON numbers, and text as ProtoJSON writes 64 bits. */
function readInteger(type: string, value: unknown, path: string): string {
  const isText = typeof value === "string" && /^-?\d{1,20}$/.test(value);
  const isNumber = typeof value === "number" && Number.isSafeInteger(value);
  const [min, max] = RANGES[type] ?? [0n, 0n];
  if ((isText || isNumber) && BigInt(value) >= min && BigInt(value) <= max) return String(value);
  throw new MessageJsonError(path, `must be a whole number from ${min} to ${max}, is ${shortly(value)}`);
}

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

function finite(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new MessageJsonError(path, `must be a number, is ${shortly(value)}`);
}

function readBytes(value: unknown, path: string): Buffer {
  const base64 = text(value, path);
  if (/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return Buffer.from(base64, "base64");
  throw new MessageJsonError(path, "must be base64");
}

function readValue(value: unknown, path: string): unknown {
  try {
    return jsonToValue(value);
  } catch (error) {
    if (error instanceof JsonValueError) throw new MessageJsonError(path + error.path, error.problem);
    throw error;
  }
}

function noObject(value: unknown, path: string): never {
  throw new MessageJsonError(path, `must be an object, is ${kindOf(value)}`);
}

const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;

function readDuration(value: unknown, path: string): { seconds: string; nanos: number } {
  const [, sign = "", seconds, fraction = ""] = DURATION.exec(text(value, path)) ?? [];
  if (seconds === undefined)
    throw new MessageJsonError(path, `must be seconds such as "90s" or "0.5s", is ${shortly(value)}`);
  const nanos = Number(fraction.padEnd(9, "0"));
  return { seconds: `${sign}${seconds}`, nanos: sign === "" ? nanos : -nanos + 0 };
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

function readTimestamp(value: unknown, path: string): { seconds: string; nanos: number } {
  const [, date = "", fraction = "", zone = ""] = TIMESTAMP.exec(text(value, path)) ?? [];
  const ms = Date.parse(`${date}${zone}`.toUpperCase());
  if (Number.isNaN(ms))
    throw new MessageJsonError(path, `must be a time such as "2026-01-31T08:15:30Z", is ${shortly(value)}`);
  return { seconds: String(ms / 1_000), nanos: Number(fraction.padEnd(9, "0")) };
}

function text(value: unknown, path: string): string {
  if (typeof value === "string") return value.toWellFormed();
  throw new MessageJsonError(path, `must be a text, is ${shortly(value)}`);
}

function at(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : value === undefined ? "nothing" : `a ${typeof value}`;
}

function shortly(value: unknown): string {
  const written = JSON.stringify(value) ?? String(value);
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}
