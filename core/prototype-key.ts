/**
 * Whether a key of somebody's JSON leads to the prototype of all objects where a program copies it without care: `__proto__`, and a
 * `constructor` that has a `prototype`. A `constructor` of any other kind is a word like any other.
 */
export function isPrototypeKey(key: string, value: unknown): boolean {
  if (key === "__proto__") return true;
  return key === "constructor" && hasPrototype(value);
}

function hasPrototype(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}
