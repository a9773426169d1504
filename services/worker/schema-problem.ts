import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { messageOf } from "../../core/message-of.ts";

/**
 * Why a schema cannot be used, or undefined. Read with the same rules as at the gateway, which could only refuse every task of
 * such a type.
 */
export function findSchemaProblem(schema: unknown): string | undefined {
  const ajv = new Ajv2020({ strict: false, logger: false });
  formats.default(ajv);
  try {
    ajv.compile(schema as object | boolean);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
