import { expect, test } from "vitest";
import { createLog, type Log } from "../../runtime/log.ts";

const SECRET = `lsk_0123456789abcdef_${"s".repeat(43)}`;

function logInto(lines: string[]): Log {
  const destination = { write: (line: string) => void lines.push(line) };
  return createLog({ service: "test", instance: "test", level: "trace", destination });
}

/** What one call of the log writes. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the line has
function written(write: (log: Log) => void): any {
  const lines: string[] = [];
  write(logInto(lines));
  expect(lines).toHaveLength(1);
  const text = lines[0] ?? "";
  expect(text.endsWith("\n")).toBe(true);
  expect([...text.slice(0, -1)].filter((character) => character < " ")).toEqual([]);
  return JSON.parse(text);
}

test("S45: line ends, escapes and other control characters stay within one JSON object a line", () => {
  const evil = 'a\r\n{"level":"info","msg":"forged"}\u001b[31m\u0000\u2028\ud800';
  const line = written((log) => log.info({ task_id: evil, problems: [evil] }, evil));
  expect(line).toMatchObject({ level: "info", service: "test" });
  expect(line.task_id).toContain("forged");
  written((log) => log.error({ err: new Error(evil, { cause: evil }) }, "x"));
});

test("S45: a text of 1 MB is cut, in a field, in a list and in an error", () => {
  const long = "x".repeat(1_000_000);
  const error = new Error(long, { cause: new Error(long) });
  const line = written((log) =>
    log.info({ task_id: long, problems: Array(1_000).fill(long), err: error }, "x"),
  );
  expect(JSON.stringify(line).length).toBeLessThan(64 * 1024);
  expect(line.task_id).toMatch(/^x{2048}… \(1000000 characters\)$/);
  expect(line.problems.at(-1)).toBe("… 980 more");
});

test("S44, S46: whatever is passed by mistake, neither a key nor a payload is written", () => {
  const payload = { card: "CANARY" };
  const line = written((log) =>
    log.info(
      {
        request: { payload },
        payload,
        headers: new Map([["x-api-key", SECRET]]),
        url: `/x?key=${SECRET}`,
        list: [payload, SECRET],
      },
      "x",
    ),
  );
  expect(JSON.stringify(line)).not.toMatch(/CANARY|sssss/);
  expect(line).toMatchObject({
    payload: "[object]",
    request: "[object]",
    url: "/x?key=lsk_0123456789abcdef_***",
  });
  const error = Object.assign(new Error(`no ${SECRET}`), { payload, request: { payload } });
  const failed = written((log) => log.error({ err: error }, "x"));
  expect(JSON.stringify(failed)).not.toMatch(/CANARY|sssss/);
  expect(failed.err).toMatchObject({ type: "Error", message: "no lsk_0123456789abcdef_***" });
  expect(failed.err.stack).toContain("log.test.ts");
});
