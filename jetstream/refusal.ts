import { PermissionViolationError } from "@nats-io/transport-node";

/** What NATS has refused this user, in its words; undefined for an error of another kind. */
export function refusalOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof PermissionViolationError) return each.message;
  return undefined;
}
