import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { beforeEach, describe, expect, test } from "vitest";
import { activeTraceparent } from "../../../sdk/active-trace.ts";
import { withinAttempt } from "../../../services/worker/pool/handler-trace.ts";

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

const active = () => trace.getSpanContext(context.active());
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

test("where nobody uses OpenTelemetry a handler is called as it is", () => {
  expect(withinAttempt(TRACEPARENT, () => 7)).toBe(7);
  expect(activeTraceparent()).toBeUndefined();
});

describe("where a module has set up OpenTelemetry", () => {
  beforeEach(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    return () => context.disable();
  });

  test("a handler is below its attempt, also after it has waited, and nothing else is", async () => {
    const seen = withinAttempt(TRACEPARENT, async () => {
      await pause();
      return [active(), activeTraceparent()];
    });
    expect(active()).toBeUndefined();
    expect(activeTraceparent()).toBeUndefined();
    expect(await seen).toMatchObject([
      {
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
        spanId: "00f067aa0ba902b7",
        traceFlags: 1,
        isRemote: true,
      },
      TRACEPARENT,
    ]);
  });

  test("several at once do not see each other's", async () => {
    const parents = ["a", "b", "c"].map((digit) => TRACEPARENT.replace("00f067aa0ba902b7", digit.repeat(16)));
    const seen = parents.map((parent) =>
      withinAttempt(parent, async () => {
        await pause();
        return activeTraceparent();
      }),
    );
    expect(await Promise.all(seen)).toEqual(parents);
  });

  test("a trace that is not taken is not, in the handler either", async () => {
    const notTaken = TRACEPARENT.replace(/01$/, "00");
    expect(await withinAttempt(notTaken, async () => active())).toMatchObject({ traceFlags: 0 });
    expect(await withinAttempt(notTaken, async () => activeTraceparent())).toBe(notTaken);
  });

  test("what the handler throws comes out", async () => {
    const thrown = new TypeError("no");
    await expect(
      withinAttempt(TRACEPARENT, () => {
        throw thrown;
      }),
    ).rejects.toBe(thrown);
  });

  test("it makes no difference which copy of the API the module has, although that shows nothing to a newer one", async () => {
    const key = Symbol.for("opentelemetry.js.api.1");
    const all = globalThis as unknown as Record<symbol, object>;
    const registered = all[key];
    all[key] = { ...registered, version: "1.4.0" };
    try {
      const seen = await withinAttempt(TRACEPARENT, async () => [active(), activeTraceparent()]);
      expect(seen).toEqual([undefined, TRACEPARENT]);
    } finally {
      all[key] = registered ?? {};
    }
  });
});
