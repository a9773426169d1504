import { defineTask } from "longshore";

/** What time it is, on the clock that all processes of a machine share. Milliseconds. */
const timeNow = async () => Number(process.hrtime.bigint()) / 1e6;

export const eager = defineTask({ type: "noop_eager", queue: "eager", pool: "inline", handler: timeNow });
export const lazy = defineTask({
  type: "noop_lazy",
  queue: "lazy",
  pool: "inline",
  recordStart: "lazy",
  handler: timeNow,
});

/** Goes on until it is told to stop, and says when that was. */
export const untilStopped = defineTask({
  type: "until_stopped",
  queue: "eager",
  pool: "inline",
  handler: async (_payload, { signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    return timeNow();
  },
});

/** The same in a process of its own: goes on until the signal of the system arrives. */
export const untilSigterm = defineTask({
  type: "until_sigterm",
  queue: "prefork",
  handler: async () => {
    await new Promise((resolve) => process.once("SIGTERM", resolve));
    return timeNow();
  },
});

export const prefork = defineTask({ type: "noop_prefork", queue: "prefork", handler: timeNow });

/** Computes for so many milliseconds, as the tasks do that a child is recycled for. */
export const busy = defineTask({
  type: "busy_prefork",
  queue: "prefork",
  handler: ({ ms }: { readonly ms: number }) => {
    const used = () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    };
    let sum = 0;
    // Asking for the time is dear: it must not be what the task mostly does.
    for (const end = used() + ms * 1_000; used() < end; )
      for (let i = 0; i < 100_000; i++) sum += Math.sqrt(i);
    if (Number.isNaN(sum)) throw new Error("not a number");
    return null;
  },
});
