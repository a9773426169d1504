import { expect, test } from "vitest";
import {
  boundLine,
  boundProgress,
  FIELDS_MAX_BYTES,
  MESSAGE_MAX_BYTES,
} from "../../../services/worker/bounds.ts";
import type { HandlerLogLine } from "../../../services/worker/pool/pool.ts";

const line = (message: string, fields?: unknown): HandlerLogLine =>
  ({ level: "info", message, ...(fields !== undefined && { fields }) }) as HandlerLogLine;

test("an ordinary line is left as it is", () => {
  const given = line("connected", { host: "db", tries: [1, null, { deep: true }] });
  expect(boundLine(given)).toEqual(given);
  expect(boundLine({ level: "warn", message: "", stream: "stderr" })).toEqual({
    level: "warn",
    message: "",
    stream: "stderr",
  });
});

test.each([
  ["ASCII", "x", 1],
  ["two bytes a character", "é", 2],
  ["three bytes a character", "€", 3],
  ["surrogate pairs", "😀", 4],
])("a long text is cut to 8 KiB between two characters, and says so: %s", (_what, character, bytes) => {
  const { message } = boundLine(line(character.repeat(1024 ** 2)));
  const [kept = "", mark] = message.split("… ");
  expect(mark).toBe("(cut at 8 KiB)");
  expect(kept).toBe(character.repeat(Math.floor(MESSAGE_MAX_BYTES / bytes)));
  // What a child has cut, its worker leaves alone.
  expect(boundLine(line(message)).message).toBe(message);
});

test("fields become plain JSON, and are left out with the reason when they cannot or are too large", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  expect(boundLine(line("m", { at: new Date(0), skipped: undefined })).fields).toEqual({
    at: "1970-01-01T00:00:00.000Z",
  });
  expect(boundLine(line("m", circular)).fields).toEqual({
    fields_lost: expect.stringContaining("circular"),
  });
  expect(boundLine(line("m", { count: 1n })).fields).toEqual({
    fields_lost: expect.stringContaining("BigInt"),
  });
  expect(boundLine(line("m", { text: "x".repeat(FIELDS_MAX_BYTES) })).fields).toEqual({
    fields_lost: `${FIELDS_MAX_BYTES + 11} bytes of JSON, at most ${FIELDS_MAX_BYTES} are kept`,
  });
  expect(boundLine(line("m", [1, 2])).fields).toEqual({ value: [1, 2] });
  expect(boundLine(line("m", () => undefined))).toEqual({ level: "info", message: "m" });
});

test("what a child says beside a line is not passed on", () => {
  const odd = { ...line("m"), stream: "fd9", dropped: 7, more: "x".repeat(1024 ** 2) };
  expect(boundLine(odd as unknown as HandlerLogLine)).toEqual(line("m"));
});

test("progress is numbers and a short text", () => {
  expect(boundProgress({ done: 1, total: 2, message: "rows" })).toEqual({
    done: 1,
    total: 2,
    message: "rows",
  });
  const odd = { done: 1, total: "many", message: "x".repeat(1024 ** 2), more: 1 };
  expect(boundProgress(odd as never)).toEqual({ done: 1, message: "x".repeat(512) });
});
