import { NonRetryableError, type TaskContext } from "longshore";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { gather } from "../../examples/automated-gather-creation/task.ts";
import { createTextTree } from "./text-tree.ts";

const progress: unknown[][] = [];

function context(signal = new AbortController().signal): TaskContext {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return {
    taskId: "0190f5fe-7c00-7a00-8000-000000000000",
    project: "test",
    type: "automated_gather_creation",
    attempt: 1,
    maxAttempts: 4,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    signal,
    log,
    progress: (...report) => progress.push(report),
  };
}

beforeEach(() => {
  progress.length = 0;
  vi.stubEnv("LONGSHORE_GATHER_ROOT", createTextTree({ "a.md": "# Retry\n\nwith backoff" }));
  return () => vi.unstubAllEnvs();
});

describe("automated_gather_creation", () => {
  it("is registered with the limits and retries of the service it replaces", () => {
    expect(gather.type).toMatchObject({
      type: "automated_gather_creation",
      queue: "cpu_intensive",
      priority: "high",
      pool: "prefork",
      softLimitMs: 540_000,
      hardLimitMs: 600_000,
      memoryLimitBytes: 2 * 1024 ** 3,
      retry: { maxRetries: 3, backoffMs: [60_000, 120_000, 240_000], jitter: "full" },
      resultTtlMs: 3_600_000,
    });
  });

  it("describes its payload: what is required, what is refused, what each field means", () => {
    expect(gather.type.payloadSchema).toMatchObject({
      required: ["source", "query"],
      additionalProperties: false,
      properties: {
        source: { type: "string", description: expect.any(String) },
        query: { type: "string", description: expect.any(String) },
        limit: { type: "integer", default: 20, minimum: 1, maximum: 200 },
      },
    });
  });

  it.each([
    [{ source: "." }, "query"],
    [{ source: ".", query: "?!" }, "query: must contain a word"],
    [{ source: "", query: "a" }, "source"],
    [{ source: ".", query: "a", limit: 0 }, "limit"],
    [{ source: ".", query: "a", limit: 201 }, "limit"],
    [{ source: ".", query: "a", extra: 1 }, "extra"],
  ])("refuses %j and names the field", async (payload, problem) => {
    expect(await gather.parsePayload(payload)).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it("gathers below the configured root and reports progress", async () => {
    const result = await gather.handler({ source: ".", query: "backoff", limit: 20 }, context());
    expect(result.groups[0]?.head).toMatchObject({ title: "Retry", path: "a.md" });
    expect(progress.at(-1)).toEqual([1, 1, expect.any(String)]);
  });

  it("fails for good when the source is refused", async () => {
    const running = gather.handler({ source: "none", query: "a", limit: 20 }, context());
    await expect(running).rejects.toBeInstanceOf(NonRetryableError);
    await expect(running).rejects.toThrow('source "none" does not exist; allowed is');
  });

  it("leaves it to a retry when the root is missing, and to the worker when it is cancelled", async () => {
    const payload = { source: ".", query: "a", limit: 20 };
    const reason = new Error("cancelled");
    await expect(gather.handler(payload, context(AbortSignal.abort(reason)))).rejects.toBe(reason);
    vi.stubEnv("LONGSHORE_GATHER_ROOT", "/does/not/exist");
    await expect(gather.handler(payload, context())).rejects.not.toBeInstanceOf(NonRetryableError);
  });
});
