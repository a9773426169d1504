/** What `grpc-timeout` counts in, in milliseconds. */
const UNITS_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/**
 * The longest timeout that is kept, in hours: 24 days. A timer of Node holds 2^31 - 1 ms, a little more than that; grpc-js lets
 * longer ones overflow, and so ends a call with 40 days to spare at once.
 */
const MAX_HOURS = 576;

/**
 * What grpc-js may make of a `grpc-timeout`: the same, or `MAX_HOURS` when it is longer. Undefined when it is none
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: at most 8 digits and a unit).
 */
export function readTimeout(text: string): string | undefined {
  const [, digits = "", unit = ""] = /^(\d{1,8})([HMSmun])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined) return undefined;
  return Number(digits) * unitMs > MAX_HOURS * 3_600_000 ? `${MAX_HOURS}H` : text;
}
