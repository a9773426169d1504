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

export const prefork = defineTask({ type: "noop_prefork", queue: "prefork", handler: startedAt });

/** Computes for so many milliseconds, as the tasks do that a child is recycled for. */
export const busy = defineTask({
  type: "busy_prefork",
  queue: "prefork",
  handler: ({ ms }: { readonly ms: number }) => {
    for (const end = process.cpuUsage().user + ms * 1_000; process.cpuUsage().user < end; );
    return null;
  },
});
