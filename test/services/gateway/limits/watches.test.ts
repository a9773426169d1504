import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import type { ApiError } from "../../../../sdk/api-error.ts";
import { eventually } from "../../../support/eventually.ts";
import { apiOf, submission, withKey } from "../api.ts";
import { startGateway } from "../start-gateway.ts";
import { ask, detail } from "./ask.ts";

test("S33: a key has no more calls open that wait or stream than it may, whatever way they come, and its other calls pass", async () => {
  const running = await startGateway();
  const made = await ask(running, "POST", "/v1/keys", { limits: { maxWatches: 3 } });
  const key: string = made.body.secret;
  const limited = { ...running, key };
  const api = apiOf(running.client, withKey(key));
  const { taskId } = await eventually("the key is known", () =>
    api.submit(submission("echo", 1)).catch(() => undefined),
  );

  const watch = running.client.watchTask({ taskId }, withKey(key));
  watch.on("error", () => undefined);
  await new Promise((resolve) => watch.once("data", resolve));
  const stream = new AbortController();
  onTestFinished(() => stream.abort());
  const events = await fetch(`http://127.0.0.1:${running.gateway.httpPort()}/v1/tasks/${taskId}/events`, {
    headers: { "x-api-key": key },
    signal: stream.signal,
  });
  expect(events.status).toBe(200);
  const waiting = api.wait({ taskId });

  // The third is on its way: with it there is no room for another one.
  const waitShortly = (by: string): Promise<ApiError | undefined> =>
    apiOf(running.client, withKey(by), 200)
      .wait({ taskId })
      .then(
        () => undefined,
        (error: ApiError) => error,
      );
  const refused = await eventually("the fourth is refused", async () => {
    const error = await waitShortly(key);
    return error?.reason === "WATCH_LIMIT_EXCEEDED" ? error : undefined;
  });
  expect(refused).toMatchObject({
    code: grpc.status.RESOURCE_EXHAUSTED,
    retryAfterMs: 1_000,
    metadata: { scope: "key", name: made.body.apiKey.keyId, open: "3", limit: "3" },
  });
  const overHttp = await ask(limited, "GET", `/v1/tasks/${taskId}/logs`);
  expect([overHttp.status, overHttp.retryAfter]).toEqual([429, "1"]);
  expect(detail(overHttp, "QuotaFailure")).toMatchObject({
    violations: [{ description: "3 calls that wait or stream" }],
  });
  expect((await api.get({ taskId })).taskId).toBe(taskId);
  expect((await waitShortly(running.key))?.reason).toBeUndefined();

  watch.cancel();
  const again = await eventually("there is room again", async () => {
    const next = running.client.watchTask({ taskId }, withKey(key));
    const came = await new Promise((resolve) => {
      next.once("data", () => resolve(true));
      next.once("error", () => resolve(undefined));
    });
    if (came === undefined) return undefined;
    next.on("error", () => undefined);
    return next;
  });
  again.cancel();
  await api.cancel({ taskId });
  expect((await waiting).state).toBe("CANCELLED");
});
