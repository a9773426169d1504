import { context, ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { expect, onTestFinished, test } from "vitest";
import { connectClient } from "../../sdk/connected-client.ts";
import { startStack } from "../support/start-stack.ts";

const idOf = (digit: string, length: number) => digit.repeat(length);

/** Does something while a span is active. */
function within<Result>(digit: string, run: () => Result): Result {
  const span = { traceId: idOf(digit, 32), spanId: idOf(digit, 16), traceFlags: TraceFlags.SAMPLED };
  return context.with(trace.setSpanContext(ROOT_CONTEXT, span), run);
}

test("tasks that are submitted while a span is active are part of its trace, each of its own, and others of none", async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(() => context.disable());
  const { client, url, apiKey } = await startStack({ scheduler: false });
  const connected = connectClient({ url, apiKey });
  onTestFinished(() => connected.close());
  const task = () => ({ type: "puppet", payload: { acts: [] }, taskId: crypto.randomUUID() });

  const alone = await within("a", () => client.submitTask(task()));
  // At once, as they would be put together in a batch.
  const [one, two, none, noneEither] = await Promise.all([
    within("b", () => connected.submit(task())),
    within("c", () => connected.submit(task())),
    connected.submit(task()),
    connected.submit(task()),
  ]);
  expect([alone, one, two].map(({ traceId }) => traceId)).toEqual(["a", "b", "c"].map((d) => idOf(d, 32)));
  for (const { traceId, taskId } of [none, noneEither]) expect(traceId).toBe(taskId.replaceAll("-", ""));
});
