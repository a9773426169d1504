/**
 * How deep a JSON value may be nested. A `google.protobuf.Value` spends three messages on a level, and implementations of
 * protobuf stop at 100 messages; so 32 levels can be read by every client.
 */
export const MAX_JSON_DEPTH = 32;

/** Whether a JSON value is nested deeper than `limit`; looks no further than that. A scalar has depth 0. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  return Object.values(value).some((item) => isDeeperThan(item, limit - 1));
}
