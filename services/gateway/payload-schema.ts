import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { FieldViolation } from "../../core/error-details.ts";
import { messageOf } from "../../core/message-of.ts";
import { quoted } from "./violations.ts";

/** What a check of a payload found. */
export type PayloadProblem =
  /** The payload does not fit. */
  | { readonly kind: "payload"; readonly violations: readonly FieldViolation[] }
  /** The schema that the worker registered cannot be used, so nothing can be checked. */
  | { readonly kind: "schema"; readonly problem: string };

/** Returns what is wrong with a payload, undefined when it fits. Never changes the payload. */
export type PayloadCheck = (payload: unknown) => PayloadProblem | undefined;

/** The most violations that are told of one payload. */
const MAX_VIOLATIONS = 20;

/** Payloads longer than this, in characters of JSON, are checked up to the first violation: each one costs an object. */
const ALL_ERRORS_LIMIT = 64 * 1024;

/**
 * Makes the check of a JSON Schema (2020-12); without a schema anything goes. Compiles on the first use. References to
 * other documents are not followed: such a schema cannot be used.
 */
export function createPayloadCheck(schema: unknown): PayloadCheck {
  if (schema === undefined) return () => undefined;
  const firstError = once(() => compile(schema, false));
  const allErrors = once(() => compile(schema, true));
  return (payload) => {
    try {
      const validate = firstError();
      if (validate(payload)) return undefined;
      const thorough = JSON.stringify(payload).length <= ALL_ERRORS_LIMIT ? allErrors() : validate;
      if (thorough !== validate) thorough(payload);
      return { kind: "payload", violations: violationsOf(thorough.errors ?? []) };
    } catch (error) {
      return { kind: "schema", problem: messageOf(error) };
    }
  };
}

/** An instance per schema: two versions of one schema may carry the same `$id`, which one instance would refuse. */
function compile(schema: unknown, allErrors: boolean): ValidateFunction {
  const ajv = new Ajv2020({ allErrors, strict: false, verbose: true, logger: false });
  formats.default(ajv);
  return ajv.compile(schema as object | boolean);
}

function violationsOf(errors: readonly ErrorObject[]): FieldViolation[] {
  // An `if` or `anyOf` adds an error of its own to those that say what is wrong.
  const telling = errors.filter(({ keyword }) => keyword !== "if");
  return telling.slice(0, MAX_VIOLATIONS).map((error) => {
    const field = `payload${pathOf(error)}`;
    return { field, description: describe(error) };
  });
}

/** `/items/0/price` as `.items[0].price`; a missing or surplus property is named itself. */
function pathOf({ instancePath, params }: ErrorObject): string {
  const pointer = instancePath.split("/").slice(1);
  const own: unknown =
    params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  const steps = pointer.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (typeof own === "string") steps.push(own);
  return steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
}

function describe(error: ErrorObject): string {
  const { keyword, params, data } = error;
  switch (keyword) {
    case "required":
      return "is missing";
    case "additionalProperties":
    case "unevaluatedProperties":
      return `is not allowed; known are ${knownProperties(error)}`;
    case "enum":
      return `is ${quoted(data)}, must be one of ${quoted(params["allowedValues"])}`;
    case "const":
      return `is ${quoted(data)}, must be ${quoted(params["allowedValue"])}`;
    default:
      return `is ${quoted(data)}, ${error.message ?? `breaks the rule "${keyword}"`}`;
  }
}

function knownProperties({ parentSchema }: ErrorObject): string {
  const properties: unknown = parentSchema?.["properties"];
  const names = Object.keys(typeof properties === "object" && properties !== null ? properties : {});
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
