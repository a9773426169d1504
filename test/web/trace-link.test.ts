import { expect, test } from "vitest";
import { loadSettings } from "../../runtime/settings.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { openPage } from "./open-page.ts";

test("the trace of a task is a link where the gateway knows where traces can be looked at", async () => {
  const { stack, page, open } = await openPage({ traceUrl: "http://127.0.0.1:16686/trace/{trace_id}?x=1" });
  const { taskId, traceId } = await stack.client.submitTask({ type: "puppet", payload: { acts: [] } });
  await open(`#/task/${taskId}`);
  const link = page.getByRole("link", { name: traceId });
  expect(await link.getAttribute("href")).toBe(`http://127.0.0.1:16686/trace/${traceId}?x=1`);
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
});

test.each(["http://127.0.0.1:16686/trace", "javascript:alert('{trace_id}')", "{trace_id}"])(
  "%s is no place where traces can be looked at",
  (traceUrl) => {
    expect(() => loadSettings(gatewaySettings, {}, { traceUrl })).toThrow(/LONGSHORE_TRACE_URL/);
  },
);
