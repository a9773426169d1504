import { describe, expect, test } from "vitest";
import { ERRORS, invalidField, LongshoreError, type Reason } from "../../core/error.ts";

const entries = Object.entries(ERRORS) as [Reason, (typeof ERRORS)[Reason]][];
const placeholders = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

describe("every error of the registry", () => {
  test.each(entries)("%s has a reason in upper snake case of at most 63 characters", (reason) => {
    expect(reason).toMatch(/^[A-Z][A-Z0-9_]{0,61}[A-Z0-9]$/);
  });

  test.each(entries)("%s names its metadata as AIP-193 asks, in its message", (reason, { message }) => {
    const names = placeholders(message);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
    const error = new LongshoreError(reason, Object.fromEntries(names.map((name) => [name, `<${name}>`])));
    expect(error.message).not.toMatch(/[{}]/);
    for (const name of names) expect(error.message).toContain(`<${name}>`);
  });

  test.each(entries)("%s says what to do about it", (_reason, { remedy }) => {
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });

  test.each(entries)("%s may be sent again only when its status says so too", (_reason, definition) => {
    const isRetryable = ["UNAVAILABLE", "ABORTED"].includes(definition.status);
    // What is used up may come back by itself, as room in a queue does, or not, as room in the store.
    if (definition.status !== "RESOURCE_EXHAUSTED") expect("retryable" in definition).toBe(isRetryable);
  });
});

test("an error carries status, metadata and cause, and fills its message", () => {
  const cause = new Error("socket closed");
  const error = new LongshoreError("BROKER_UNAVAILABLE", { problem: "no answer in time" }, { cause });
  expect(error).toMatchObject({
    name: "LongshoreError",
    reason: "BROKER_UNAVAILABLE",
    status: "UNAVAILABLE",
    message: "the task store does not answer: no answer in time",
    metadata: { problem: "no answer in time" },
    violations: [],
    cause,
  });
});

test("a value that looks like a placeholder or a replacement pattern is taken as it is", () => {
  const error = new LongshoreError("FIELD_INVALID", { field: "{problem}", problem: "$& $1 {field}" });
  expect(error.message).toBe("{problem}: $& $1 {field}");
});

test("a placeholder without a value stays visible", () => {
  expect(new LongshoreError("TASK_NOT_FOUND").message).toBe('no task "{task_id}" in this project');
});

test("a refused field is one violation that names it", () => {
  expect(invalidField("payload.source", "must be text")).toMatchObject({
    reason: "FIELD_INVALID",
    message: "payload.source: must be text",
    violations: [{ field: "payload.source", description: "must be text" }],
  });
});
