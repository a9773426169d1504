import { styleOf, type Terminal } from "../terminal.ts";
import { formatElapsed } from "../time-text.ts";

/** Takes one line about a step that takes longer than a moment. */
export type Say = (line: string) => void;

/** When a step first says that it still goes on, and how often after that, in milliseconds. */
const SILENT_MS = 3_000;
const REPEAT_MS = 10_000;

/**
 * Does one step of the start and prints a line when it is done: its name, what came of it, how long it took. A step that
 * takes longer says so meanwhile; on a terminal the time runs in place.
 *
 * @param describe what came of it, for the line
 */
export async function step<T>(
  terminal: Terminal,
  name: string,
  work: (say: Say) => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  const style = styleOf(terminal);
  const startedAt = performance.now();
  const elapsed = () => formatElapsed(performance.now() - startedAt);
  const waiting = terminal.isInteractive
    ? runClock(terminal, () => `${style("dim", "…")}   ${name.padEnd(NAME_WIDTH)} ${elapsed()}`)
    : remind(() => terminal.out(`…     ${name.padEnd(NAME_WIDTH)} still at it after ${elapsed()}`));
  try {
    const result = await work((line) => {
      waiting.clear();
      terminal.out(`…     ${name.padEnd(NAME_WIDTH)} ${line}`);
    });
    waiting.stop();
    const took = style("dim", `(${elapsed()})`);
    terminal.out(`${style("green", "ok")}    ${name.padEnd(NAME_WIDTH)} ${describe(result)} ${took}`);
    return result;
  } catch (error) {
    waiting.stop();
    throw error;
  }
}

const NAME_WIDTH = 9;

interface Waiting {
  /** Removes what is drawn, so that a line can be printed. */
  clear(): void;
  stop(): void;
}

function remind(print: () => void): Waiting {
  let timer = setTimeout(function again() {
    print();
    timer = setTimeout(again, REPEAT_MS);
  }, SILENT_MS);
  return { clear: () => undefined, stop: () => clearTimeout(timer) };
}

/** Draws the same line over and over: back to its beginning, the text, then away with what is left of the one before. */
function runClock(terminal: Terminal, text: () => string): Waiting {
  const clear = () => terminal.write("\r\x1b[K");
  const timer = setInterval(() => terminal.write(`\r${text()}\x1b[K`), 200);
  return {
    clear,
    stop() {
      clearInterval(timer);
      clear();
    },
  };
}
