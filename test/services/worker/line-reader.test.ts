import { once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { readLines } from "../../../services/worker/pool/line-reader.ts";

/** Writes chunks, one at a time, and returns the lines that were read. */
async function linesOf(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  const ended = readLines(stream, (line) => lines.push(line));
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, "drain");
  stream.end();
  await ended;
  return lines;
}

describe("lines of what a process prints", () => {
  test.each<[string, readonly (string | Buffer)[], readonly string[]]>([
    ["none", [], []],
    ["one", ["one\n"], ["one"]],
    ["several in a chunk, empty ones too", ["a\n\nb\n"], ["a", "", "b"]],
    ["one in several chunks", ["a", "b", "", "c\nd", "\n"], ["abc", "d"]],
    ["the last one without an end", ["a\nb"], ["a", "b"]],
    ["with carriage returns", ["a\r\nb\r\n", "c\r", "\n"], ["a", "b", "c"]],
    ["a character in two chunks", [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a])], ["€"]],
  ])("%s", async (_what, chunks, lines) => {
    expect(await linesOf(chunks)).toEqual(lines);
  });

  test("of a line without end only a bounded part is kept, and the next one is whole", async () => {
    const chunks = Array.from({ length: 64 }, () => "€".repeat(21_845));
    const [long = "", next, ...rest] = await linesOf([...chunks, "\nnext\n"]);
    expect(long).toMatch(/^€{5000,6000}$/);
    expect([next, rest]).toEqual(["next", []]);
  });

  test("it resolves when the stream is destroyed, with the line that had begun", async () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    const ended = readLines(stream, (line) => lines.push(line));
    stream.write("whole\nbegun");
    await vi.waitFor(() => expect(lines).toEqual(["whole"]));
    stream.destroy(new Error("broken"));
    await ended;
    expect(lines).toEqual(["whole", "begun"]);
  });
});

test("whoever prints without end is read no faster than 16 MiB a second, and loses nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const stream = new PassThrough();
  let lines = 0;
  const ended = readLines(stream, () => lines++);
  const chunk = `${"x".repeat(99)}\n`.repeat(1_024);
  const print = async (chunks: number) => {
    for (let i = 0; i < chunks && !stream.isPaused(); i++) {
      stream.write(chunk);
      await new Promise(setImmediate);
    }
  };
  await print(100);
  const inFirstWindow = lines;
  expect(stream.isPaused()).toBe(true);
  expect(inFirstWindow * 100).toBeLessThan(2 * 1024 ** 2);

  vi.advanceTimersByTime(100);
  expect(stream.isPaused()).toBe(false);
  await print(1);
  expect(lines).toBe(inFirstWindow + 1_024);
  stream.end();
  await ended;
});
