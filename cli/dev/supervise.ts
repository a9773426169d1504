import { messageOf } from "../../core/message-of.ts";
import type { NatsServer, ServerExit } from "../nats-server/launch.ts";
import type { Terminal } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";

/** A server that ends so often in a row, each time so soon after its start, is given up: it would go on like that. */
const HOPELESS_ENDS = 3;
const SOON_MS = 2_000;

/**
 * Starts a nats-server again that has ended by itself; the services wait for it meanwhile. Returns what stops it for good.
 * When this process ends in any other way, the server is told to end as well, so that none is left behind.
 */
export function keepRunning(
  first: NatsServer,
  launch: () => Promise<NatsServer>,
  terminal: Pick<Terminal, "err">,
): () => Promise<void> {
  let server = first;
  let isStopping = false;
  const tellToEnd = () => {
    try {
      process.kill(server.pid, "SIGTERM");
    } catch {
      // It has ended already.
    }
  };

  const watch = async () => {
    for (let soonEnds = 0; ; ) {
      const startedAt = performance.now();
      const exit = await server.exited;
      if (isStopping) return;
      const ranMs = performance.now() - startedAt;
      terminal.err(`nats-server ${describeExit(exit)} after ${formatElapsed(ranMs)}`);
      soonEnds = ranMs < SOON_MS ? soonEnds + 1 : 0;
      if (soonEnds >= HOPELESS_ENDS) {
        terminal.err("It is not started again, because it keeps ending. Ctrl-C stops the rest.");
        return;
      }
      try {
        server = await launch();
        terminal.err("nats-server runs again; what it had stored is there");
      } catch (error) {
        terminal.err(`It cannot be started again: ${messageOf(error)}`);
        return;
      }
    }
  };
  const watching = watch();
  process.once("exit", tellToEnd);

  return async () => {
    isStopping = true;
    await server.stop();
    await watching;
    process.removeListener("exit", tellToEnd);
  };
}

function describeExit({ code, signal }: ServerExit): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}
