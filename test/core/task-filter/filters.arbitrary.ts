import fc from "fast-check";
import {
  ANYTHING,
  type Comparison,
  FIELDS,
  OPERATORS,
  sortOf,
  type TaskFilter,
  wordsOf,
} from "../../../core/task-filter/filter.ts";

const times = fc
  .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const fields = fc.oneof(
  // Whether words are found only an index can tell.
  fc.constantFrom(...(Object.keys(FIELDS) as Comparison["field"][]).filter((field) => field !== "text")),
  fc.constantFrom<Comparison["field"]>("labels.team", "labels.a-b_1"),
  fc.constantFrom<Comparison["field"]>("payload.n", "payload.who", "payload.at.deep", "payload.gone"),
);
const texts = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("Ada", "A*", "*", "5", "true", ""));
const numbers = fc
  .oneof(fc.nat(9), fc.constantFrom(-1.5, 0.1, 1e21, 9_007_199_254_740_992))
  .map((n) => n + 0);
function jsonComparisons(field: Comparison["field"]): fc.Arbitrary<Comparison> {
  const of = (operators: readonly Comparison["operator"][], values: fc.Arbitrary<unknown>) =>
    fc.record({
      kind: fc.constant("compare" as const),
      field: fc.constant(field),
      operator: fc.constantFrom(...operators),
      value: values.map((value) => JSON.stringify(value)),
    });
  const anything = { kind: "compare", field, operator: ":", value: ANYTHING } as const;
  return fc.oneof(
    of(["=", "!="], fc.oneof(texts, numbers, fc.boolean(), fc.constant(null))),
    of([":"], texts),
    of(["<", "<=", ">", ">="], numbers),
    fc.constant(anything),
  );
}
const comparisons: fc.Arbitrary<Comparison> = fields.chain((field) => {
  const sort = sortOf(field) ?? "text";
  const values = {
    text: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("greet", "gre*", "*", "", "w1", "disk", "ads"),
    ),
    word: fc.constantFrom(...wordsOf(field)),
    number: fc.nat(1_000).map(String),
    time: times,
    duration: fc
      .oneof(
        fc.nat(20_000),
        fc.nat(20).map((s) => s * 1_000),
      )
      .map(String),
    json: fc.constant(""),
    words: fc.constant(""),
  }[sort];
  if (sort === "json") return jsonComparisons(field);
  return fc.record({
    kind: fc.constant("compare" as const),
    field: fc.constant(field),
    operator: fc.constantFrom<Comparison["operator"]>(...OPERATORS[sort]),
    value: values,
  });
});
/** Any filter there can be, some with values that tasks of tests have. */
export const filters: fc.Arbitrary<TaskFilter> = fc.letrec<{ filter: TaskFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    comparisons,
    fc.record({ kind: fc.constant("not" as const), term: tie("filter") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      terms: fc.array(tie("filter"), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).filter;
