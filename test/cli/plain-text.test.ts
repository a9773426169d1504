import { expect, test } from "vitest";
import { describeLogLine } from "../../cli/log-text.ts";
import { printJsonLine } from "../../cli/output.ts";
import { plainText } from "../../cli/plain-text.ts";
import { describeEvent } from "../../cli/task-text.ts";
import type { TaskLogLine } from "../../sdk/log-line.ts";
import { captureTerminal } from "./captured-terminal.ts";

const HOSTILE = "\u001b[2J\u009b31m\u0007a\rb\u202egnp\u2028\u007f\u0000";
const HARMLESS = "\\u001b[2J\\u009b31m\\u0007a\\u000db\\u202egnp\\u2028\\u007f\\u0000";

const plain = (_format: string, text: string) => text;
const line = (more: Partial<TaskLogLine>): TaskLogLine => ({
  number: 1,
  attempt: 1,
  time: new Date(2027, 0, 31, 8, 15, 30, 250),
  level: "info",
  message: "",
  ...more,
});

test("what would move the cursor, ring or reorder text is written out; ordinary text is left alone", () => {
  expect(plainText(HOSTILE)).toBe(HARMLESS);
  const ordinary = "Grüße, 你好 👩‍💻\n\tindented – “quoted”";
  expect(plainText(ordinary)).toBe(ordinary);
});

test("a line for people has time, attempt, level, text and fields", () => {
  expect(
    describeLogLine(
      line({ level: "warn", message: "slow", fields: { ms: 12, host: "db", q: "a b" } }),
      plain,
    ),
  ).toBe('08:15:30.250 #1  warn  slow  ms=12 host=db q="a b"');
  expect(describeLogLine(line({ message: "ready" }), plain)).toBe("08:15:30.250 #1  info  ready");
  expect(describeLogLine(line({ message: "" }), plain)).toBe("08:15:30.250 #1  info");
});

test("a text of several lines is set below itself, so that it cannot pass for another line", () => {
  const message = "Error: no\n    at f\n08:15:31.000 #1  info  forged\n";
  const [, ...rest] = describeLogLine(line({ level: "error", message }), plain).split("\n");
  expect(rest).toHaveLength(2);
  for (const text of rest) expect(text).toMatch(/^ {23}/);
});

test("nothing that a handler says reaches the terminal as more than text", () => {
  const said = [
    describeLogLine(line({ message: HOSTILE, fields: { [HOSTILE]: HOSTILE, list: [HOSTILE] } }), plain),
    describeEvent(
      {
        number: 1,
        type: "FAILED",
        time: new Date(),
        attempt: 1,
        state: "FAILED",
        reason: HOSTILE,
        error: { name: HOSTILE, message: HOSTILE, reason: "HANDLER_ERROR", attempt: 1 },
      },
      plain,
    ),
  ];
  for (const text of said) expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
});

test("JSON for programs is the same JSON, and harmless as well", () => {
  const terminal = captureTerminal();
  printJsonLine(terminal, line({ message: HOSTILE }));
  const text = terminal.stdout().trimEnd();
  expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  expect((JSON.parse(text) as { message: string }).message).toBe(HOSTILE);
});
