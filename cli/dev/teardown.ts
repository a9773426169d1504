import type { Terminal } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";

/** What is to be ended when `dev` ends, in the opposite order of its start. */
export interface Teardown {
  /** @param name what the person at the terminal reads when it has ended; without one it ends silently. */
  add(name: string | undefined, end: () => Promise<void> | void): void;
  /** Ends everything, last one first. One that fails is told and does not keep the others. May be called again. */
  run(): Promise<void>;
}

/** A teardown that has nothing to end yet. */
export function createTeardown(terminal: Terminal): Teardown {
  const endings: { readonly name: string | undefined; readonly end: () => Promise<void> | void }[] = [];
  return {
    add: (name, end) => void endings.push({ name, end }),
    async run() {
      for (let next = endings.pop(); next !== undefined; next = endings.pop()) {
        const startedAt = performance.now();
        try {
          await next.end();
          if (next.name === undefined) continue;
          terminal.out(`stopped ${next.name} (${formatElapsed(performance.now() - startedAt)})`);
        } catch (error) {
          terminal.err(`${next.name ?? "a part"} did not stop cleanly: ${String(error)}`);
        }
      }
    },
  };
}
