/** The names of all views, in the order of the navigation: what comes after `#/` in the address. */
export const VIEW_NAMES = [
  "overview",
  "tasks",
  "task",
  "failures",
  "queues",
  "schedules",
  "workers",
  "alerts",
  "audit",
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];
