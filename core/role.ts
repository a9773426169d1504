/**
 * What the holder of an API key may do, each role all that the ones before it may: `viewer` sees, `submitter` acts on tasks and
 * schedules of its own project, `operator` also on what projects share (queues, workers) and on what cannot be taken back,
 * `admin` also on keys. Which method needs which is a table in the gateway.
 */
export const ROLES = ["viewer", "submitter", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role is at least another one. */
export function includesRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Reads the name of a role; undefined for anything else. */
export function parseRole(text: unknown): Role | undefined {
  return ROLES.find((role) => role === text);
}
