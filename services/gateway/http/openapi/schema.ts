/** The parts of an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html), as far as ours has them. */

import type { Json } from "../../../../proto/json-value.ts";

/** A JSON Schema (2020-12), or a reference to one. */
export type Schema = { readonly [keyword: string]: Json };

/** What a body or an answer may be, by media type. */
export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** A field of the path, of the query, or a header. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

/** One answer, or a reference to one that many operations have. */
export type Response =
  | { readonly $ref: string }
  | {
      readonly description: string;
      readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
      readonly content?: Content;
    };

/** One verb on one path. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Content;
  };
  /** By status. */
  readonly responses: Readonly<Record<string, Response>>;
  /** Empty where no key is needed; absent where the rule for all holds. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** A schema by its name among the components. */
export function schemaRef(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
