import fc from "fast-check";
import {
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
  fc.constantFrom(...(Object.keys(FIELDS) as Comparison["field"][])),
  fc.constantFrom<Comparison["field"]>("labels.team", "labels.a-b_1"),
);
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
  }[sort];
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
