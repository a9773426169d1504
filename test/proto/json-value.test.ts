import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_JSON_DEPTH } from "../../core/json-depth.ts";
import { JsonValueError, jsonToValue, valueToJson } from "../../proto/json-value.ts";
import { loadApi } from "../../proto/load.ts";

const { SubmitTask } = loadApi().TaskService.service;

/** A JSON value after a trip over the wire. */
function sent(json: unknown): unknown {
  const bytes = SubmitTask.requestSerialize({ payload: jsonToValue(json) });
  const { payload } = SubmitTask.requestDeserialize(bytes);
  if (!payload) throw new Error("the payload got lost");
  return valueToJson(payload);
}

function problemOf(convert: () => unknown): { path: string; problem: string } {
  try {
    convert();
  } catch (error) {
    if (error instanceof JsonValueError) return { path: error.path, problem: error.problem };
    throw error;
  }
  throw new Error("nothing was refused");
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : levels % 2 === 0 ? [nested(levels - 1)] : { a: nested(levels - 1) };
}

const wellFormed = fc.string({ unit: "binary" });
const json = fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }).filter((value) => !hasProtoKey(value));

function hasProtoKey(value: unknown): boolean {
  return JSON.stringify(value).includes('"__proto__":');
}

describe("JSON", () => {
  test("of every kind arrives as it was sent", () => {
    fc.assert(fc.property(json, (value) => void expect(sent(value)).toEqual(value)));
  });

  test("keys that JavaScript gives a meaning are keys like others", () => {
    const odd = { constructor: 1, toString: 2, hasOwnProperty: 3, "": 4, "a.b": 5 };
    expect(sent(odd)).toEqual(odd);
    fc.assert(
      fc.property(
        fc.dictionary(
          wellFormed.filter((key) => key !== "__proto__"),
          fc.integer(),
        ),
        (value) => void expect(sent(value)).toEqual(value),
      ),
    );
  });

  test(`nests ${MAX_JSON_DEPTH} levels and no more`, () => {
    expect(sent(nested(MAX_JSON_DEPTH))).toEqual(nested(MAX_JSON_DEPTH));
    expect(problemOf(() => jsonToValue(nested(MAX_JSON_DEPTH + 1))).problem).toMatch("more than 32 levels");
    const cyclic = {};
    Object.assign(cyclic, { self: cyclic });
    expect(problemOf(() => jsonToValue(cyclic)).problem).toMatch("more than 32 levels");
  });

  test("with half a surrogate pair is sent with U+FFFD in its place", () => {
    expect(sent({ "k\uD800": "v\uDC00" })).toEqual({ "k\uFFFD": "v\uFFFD" });
  });

  test("leaves out undefined properties, and takes plain objects of any realm", () => {
    expect(sent({ a: undefined, b: 1 })).toEqual({ b: 1 });
    expect(sent(vm.runInNewContext("({ a: [1, { b: null }] })"))).toEqual({ a: [1, { b: null }] });
    expect(sent(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });

  test.each([
    ["undefined", undefined, "", "undefined is not a JSON value"],
    ["a function", { a: () => 1 }, ".a", "function is not a JSON value"],
    ["a bigint", [1n], "[0]", "bigint is not a JSON value"],
    ["a symbol", { "a b": Symbol("x") }, '["a b"]', "symbol is not a JSON value"],
    ["a date", { at: [new Date(0)] }, ".at[0]", "Date is not a JSON value"],
    ["a map", new Map(), "", "Map is not a JSON value"],
    ["NaN", { a: Number.NaN }, ".a", "NaN is not a JSON number"],
    ["an infinity", [0, Number.NEGATIVE_INFINITY], "[1]", "-Infinity is not a JSON number"],
    ["a hole", Array(2), "[0]", "undefined is not a JSON value"],
    ["a prototype", { a: { constructor: { prototype: {} } } }, ".a.constructor", "this key is not allowed"],
    ["a __proto__ key", JSON.parse('{"a":{"__proto__":{"x":1}}}'), ".a.__proto__", "this key is not allowed"],
  ])("%s is refused, with its place", (_, value, path, problem) => {
    expect(problemOf(() => jsonToValue(value))).toEqual({ path, problem });
  });
});

describe("a Value", () => {
  test.each([
    ["without a kind", {}, "", "has no value; set exactly one kind"],
    ["of NaN", { numberValue: Number.NaN }, "", "NaN is not a JSON number"],
    [
      "with an empty item",
      { structValue: { fields: { list: { listValue: { values: [{ boolValue: true }, {}] } } } } },
      ".list[1]",
      "has no value; set exactly one kind",
    ],
    [
      "with a __proto__ key",
      { structValue: { fields: JSON.parse('{"__proto__":{"boolValue":true}}') } },
      ".__proto__",
      "this key is not allowed",
    ],
  ])("%s is refused, with its place", (_, value, path, problem) => {
    const bytes = SubmitTask.requestSerialize({ payload: value });
    const { payload } = SubmitTask.requestDeserialize(bytes);
    expect(problemOf(() => payload && valueToJson(payload))).toEqual({ path, problem });
  });

  test("never changes the prototype of anything", () => {
    const hostile = { structValue: { fields: JSON.parse('{"__proto__":{"structValue":{"fields":{}}}}') } };
    const { payload } = SubmitTask.requestDeserialize(SubmitTask.requestSerialize({ payload: hostile }));
    expect(() => payload && valueToJson(payload)).toThrow(JsonValueError);
    expect("kind" in {}).toBe(false);
  });

  test("that nests too deep is refused, however it was made", () => {
    const deep = (levels: number): object =>
      levels === 0 ? { boolValue: true } : { listValue: { values: [deep(levels - 1)] } };
    const bytes = SubmitTask.requestSerialize({ payload: deep(40) });
    const { payload } = SubmitTask.requestDeserialize(bytes);
    expect(problemOf(() => payload && valueToJson(payload)).problem).toMatch("more than 32 levels");
  });
});
