import { z } from "zod";
import { BYTE_SIZE_FORMAT, parseByteSize } from "../core/byte-size.ts";
import { DURATION_FORMAT, parseDuration } from "../core/duration.ts";

/**
 * Settings of a service are one zod object: each key gives a flag and an environment variable of the same name
 * (`grpcAddress` is `--grpc-address` and `LONGSHORE_GRPC_ADDRESS`), its type, default, check and documentation.
 */
export type SettingsSchema = z.ZodObject;

/** A duration written as `"30s"`; milliseconds once it is read. */
export function duration(byDefault: string) {
  return z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== undefined) return ms;
      context.addIssue({ code: "custom", message: `must be ${DURATION_FORMAT}`, input: text });
      return z.NEVER;
    });
}

/** A size written as `"2GiB"`; bytes once it is read. */
export function byteSize(byDefault: string) {
  return z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const bytes = parseByteSize(text);
      if (bytes !== undefined) return bytes;
      context.addIssue({ code: "custom", message: `must be ${BYTE_SIZE_FORMAT}`, input: text });
      return z.NEVER;
    });
}

/** A whole number within bounds. */
export function wholeNumber(byDefault: number, min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .default(String(byDefault))
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);
}

/** Several words, parted by commas; white space around them does not count. */
export function wordList(byDefault: string) {
  return z
    .string()
    .default(byDefault)
    .transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== ""),
    );
}

/** Whole numbers from 1 to `max` by name, written as `images=3,reports=1`; an empty text names none. */
export function numbersByName(max: number) {
  return z
    .string()
    .default("")
    .transform((text, context) => {
      const numbers = new Map<string, number>();
      for (const part of text.split(",").map((word) => word.trim())) {
        if (part === "") continue;
        const [, name = "", digits = ""] = /^([^=\s]+)\s*=\s*(\d{1,9})$/.exec(part) ?? [];
        const number = Number(digits);
        if (digits === "" || number < 1 || number > max || numbers.has(name)) {
          const message = `must be name=number, parted by commas, each name once, each number from 1 to ${max}`;
          context.addIssue({ code: "custom", message, input: text });
          return z.NEVER;
        }
        numbers.set(name, number);
      }
      return numbers as ReadonlyMap<string, number>;
    });
}

/** `host:port` to listen on; port 0 is any free one. */
export function address(byDefault: string) {
  return addressText().default(byDefault).transform(parseAddress);
}

/** `host:port` to listen on; not set: undefined, and nothing listens. */
export function optionalAddress() {
  return addressText().transform(parseAddress).optional();
}

function addressText() {
  return z.string().regex(/^(\[[0-9a-f:]+\]|[^\s:]+):\d{1,5}$/i, "must be host:port");
}

function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Settings that could not be read: all faults in one report, each naming the setting, its value and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** The environment variable of a setting: `grpcAddress` is `LONGSHORE_GRPC_ADDRESS`. */
export function variableName(key: string): string {
  return `LONGSHORE_${snakeCase(key).toUpperCase()}`;
}

/** The flag of a setting: `grpcAddress` is `--grpc-address`. */
export function flagName(key: string): string {
  return `--${snakeCase(key).replaceAll("_", "-")}`;
}

/**
 * The environment variable that a standard gives a setting beside our own, as its metadata has it (`standardName`), such as
 * `OTEL_TRACES_SAMPLER`; undefined where there is none.
 */
export function standardName(setting: z.core.$ZodType): string | undefined {
  const name = z.globalRegistry.get(setting)?.["standardName"];
  return typeof name === "string" ? name : undefined;
}

/**
 * Reads the settings of a schema: flag before environment before default. Returns a frozen object, or throws a
 * `SettingsError` that lists every fault. Of two variables for one setting our own counts.
 *
 * @param flags as the command line gave them, by key
 */
export function loadSettings<S extends SettingsSchema>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Readonly<z.output<S>> {
  const input: Record<string, string> = {};
  for (const [key, setting] of Object.entries(schema.shape)) {
    const standard = standardName(setting);
    const text = flags[key] ?? env[variableName(key)] ?? (standard === undefined ? undefined : env[standard]);
    if (text !== undefined && text !== "") input[key] = text;
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return Object.freeze(parsed.data);
  const faults = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? "");
    return `  ${flagName(key)} / ${variableName(key)} = ${JSON.stringify(input[key])}: ${issue.message}`;
  });
  throw new SettingsError(`Settings that cannot be used:\n${faults.join("\n")}`);
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
