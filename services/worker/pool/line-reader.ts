import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setImmediate as turn } from "node:timers/promises";
import { MESSAGE_MAX_BYTES } from "../bounds.ts";

/** What is read in such a stretch of time at most, so that one that prints without end takes nobody else's turn. */
const WINDOW_MS = 100;
const WINDOW_BYTES = 1.6 * 1024 ** 2;

/** Of a line that is longer, only so many bytes are kept: enough for whoever cuts it to see that there was more. */
const KEPT_BYTES = 2 * MESSAGE_MAX_BYTES;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Calls back with every line that a process prints, the last one too when it has no end. Takes bounded memory, however long
 * a line is: it is cut somewhat above what is kept of a log line. Reads at most 16 MiB a second: whoever prints more waits.
 * Resolves when the stream has ended or was destroyed; never rejects.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const line = new GrowingLine();
  const throttle = new Throttle(stream);
  stream.on("data", (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      onLine(line.take(chunk.subarray(start, end)));
      start = end + 1;
    }
    line.add(chunk.subarray(start));
    throttle.count(chunk.length);
  });
  // A pipe that breaks ends with its process, which tells of itself.
  stream.on("error", () => undefined);
  return new Promise((resolve) => {
    stream.once("close", () => {
      throttle.stop();
      if (!line.isEmpty) onLine(line.take());
      resolve();
    });
  });
}

/**
 * Resolves when everything has been read that lies in these streams, which `readLines` reads: so that what a process printed
 * before can be told from what it prints from now on.
 */
export async function allRead(streams: readonly Readable[]): Promise<void> {
  for (;;) {
    // The first turn of the event loop may have begun before; the second one reads all that a pipe can hold.
    await turn();
    await turn();
    const paused = streams.find((stream) => stream.isPaused());
    if (paused === undefined) return;
    await new Promise<void>((resolve) => {
      paused.once("resume", resolve);
      paused.once("close", resolve);
    });
  }
}

/** A line of which the end has not come yet. */
class GrowingLine {
  #parts: Buffer[] = [];
  #kept = 0;
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Buffer): void {
    this.#length += part.length;
    if (part.length === 0 || this.#kept >= KEPT_BYTES) return;
    // A copy: a view would keep all of the chunk.
    const kept = Buffer.from(part.subarray(0, KEPT_BYTES - this.#kept));
    this.#parts.push(kept);
    this.#kept += kept.length;
  }

  /** The whole line, which ends here. */
  take(last?: Buffer): string {
    if (this.#length === 0 && last !== undefined) return textOf(last.subarray(0, KEPT_BYTES));
    if (last !== undefined) this.add(last);
    const text = textOf(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#kept = 0;
    this.#length = 0;
    return text;
  }
}

function textOf(bytes: Buffer): string {
  if (bytes.at(-1) === CARRIAGE_RETURN) return bytes.toString("utf8", 0, bytes.length - 1);
  // Unlike toString, it leaves out a character that was cut in the middle.
  return bytes.length < KEPT_BYTES ? bytes.toString() : new StringDecoder("utf8").write(bytes);
}

/** Pauses a stream that has brought too much for now. */
class Throttle {
  readonly #stream: Readable;
  #windowStart = 0;
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  count(bytes: number): void {
    const now = performance.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    if (this.#bytes < WINDOW_BYTES) return;
    this.#stream.pause();
    this.#timer = setTimeout(() => this.#stream.resume(), this.#windowStart + WINDOW_MS - now);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
