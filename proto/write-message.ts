/** Messages of the API as JSON: the way out of ProtoJSON (https://protobuf.dev/programming-guides/json/). */

import protobuf from "protobufjs";
import type { Value__Output } from "./gen/google/protobuf/Value.ts";
import { type Json, valueToJson } from "./json-value.ts";
import { messageType } from "./message-types.ts";

/** Fields that are not set and have no default; longs and enums as text, `oneof` wrappers of `optional` as they are. */
const PRESENT = { longs: String, enums: String };

/**
 * Writes a message as handlers answer with it. Names are in lowerCamelCase, 64-bit numbers are text, durations are `"1.5s"`,
 * times RFC 3339; what is not set, and numbers, texts and lists that have their default, are left out.
 */
export function writeMessage(typeName: string, message: object): Json {
  const type = messageType(typeName);
  return writeFields(type, type.toObject(type.fromObject(message), PRESENT));
}

function writeFields(type: protobuf.Type, message: Readonly<Record<string, unknown>>): Json {
  const json: Record<string, Json> = {};
  for (const field of type.fieldsArray) {
    const value = message[field.name];
    if (value === undefined || value === null || isDefault(field, value)) continue;
    json[field.name] = writeField(field, value);
  }
  return json;
}

/** Fields with presence say what they say even when it is nothing. */
function isDefault(field: protobuf.Field, value: unknown): boolean {
  if (field.repeated) return (value as readonly unknown[]).length === 0;
  if (field instanceof protobuf.MapField) return Object.keys(value as object).length === 0;
  if (field.partOf !== null || field.resolvedType instanceof protobuf.Type) return false;
  if (field.resolvedType instanceof protobuf.Enum) return field.resolvedType.values[value as string] === 0;
  if (field.type === "bytes") return (value as Uint8Array).length === 0;
  return value === "" || value === 0 || value === "0" || value === false;
}

function writeField(field: protobuf.Field, value: unknown): Json {
  if (field instanceof protobuf.MapField) {
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.map(([key, item]) => [key, writeOne(field, item)]));
  }
  return field.repeated
    ? (value as readonly unknown[]).map((item) => writeOne(field, item))
    : writeOne(field, value);
}

function writeOne(field: protobuf.Field, value: unknown): Json {
  const { resolvedType } = field;
  if (field.type === "bytes") return Buffer.from(value as Uint8Array).toString("base64");
  if (!(resolvedType instanceof protobuf.Type)) return value as Json;
  switch (resolvedType.fullName) {
    case ".google.protobuf.Value":
      return valueToJson(withKinds(value));
    case ".google.protobuf.Struct":
      return valueToJson(withKinds({ structValue: value }));
    case ".google.protobuf.Duration":
      return writeDuration(value as Parts);
    case ".google.protobuf.Timestamp":
      return writeTimestamp(value as Parts);
    case ".google.protobuf.FieldMask":
      return ((value as { paths?: readonly string[] }).paths ?? []).join(",");
    case ".google.protobuf.Any":
      return writeAny(value as AnyMessage);
    default:
      return writeFields(resolvedType, value as Record<string, unknown>);
  }
}

/** A `Value` in the form that says which kind it is of. */
function withKinds(value: unknown): Value__Output {
  const type = messageType("google.protobuf.Value");
  const options = { longs: String, enums: String, defaults: true, oneofs: true };
  return type.toObject(type.fromObject(value as object), options) as Value__Output;
}

interface Parts {
  readonly seconds?: string | number;
  readonly nanos?: number;
}

function writeDuration({ seconds = 0, nanos = 0 }: Parts): string {
  const sign = Number(seconds) < 0 || nanos < 0 ? "-" : "";
  const fraction = String(Math.abs(nanos)).padStart(9, "0").replace(/0+$/, "");
  return `${sign}${Math.abs(Number(seconds))}${fraction === "" ? "" : `.${fraction}`}s`;
}

function writeTimestamp({ seconds = 0, nanos = 0 }: Parts): string {
  return new Date(Number(seconds) * 1_000 + Math.floor(nanos / 1e6)).toISOString();
}

interface AnyMessage {
  readonly type_url?: string;
  readonly value?: Uint8Array;
}

/** Only what the API itself puts in: the details of an error. */
function writeAny({ type_url: url = "", value = new Uint8Array() }: AnyMessage): Json {
  const type = messageType(url.slice(url.lastIndexOf("/") + 1));
  const message = type.toObject(type.decode(value), PRESENT);
  return { "@type": url, ...(writeFields(type, message) as Record<string, Json>) };
}
