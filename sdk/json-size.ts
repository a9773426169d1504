import { MAX_JSON_DEPTH } from "../core/json-depth.ts";

/**
 * Whether JSON takes more than about so many characters as text. Stops looking as soon as that is known, counts at least one for
 * each value, and does not look at what nests deeper than a payload may.
 */
export function isLargerThan(json: unknown, characters: number): boolean {
  return charactersLeft(json, characters, 0) < 0;
}

function charactersLeft(json: unknown, left: number, depth: number): number {
  if (typeof json === "string") return left - json.length - 2;
  if (typeof json !== "object" || json === null || depth > MAX_JSON_DEPTH) return left - 1;
  let rest = left - 2;
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length && rest >= 0; i++) rest = charactersLeft(json[i], rest - 1, depth + 1);
    return rest;
  }
  for (const key in json) {
    if (rest < 0) return rest;
    const value = (json as Record<string, unknown>)[key];
    rest = charactersLeft(value, rest - key.length - 4, depth + 1);
  }
  return rest;
}
