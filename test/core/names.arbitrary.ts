import fc from "fast-check";

const first = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
const rest = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789_-"), maxLength: 62 });

/** Any name that a project, a queue or a type may have. */
export const names: fc.Arbitrary<string> = fc.tuple(first, rest).map(([a, b]) => a + b);

/** Any task id. */
export const ids: fc.Arbitrary<string> = fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7, 8] });

/** Text that would break out of its token of a NATS subject, or out of its line of a NATS header. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(
    fc.string(),
    fc.constantFrom(".", "*", ">", " ", "\t", "\r", "\n", "\r\n", "\0", "A", "é"),
    fc.string(),
  )
  .map((parts) => parts.join(""));
