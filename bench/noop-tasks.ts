import { defineTask } from "longshore";

/** Says when its handler began, on the clock that all processes of a machine share. Milliseconds. */
const startedAt = async () => Number(process.hrtime.bigint()) / 1e6;

export const eager = defineTask({ type: "noop_eager", queue: "eager", pool: "inline", handler: startedAt });
export const lazy = defineTask({
  type: "noop_lazy",
  queue: "lazy",
  pool: "inline",
  recordStart: "lazy",
  handler: startedAt,
});
