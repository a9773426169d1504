import type { Readable } from "node:stream";

/** What a program has written, or that it was more than is taken. */
export type ProgramOutput =
  | { readonly isTooLarge: false; readonly bytes: Uint8Array }
  | { readonly isTooLarge: true };

/**
 * Reads a stream to its end, or until it has given more than `maxBytes`; then `onTooLarge` is called, and nothing more is
 * read or kept. Always resolves, also when the stream is destroyed.
 */
export async function readOutput(
  stream: Readable,
  maxBytes: number,
  onTooLarge: () => void,
): Promise<ProgramOutput> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) {
        onTooLarge();
        return { isTooLarge: true };
      }
      chunks.push(chunk);
    }
  } catch {
    // Destroyed, or reset by a dying program: what has come until then counts.
  }
  return { isTooLarge: false, bytes: Buffer.concat(chunks) };
}

/** Keeps the last lines of many, within a number of characters. */
export class LastLines {
  readonly #max: number;
  readonly #lines: string[] = [];
  #size = 0;

  /** @param max characters, at least those of one short line */
  constructor(max: number) {
    this.#max = max;
  }

  add(line: string): void {
    const kept = line.slice(-this.#max);
    this.#lines.push(kept);
    this.#size += kept.length + 1;
    while (this.#size - 1 > this.#max) this.#size -= (this.#lines.shift()?.length ?? 0) + 1;
  }

  /** All that is kept, one line under the other; empty when there was none. */
  text(): string {
    return this.#lines.join("\n");
  }
}
